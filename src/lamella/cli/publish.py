"""`lamella publish`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.channel_options import add_channel_options, read_channel
from lamella.cli.options import add_file_options, add_jobs_option, read_config_path, read_targets
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lamella.build.outcome import BuildReport, Built
    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.model.layer import Layer
    from lamella.run.publish import Proof


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "layers", nargs="*", metavar="LAYER", help="layers of the file to publish; all when none is named"
    )
    add_channel_options(parser)
    parser.add_argument(
        "--skip-tests",
        action="store_true",
        help="do not run the layers' tests before --apply or --out; the plan says so",
    )
    add_plan_options(parser)
    add_jobs_option(add_file_options(parser))
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.cli.planned import finish
    from lamella.config.project import Overrides
    from lamella.host.git import commit_of
    from lamella.run.config import load_project
    from lamella.run.publish import RECORDED, publish, record
    from lamella.run.scope import open_scope

    channel = read_channel(arguments)
    overrides = Overrides(targets=read_targets(arguments), jobs=arguments.jobs)
    project = load_project(read_config_path(arguments), overrides, console.environ, Path.cwd())
    layers = project.select(arguments.layers)
    # Mistakes of scope and credentials are told before a build that may take minutes.
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ) as scope:
        report = _build(project, layers, console)
        if report.failed:
            return report.exit_code
        made = publish(
            scope,
            report.built,
            datetime.now(UTC),
            channel=channel,
            commit=commit_of(project.root, console.environ),
            prove=_proof(project, arguments, console),
        )
        code = finish(made.plan, scope, arguments, console)
        if arguments.apply and code in RECORDED:
            record(scope, made.unrecorded)
        return code


def _build(project: Project, layers: Sequence[Layer], console: Console) -> BuildReport:
    from contextlib import nullcontext
    from datetime import UTC, datetime

    from lamella.cli.build_progress import watched
    from lamella.run.build import BuildOptions, build

    jobs = sum(len(layer.targets) for layer in layers)
    with watched(console, jobs) if console.interactive else nullcontext() as progress:
        options = BuildOptions(by_bucket=True, refuse_blocked=True)
        report = build(project, layers, console.environ, datetime.now(UTC).date(), options, progress)
    for built in report.built:
        for warning in built.warnings:
            console.say(f"warning: {built.job}: {warning}")
    for failed in report.failed:
        console.fail(failed.error, about=str(failed.job))
    if report.failed:
        console.say(f"{len(report.failed)} of {jobs} archives were not built: nothing was published")
    return report


def _proof(project: Project, arguments: argparse.Namespace, console: Console) -> Proof | None:
    from datetime import UTC, datetime

    from lamella.run.publish import SKIPPED
    from lamella.run.publishing.proven import has_tests, hold_tests, tester

    if arguments.skip_tests:
        return lambda _: (SKIPPED,)
    if not arguments.apply and arguments.out is None:
        return None

    def prove(built: Sequence[Built]) -> Sequence[str]:
        tested = [each for each in built if has_tests(each.job.layer)]
        if tested:
            console.say(f"testing {', '.join(str(each.job) for each in tested)}")
        return hold_tests(tested, tester(project, console.environ, datetime.now(UTC).date()))

    return prove


VERB = Verb(
    "publish", "plan new versions of layers, grants and channels, in every account and Region", _arguments, _run
)
