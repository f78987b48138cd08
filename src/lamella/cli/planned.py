"""The flow of every verb that makes a plan: print it, save it, perform it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from lamella.change.applying import Applied
    from lamella.change.plan import Plan
    from lamella.cli.console import Console
    from lamella.run.scope import Scope

EXIT_DECLINED = 1
EXIT_PENDING = 4


def add_plan_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of verbs that make a plan; `finish` reads them."""
    group = parser.add_argument_group("plan", "Without --apply the plan is printed and nothing is changed.")
    group.add_argument("--apply", action="store_true", help="perform the plan")
    group.add_argument("--out", metavar="FILE", help="save the plan, for `lamella apply FILE`")
    group.add_argument(
        "--detailed-exitcode", action="store_true", help="without --apply: exit 4 when the plan has steps"
    )
    add_performing_options(group)


def add_performing_options(group: argparse._ActionsContainer) -> None:
    """Add the options of verbs that perform a plan; `perform` reads them."""
    group.add_argument("--digest", metavar="D", help="refuse a plan with another digest than the one reviewed")
    group.add_argument("--force", action="store_true", help="perform a plan that is over its thresholds")
    group.add_argument("--yes", action="store_true", help="do not ask before performing, on a terminal")
    group.add_argument("--output", choices=("text", "json", "csv"), default="text", help="form of the result")


def finish(plan: Plan, scope: Scope, arguments: argparse.Namespace, console: Console) -> int:
    """Print a plan, save it with `--out`, perform it with `--apply`; return the exit code.

    Args:
        plan: Made by the verb.
        scope: Of the verb, open.
        arguments: With the options of `add_plan_options`.
        console: Results go to `out`; questions, progress and errors to `err`.

    Raises:
        RefusedError: The plan's digest is not that of `--digest`, or it is over its thresholds.
        UsageError: `--out` names a folder.
        LamellaError: As `lamella.run.apply.apply_plan`.
    """
    from lamella.change.document import digest, to_json

    hold_digest(digest(plan), arguments.digest)
    if arguments.out:
        save(to_json(plan), arguments.out, "performs", console)
    if arguments.apply:
        return perform(plan, scope, arguments, console)
    _show(plan, None, arguments.output, console)
    if plan.steps and not arguments.out:
        console.say("nothing was changed; --apply performs this plan")
    return _pending(plan, detailed=arguments.detailed_exitcode)


def perform(plan: Plan, scope: Scope, arguments: argparse.Namespace, console: Console) -> int:
    """Perform a plan: thresholds, the question on a terminal, progress, the result; return the exit code.

    Raises:
        LamellaError: As `finish`.
    """
    from lamella.run.apply import hold_thresholds

    text = arguments.output == "text"
    if text:
        _show(plan, None, "text", console)
    hold_thresholds(plan, force=arguments.force)
    if plan.steps and not arguments.yes and _asks(console) and not _agreed(plan, console, shown=text):
        console.say("nothing was changed")
        return EXIT_DECLINED
    try:
        applied = _apply(plan, scope, console, force=arguments.force)
    except KeyboardInterrupt:
        console.say("steps that are done stay done: run the same command again to go on")
        raise
    _show(plan, applied, arguments.output, console)
    if not text:
        _tell(applied, console)
    return applied.exit_code


def hold_digest(found: str, wanted: str | None) -> None:
    """Hold that a plan is the one that was reviewed.

    Args:
        found: The plan's digest.
        wanted: What `--digest` says.

    Raises:
        RefusedError: They differ.
    """
    from lamella.errors import RefusedError

    if wanted is not None and found != wanted.lower():
        raise RefusedError(
            "the plan is not the one that was reviewed",
            why=f"its digest is {found}, --digest says {wanted}",
            hint="review the plan as it is now",
        )


def save(text: str, out: str, does: str, console: Console) -> None:
    """Save a plan's document, whole or not at all.

    Args:
        text: The document.
        out: What `--out` says.
        does: What `lamella apply` does with it: `performs`, `starts`.
        console: Hears how it goes on.

    Raises:
        UsageError: `--out` names a folder.
    """
    from pathlib import Path

    from lamella.atomic import replace_bytes
    from lamella.errors import UsageError

    path = Path(out)
    if path.is_dir():
        raise UsageError(f"{path} is a folder", why="a plan is saved as a file", hint=f"--out {path / 'plan.json'}")
    replace_bytes(path, text.encode())
    console.say(f"saved: `lamella apply {path}` {does} it")


def _pending(plan: Plan, *, detailed: bool) -> int:
    from lamella.change.applying import EXIT_INCOMPLETE

    if plan.gaps:
        return EXIT_INCOMPLETE
    return EXIT_PENDING if detailed and plan.steps else 0


def _apply(plan: Plan, scope: Scope, console: Console, *, force: bool) -> Applied:
    from datetime import UTC, datetime

    from lamella.run.apply import apply_plan

    def now() -> datetime:
        return datetime.now(UTC)

    if not console.interactive:
        return apply_plan(plan, scope, force=force, now=now)
    from lamella.cli.apply_progress import watched

    with watched(console, len(plan.steps)) as progress:
        return apply_plan(plan, scope, force=force, now=now, progress=progress)


def _asks(console: Console) -> bool:
    import sys

    return console.interactive and sys.stdin is not None and sys.stdin.isatty()


def _agreed(plan: Plan, console: Console, *, shown: bool) -> bool:
    from lamella.render.plan_text import plan_text
    from lamella.render.size import many
    from lamella.render.terminal import terminal_width

    if not shown:
        console.say(plan_text(plan, width=terminal_width(), color=False))
    console.err.write(f"perform {many(len(plan.steps), 'step')}? [y/N] ")
    console.err.flush()
    import sys

    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _show(plan: Plan, applied: Applied | None, output: str, console: Console) -> None:
    match output:
        case "json":
            from lamella.render.plan_json import plan_json

            console.result(plan_json(plan, applied))
        case "csv":
            from lamella.render.plan_csv import plan_csv

            console.result(plan_csv(plan, applied))
        case _:
            from lamella.render.plan_text import applied_text, plan_text
            from lamella.render.terminal import terminal_width

            width, color = terminal_width(), console.color
            text = (
                plan_text(plan, width=width, color=color)
                if applied is None
                else applied_text(applied, width=width, color=color)
            )
            console.result(text)


def _tell(applied: Applied, console: Console) -> None:
    """Name each failure on stderr too: a result in JSON is read by programs."""
    from lamella.change.applying import Broken
    from lamella.render.plan_text import counted

    for step, outcome in applied.outcomes.items():
        if isinstance(outcome, Broken):
            console.fail(outcome.error, about=step)
    console.say(counted(applied))
