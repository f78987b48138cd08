"""`lamella test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.function_options import MECHANISMS, number
from lamella.cli.options import add_project_options, read_config_path, read_overrides
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lamella.build.outcome import BuildReport
    from lamella.cli.console import Console
    from lamella.model.layer import Layer
    from lamella.model.tested import Tested
    from lamella.run.test import Suite


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("layers", nargs="*", metavar="LAYER", help="layers of the file to test; all when none is named")
    parser.add_argument(
        "--archive", metavar="ZIP", help="test this zip as the one LAYER and --target, without building"
    )
    parser.add_argument("-k", metavar="TEXT", dest="only", default="", help="only checks with this in kind or name")
    parser.add_argument("--runs", metavar="N", type=number, help="cold starts for max_init_ms")
    parser.add_argument("--network", action="store_true", help="let the functions reach the network")
    parser.add_argument("--isolation", choices=MECHANISMS, help="force one (default: the best that works here)")
    parser.add_argument("--junit", metavar="FILE", help="also write JUnit XML")
    add_project_options(parser)
    parser.add_argument("--output", choices=("text", "json", "junit"), default="text", help="form of the result")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from dataclasses import replace

    suite, layers = _suite(arguments, console)
    if console.interactive:
        from lamella.cli.test_progress import watched

        with watched(console) as watching:
            tested, report = replace(suite, watching=watching).run(layers)
    else:
        tested, report = suite.run(layers)
    _print(tested, report, arguments, console)
    return _exit_code(tested, report)


def _suite(arguments: argparse.Namespace, console: Console) -> tuple[Suite, Sequence[Layer]]:
    from datetime import UTC, datetime
    from functools import partial
    from pathlib import Path

    from lamella.run.config import load_project
    from lamella.run.local_sandboxes import LocalSandboxes
    from lamella.run.test import Suite, hold_one_target
    from lamella.run.testing.archive import RunOptions
    from lamella.sandbox.outcome import Mechanism

    project = load_project(read_config_path(arguments), read_overrides(arguments), console.environ, Path.cwd())
    layers = [_with_runs(layer, arguments.runs) for layer in project.select(arguments.layers)]
    archive = None
    if arguments.archive:
        archive = Path.cwd() / arguments.archive
        hold_one_target(layers, archive)
    mechanism = None if arguments.isolation is None else Mechanism(arguments.isolation)
    local = partial(LocalSandboxes, console.environ, project.settings.cache, mechanism)
    suite = Suite(
        project,
        console.environ,
        datetime.now(UTC).date(),
        RunOptions(project.settings.jobs, arguments.network, arguments.only),
        lambda layer: local(layer.test.runtime_boto3),
        archive,
    )
    return suite, layers


def _with_runs(layer: Layer, runs: int | None) -> Layer:
    from dataclasses import replace

    return layer if runs is None else replace(layer, test=replace(layer.test, runs=runs))


def _print(tested: Sequence[Tested], report: BuildReport, arguments: argparse.Namespace, console: Console) -> None:
    for built in report.built:
        for warning in built.warnings:
            console.say(f"warning: {built.job}: {warning}")
    for failed in report.failed:
        console.fail(failed.error, about=str(failed.job))
    if arguments.only and not any(each.checks for each in tested):
        console.say(f"no check has `{arguments.only}` in its kind or name: nothing was tested")
    if arguments.junit:
        from pathlib import Path

        from lamella.atomic import replace_bytes
        from lamella.render.test_junit import test_junit

        replace_bytes(Path(arguments.junit), test_junit(tested).encode())
    match arguments.output:
        case "json":
            from lamella.render.test_json import test_json

            console.result(test_json(tested))
        case "junit":
            from lamella.render.test_junit import test_junit

            console.result(test_junit(tested).rstrip())
        case _:
            from lamella.render.terminal import terminal_width
            from lamella.render.test_text import test_text

            console.result(test_text(tested, width=terminal_width(), color=console.color))


def _exit_code(tested: Sequence[Tested], report: BuildReport) -> int:
    from lamella.model.tested import EXIT_FAILED, EXIT_INCOMPLETE, exit_code

    code = exit_code(tested)
    if report.failed and code != EXIT_FAILED:
        # A layer over a limit is a finding; with every build failed the same way, that way's code says it best.
        whole = report.exit_code
        return whole if whole == EXIT_FAILED or len(report.failed) == len(tested) else EXIT_INCOMPLETE
    return code


VERB = Verb("test", "test layers in a local Lambda: imports, entry points, functions, budgets", _arguments, _run)
