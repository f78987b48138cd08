"""A Plan, and what applying it came to, as text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from rich.console import RenderableType
from rich.text import Text

from lamella.change.action import DeleteLayerVersion
from lamella.change.applying import Applied, Broken, NotTried, Succeeded
from lamella.change.document import digest
from lamella.change.plan import LeftAlone, Plan, Step
from lamella.model.place import Place
from lamella.render.plain import plain
from lamella.render.plan_actions import short, words_of
from lamella.render.size import many
from lamella.render.terminal import line, listed, row, table, to_text

_STYLES = {"+": "green", "-": "red", "~": "yellow"}


def plan_text(plan: Plan, *, width: int, color: bool) -> str:
    """Return the Plan: its Steps by place, each with its reason, what is left alone, and the digest."""
    return to_text(_plan(plan), width=width, color=color)


def applied_text(applied: Applied, *, width: int, color: bool) -> str:
    """Return what was published, what failed and why, and how many Steps are done."""
    return to_text(_applied(applied), width=width, color=color)


def counted(applied: Applied) -> str:
    """Return such as `4 of 6 steps are done, 1 failed, 1 not tried`."""
    outcomes = applied.outcomes.values()
    done = sum(isinstance(each, Succeeded) for each in outcomes)
    parts = [f"{done} of {many(len(outcomes), 'step')} {'is' if len(outcomes) == 1 else 'are'} done"]
    for kind, name in ((Broken, "failed"), (NotTried, "not tried")):
        number = sum(isinstance(each, kind) for each in outcomes)
        if number:
            parts.append(f"{number} {name}")
    return ", ".join(parts)


def _plan(plan: Plan) -> Iterator[RenderableType]:
    commit = f", commit {plan.commit[:12]}{'-dirty' if plan.commit.endswith('-dirty') else ''}" if plan.commit else ""
    environment = f"environment {plan.environment}, {many(len(plan.places), 'place')}{commit}"
    yield line(f"{plan.kind}: {many(len(plan.steps), 'step')}  ", "bold", environment)
    yield from _tables(plan.steps)
    yield from _left(plan.left_alone)
    yield from listed("Could not be read", [f"{gap.place}: {gap.what}: {gap.why}" for gap in plan.gaps], "yellow")
    yield from listed(
        "More than allowed without --force",
        [f"{it.what}: {it.count}, at most {it.most} without --force" for it in plan.exceeded],
        "red",
    )
    yield from listed("Notes", plan.notes, "")
    yield Text()
    yield line("digest ", "dim", digest(plan))


def _tables(steps: Sequence[Step]) -> Iterator[RenderableType]:
    for place, here in _by_place(steps):
        yield Text()
        made = table(str(place), ("", "what", "to what", "because"))
        for step in here:
            words = words_of(step.action)
            row(made, words.sign, words.verb, plain(words.subject), plain(step.why), style=_STYLES[words.sign])
        yield made


def _by_place(steps: Sequence[Step]) -> Iterable[tuple[Place, list[Step]]]:
    for place, group in groupby(sorted(steps, key=_place), _place):
        yield place, list(group)


def _place(step: Step) -> Place:
    return step.action.place


def _left(left_alone: Sequence[LeftAlone]) -> Iterator[RenderableType]:
    if not left_alone:
        return
    yield Text()
    made = table(f"Left alone: {len(left_alone)}", ("where", "what", "because"))
    for it in left_alone:
        row(made, str(it.place), plain(it.subject), plain(it.why))
    yield made


def _applied(applied: Applied) -> Iterator[RenderableType]:
    for step in applied.plan.steps:
        match outcome := applied.outcomes[step.id]:
            case Succeeded(version):
                if version is not None:
                    told = "was there  " if outcome.already or outcome.earlier else "published  "
                    yield line(told, "green", f"{short(version)}  {version}")
            case Broken(error, in_doubt):
                doubt = " (it may have happened)" if in_doubt else ""
                yield line("FAILED     ", "bold red", f"{step.id}: {error.what}{doubt}")
                for reason in error.why.splitlines():
                    yield line("           ", "", reason)
                if error.hint:
                    yield line("           ", "", f"hint: {error.hint}")
            case NotTried(why):
                yield line("not tried  ", "yellow", f"{step.id}: {why}")
            case _:
                assert_never(outcome)
    yield from _freed(applied)
    yield line(counted(applied), "bold", "")


def _freed(applied: Applied) -> Iterator[RenderableType]:
    sizes_bytes = [
        step.action.size_bytes
        for step in applied.plan.steps
        if isinstance(step.action, DeleteLayerVersion) and isinstance(applied.outcomes[step.id], Succeeded)
    ]
    if sizes_bytes:
        told = f"{many(len(sizes_bytes), 'version')} with {many(sum(sizes_bytes), 'byte')} of zips"
        yield line("deleted    ", "red", f"{told}, as GetLayerVersion told; how AWS meters code storage is unverified")
