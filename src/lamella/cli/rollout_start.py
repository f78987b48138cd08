"""`lamella rollout start`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from lamella.change.rollout.plan import RolloutPlan
    from lamella.cli.console import Console
    from lamella.model.rollout import RolloutSettings
    from lamella.run.scope import Scope

EXIT_PENDING = 4
EXIT_INCOMPLETE = 5


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan, print, save with `--out`, start with `--apply`; return the exit code.

    Raises:
        LamellaError: As `planned_rollout` and `started`.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.cli.aws_options import read_aws_options
    from lamella.cli.rollout_scope import project_of
    from lamella.host.git import commit_of
    from lamella.run.rollouts.planning import RolloutAsked, Selection, planned_rollout
    from lamella.run.scope import open_scope

    project = project_of(arguments, console)
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ) as scope:
        asked = RolloutAsked(
            arguments.layer,
            settings(arguments, scope.environment.rollout, Path.cwd()),
            arguments.to,
            Selection(arguments.functions, tuple(arguments.tag or ())),
            arguments.managed,
            tuple(Path(each) for each in arguments.pins or ()),
            commit_of(project.root if project else Path.cwd(), console.environ),
        )
        plan = planned_rollout(scope, project, asked, datetime.now(UTC))
        return _finish(plan, scope, arguments, console)


def started(plan: RolloutPlan, scope: Scope, arguments: argparse.Namespace, console: Console) -> int:
    """Start a rollout and print it with its id; return the exit code.

    Raises:
        LamellaError: As `lamella.run.rollouts.starting.start`.
    """
    from datetime import UTC, datetime

    from lamella.run.rollouts.starting import start

    if arguments.output == "text":
        _show(plan, None, "text", console)
    state = start(scope, plan, datetime.now(UTC), force=arguments.force)
    if arguments.output == "text":
        console.result(f"started {state.head.id}")
    else:
        _show(plan, state.head.id, arguments.output, console)
    console.say(f"nothing was moved yet: `lamella rollout run {state.head.id}` goes on until it ends")
    return EXIT_INCOMPLETE if plan.gaps else 0


def settings(arguments: argparse.Namespace, known: RolloutSettings, cwd: Path) -> RolloutSettings:
    """Return the settings of the file with what the options say.

    Raises:
        UsageError, ConfigError: An option is wrong.
    """
    from dataclasses import replace

    from lamella.config.keypath import KeyPath
    from lamella.config.rollout_values import argv_of
    from lamella.model.durations import parse_duration, parse_wait
    from lamella.model.rollout import AlarmGate, CommandGate
    from lamella.model.strategy import parse_strategy
    from lamella.run.smoke_events import smoke_of

    def seconds(text: str | None) -> float | None:
        return None if text is None else parse_duration(text)

    chosen = known.chosen(
        strategy=None if arguments.strategy is None else parse_strategy(arguments.strategy),
        bake_s=seconds(arguments.bake),
        wait_for_data_s=None if arguments.wait_for_data is None else parse_wait(arguments.wait_for_data),
        baseline_s=seconds(arguments.baseline),
        smoke=None if arguments.smoke is None else smoke_of(arguments.smoke, cwd),
        max_failures=arguments.max_failures,
        order_by=None if arguments.order_by is None else tuple(arguments.order_by),
        group_by=arguments.group_by,
    )
    alarms = [AlarmGate(name) for name in arguments.alarm or ()]
    checks = [CommandGate(argv_of(text, KeyPath("--check"))) for text in arguments.check or ()]
    gates = (*(() if arguments.no_gates else chosen.gates), *alarms, *checks)
    return replace(chosen, gates=tuple(dict.fromkeys(gates)))


def _finish(plan: RolloutPlan, scope: Scope, arguments: argparse.Namespace, console: Console) -> int:
    from lamella.change.rollout.document import digest, plan_to_json
    from lamella.cli.planned import hold_digest, save

    hold_digest(digest(plan), arguments.digest)
    if arguments.out:
        save(plan_to_json(plan), arguments.out, "starts", console)
    if arguments.apply and plan.functions:
        return started(plan, scope, arguments, console)
    _show(plan, None, arguments.output, console)
    if not plan.functions:
        console.say("there is nothing to move")
    elif not arguments.out:
        console.say("nothing was changed; --apply starts this rollout, `lamella rollout run` then moves the functions")
    if plan.gaps:
        return EXIT_INCOMPLETE
    return EXIT_PENDING if arguments.detailed_exitcode and plan.functions else 0


def _show(plan: RolloutPlan, id_: str | None, output: str, console: Console) -> None:
    match output:
        case "json":
            from lamella.render.rollout_plan_json import rollout_plan_json

            console.result(rollout_plan_json(plan, id_))
        case "csv":
            from lamella.render.rollout_plan_csv import rollout_plan_csv

            console.result(rollout_plan_csv(plan))
        case _:
            from lamella.render.rollout_plan_text import rollout_plan_text
            from lamella.render.terminal import terminal_width

            console.result(rollout_plan_text(plan, width=terminal_width(), color=console.color))
