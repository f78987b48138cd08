"""The plan of a rollout as text."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from lamella.change.rollout.document import digest
from lamella.change.rollout.function import PlannedFunction
from lamella.change.rollout.plan import RolloutPlan
from lamella.render.plain import plain
from lamella.render.rollout_waves import PlannedWave, planned_waves
from lamella.render.rollout_words import layers_change, percent, settings_words, smoke_events, way
from lamella.render.size import many, size
from lamella.render.terminal import line, listed, row, table, to_text


def rollout_plan_text(plan: RolloutPlan, *, width: int, color: bool) -> str:
    """Return the plan: how it goes, its waves and what they touch, each function, what is skipped, and the digest."""
    return to_text(_plan(plan), width=width, color=color)


def _plan(plan: RolloutPlan) -> Iterator[RenderableType]:
    commit = f", commit {plan.commit[:12]}{'-dirty' if plan.commit.endswith('-dirty') else ''}" if plan.commit else ""
    environment = f"environment {plan.environment}, {many(len(plan.places), 'place')}{commit}"
    waves = planned_waves(plan.functions)
    counted = f"{many(len(plan.functions), 'function')}, {many(len(waves), 'wave')}, {many(plan.stages, 'stage')}"
    yield line(f"rollout of {plan.layer}: {counted}  ", "bold", environment)
    for words in settings_words(plan.settings):
        yield line("  ", "", words)
    for move in plan.moves:
        yield line(f"  {move.place}  ", "", str(move.new))
    if waves:
        yield Text()
        yield from _waves(plan, waves)
    for place, here in groupby(sorted(plan.functions, key=lambda each: (each.ref.place, each.wave)), _place):
        yield Text()
        yield _functions(plan, place, list(here))
    yield from _skipped(plan)
    yield from listed("Could not be read", [f"{gap.place}: {gap.what}: {gap.why}" for gap in plan.gaps], "yellow")
    yield from listed(
        "More than allowed without --force",
        [f"{it.what}: {it.count}, at most {it.most} without --force" for it in plan.exceeded],
        "red",
    )
    yield from listed("Notes", plan.notes, "")
    yield Text()
    yield line("digest ", "dim", digest(plan))


def _place(planned: PlannedFunction) -> str:
    return str(planned.ref.place)


def _waves(plan: RolloutPlan, waves: tuple[PlannedWave, ...]) -> Iterator[RenderableType]:
    made = table("Waves", (">wave", ">functions", ">in place", ">aliased", ">invocations a day", ">in all"))
    reached = 0.0
    for wave in waves:
        reached += wave.invocations_per_day
        row(
            made,
            str(wave.number),
            f"{wave.functions:,}",
            f"{wave.in_place:,}",
            f"{wave.aliased:,}",
            _per_day(wave.invocations_per_day, wave.unknown, wave.functions),
            f"{reached:,.0f}",
        )
    yield made
    weights = plan.settings.strategy.weights
    if any(wave.aliased for wave in waves) and len(weights) > 1:
        yield Text(f"  an alias takes {', '.join(percent(weight) for weight in weights)} of its traffic, a stage each")


def _per_day(count: float, unknown: int, functions: int) -> str:
    if unknown == functions:
        return "not known"
    return f"{count:,.0f}" + (f" + {unknown} not known" if unknown else "")


def _functions(plan: RolloutPlan, place: str, functions: list[PlannedFunction]) -> RenderableType:
    owned, smoked = any(each.owner for each in functions), bool(plan.settings.smoke)
    columns = [">wave", "function", "moves", "layers of $LATEST", ">unzipped", ">a day"]
    made = table(place, columns + ["smoke"] * smoked + ["owner"] * owned)
    for each in functions:
        about = "about " if each.size_is_estimate and each.size_bytes is not None else ""
        cells = [
            str(each.wave),
            plain(each.ref.name),
            plain(way(each)),
            layers_change(each),
            f"{about}{size(each.size_bytes)}",
            "-" if each.invocations_per_day is None else f"{each.invocations_per_day:,.0f}",
        ]
        if smoked:
            events = smoke_events(plan.settings, each.ref.name)
            cells.append(many(events, "event") if events else "-")
        if owned:
            cells.append(plain(each.owner) or "-")
        row(made, *cells)
    return made


def _skipped(plan: RolloutPlan) -> Iterator[RenderableType]:
    if not plan.skipped:
        return
    yield Text()
    made = table(f"Skipped: {len(plan.skipped)}", ("where", "function", "because"))
    for each in plan.skipped:
        row(made, str(each.ref.place), plain(each.ref.name), plain(each.why))
    yield made
