"""`lamella build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.options import add_output_option, add_project_options, read_config_path, read_overrides
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lamella.build.outcome import BuildReport
    from lamella.cli.console import Console
    from lamella.config.project import Project


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "layers", nargs="*", metavar="LAYER", help="layers of the file to build; all when none is named"
    )
    parser.add_argument(
        "-r",
        "--requirement",
        action="append",
        dest="requirements",
        metavar="FILE",
        help="build this requirements, project or lock file or folder, without a lamella.toml; repeatable",
    )
    parser.add_argument("--name", help="the layer's name, with -r")
    parser.add_argument("--upgrade", action="store_true", help="resolve anew although the lock still fits")
    parser.add_argument(
        "--require-bytecode", action="store_true", help="fail when no interpreter of the target's minor is found"
    )
    parser.add_argument(
        "--explain",
        metavar="FILE",
        help="say why a file (a path below /opt, or a module such as numpy.testing) is in the layers or not",
    )
    add_project_options(parser)
    add_output_option(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime

    from lamella.run.build import BuildOptions, build

    project = _project(arguments, console)
    layers = project.select(arguments.layers)
    options = BuildOptions(upgrade=arguments.upgrade, require_bytecode=arguments.require_bytecode)
    today = datetime.now(UTC).date()
    if console.interactive:
        from lamella.cli.build_progress import watched

        with watched(console, sum(len(layer.targets) for layer in layers)) as progress:
            report = build(project, layers, console.environ, today, options, progress)
    else:
        report = build(project, layers, console.environ, today, options)
    if arguments.explain:
        _explain(report, arguments.explain, arguments.output, console)
    else:
        _print(report, arguments.output, console)
    return report.exit_code


def _project(arguments: argparse.Namespace, console: Console) -> Project:
    from pathlib import Path

    from lamella.errors import UsageError
    from lamella.run.config import adhoc_project, load_project

    overrides = read_overrides(arguments)
    requirements: Sequence[str] | None = arguments.requirements
    if requirements:
        if arguments.layers:
            raise UsageError(
                f"`{arguments.layers[0]}` and -r were both given",
                why="with -r the layer comes from the command line, without -r from lamella.toml",
                hint="use --name for the layer's name",
            )
        if arguments.config:
            raise UsageError("--config and -r were both given", hint="leave one out")
        return adhoc_project(requirements, arguments.name, overrides, console.environ, Path.cwd())
    if arguments.name:
        raise UsageError("--name needs -r", hint=f"to build a layer of the file: lamella build {arguments.name}")
    return load_project(read_config_path(arguments), overrides, console.environ, Path.cwd())


def _explain(report: BuildReport, asked: str, output: str, console: Console) -> None:
    from lamella.build.explain import close_to, explain
    from lamella.errors import UsageError
    from lamella.render.explain import explained_json, explained_text

    explained = [(built.job, explain(asked, built.history)) for built in report.built]
    if report.built and not any(found for _, found in explained):
        close = close_to(asked, [built.history for built in report.built])
        raise UsageError(
            f"no package ever brought a file or module {asked}",
            why="paths are relative to /opt, such as python/numpy/version.py",
            hint=f"did you mean {', '.join(close)}?" if close else "",
        )
    if report.built:
        console.result(explained_json(explained) if output == "json" else explained_text(explained))
    _fail(report, console)


def _print(report: BuildReport, output: str, console: Console) -> None:
    from lamella.render.build import as_json, as_text

    for built in report.built:
        for warning in built.warnings:
            console.say(f"warning: {built.job}: {warning}")
    if output == "json":
        console.result(as_json(report))
    else:
        from lamella.render.terminal import terminal_width

        if report.built:
            console.result(as_text(report, width=terminal_width(), color=console.color))
        for built in report.built:
            console.result(str(built.path))
    _fail(report, console)


def _fail(report: BuildReport, console: Console) -> None:
    for failed in report.failed:
        console.fail(failed.error, about=str(failed.job))
    if report.failed:
        total = len(report.built) + len(report.failed)
        console.say(f"{len(report.failed)} of {total} archives were not built")


VERB = Verb("build", "build layer archives from requirements", _arguments, _run)
