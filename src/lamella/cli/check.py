"""`lamella check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_config_option, read_config_path
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lamella.check.report import Report
    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.run.checking.request import Context, Request

FAMILIES = ("layout", "native", "startup", "code", "secrets", "provenance", "advisories", "licences", "policy")
FAIL_ON = ("review", "block", "never")


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `check` and `baseline` share."""
    parser.add_argument(
        "targets",
        metavar="TARGET",
        nargs="*",
        help="a layer of lamella.toml, a zip, a folder, or a layer version's ARN; all of the file when none is named",
    )
    parser.add_argument(
        "--function",
        metavar="NAME",
        action="append",
        dest="functions",
        help="a function: its layers in order and its code; may be given several times",
    )
    parser.add_argument(
        "--all", action="store_true", dest="everything", help="every layer version that a function of the scope uses"
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        default="",
        help="what the layers are for, such as python3.12/x86_64 (default: told by the files)",
    )
    parser.add_argument(
        "--only",
        metavar="FAMILY",
        action="append",
        choices=FAMILIES,
        help=f"only this family; may be given several times: {', '.join(FAMILIES)}",
    )
    parser.add_argument(
        "--lock", metavar="FILE", default="", help="lamella.lock that vouches for files (default: the project's)"
    )
    parser.add_argument(
        "--wheels", metavar="FOLDER", default="", help="wheels that the lock names, to compare packages with"
    )
    parser.add_argument(
        "--attestations",
        metavar="FOLDER",
        default="",
        help="FILENAME.provenance files of what the lock names (PEP 740)",
    )
    parser.add_argument("--advisory-db", metavar="PATH", default="", help="OSV data: a folder or a zip")
    parser.add_argument(
        "-j", "--jobs", metavar="N", type=int, default=0, help="worker processes (default: the processors)"
    )
    parser.add_argument("--no-cache", action="store_true", help="examine every file anew")
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="check the targets on a dask cluster, such as tcp://10.0.0.5:8786 (needs lamella[distributed])",
    )
    add_config_option(parser)
    add_aws_options(parser)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        help="from which verdict on the exit code is 3 (default: review, or what [check] says)",
    )
    parser.add_argument(
        "--require-advisories", action="store_true", help="exit code 5 where vulnerability data is missing or old"
    )
    parser.add_argument("--output", choices=("text", "json", "sarif"), default="text", help="form of the result")
    parser.add_argument("--vex", metavar="FILE", help="also write what is known of vulnerabilities as CycloneDX VEX")
    parser.add_argument(
        "--show-all", action="store_true", help="show findings of severity info and accepted ones too (text)"
    )
    add_check_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from lamella.model.check import FailOn
    from lamella.run.checking.exits import exit_code

    reports, context, several = checked(arguments, console)
    fail_on = FailOn(arguments.fail_on) if arguments.fail_on else context.settings.fail_on
    match arguments.output:
        case "json":
            from lamella.render.check_json import check_json

            console.result(check_json(reports, several=several))
        case "sarif":
            from lamella.render.check_sarif import check_sarif

            console.result(check_sarif(reports))
        case _:
            from lamella.render.check_text import check_text
            from lamella.render.terminal import terminal_width

            console.result(
                check_text(reports, width=terminal_width(), color=console.color, everything=arguments.show_all)
            )
    if arguments.vex:
        from pathlib import Path

        from lamella.atomic import replace_bytes
        from lamella.render.check_vex import check_vex

        replace_bytes(Path(arguments.vex), check_vex(reports).encode() + b"\n")
        console.say(f"wrote {arguments.vex}")
    return exit_code(reports, fail_on, require_advisories=arguments.require_advisories)


def checked(arguments: argparse.Namespace, console: Console) -> tuple[Sequence[Report], Context, bool]:
    """Run the checks that the options of `add_check_options` ask for; also whether several targets were asked for."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from lamella.config.project import Overrides
    from lamella.host.executors import executor_for
    from lamella.run.check import check
    from lamella.run.config import project_if_any

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    several = len(arguments.targets) + len(arguments.functions or ()) != 1 or arguments.everything
    with TemporaryDirectory(prefix="lamella-check-") as folder:
        requests = _requests(arguments, console, project, Path(folder))
        jobs = arguments.jobs or _processors()
        with executor_for(len(requests), jobs, arguments.dask) as (executor, each):
            context = _context(arguments, console, project, each)
            if console.interactive and len(requests) > 1:
                from lamella.cli.check_progress import watched

                with watched(len(requests)) as done:
                    return check(requests, context, executor, done), context, several
            return check(requests, context, executor), context, several


def _requests(
    arguments: argparse.Namespace, console: Console, project: Project | None, folder: object
) -> Sequence[Request]:
    from pathlib import Path

    from lamella.errors import UsageError
    from lamella.model.target import Target
    from lamella.run.checking.targets import requests_of

    if arguments.target:
        Target.parse(arguments.target)
    local = [each for each in arguments.targets if not each.startswith("arn:")]
    arns = [each for each in arguments.targets if each.startswith("arn:")]
    if arguments.everything and arguments.targets:
        raise UsageError("--all and targets were both given", hint="leave one out")
    far = bool(arns or arguments.functions or arguments.everything)
    found = list(requests_of(local, project, arguments.target)) if local or not far else []
    if far:
        from lamella.run.checking.far import Far, far_requests

        asked = Far(tuple(arns), tuple(arguments.functions or ()), arguments.everything, arguments.target)
        options = read_aws_options(arguments)
        found += far_requests(project, arguments.environment, options, console.environ, asked, Path(str(folder)))
    return found


def _context(arguments: argparse.Namespace, console: Console, project: Project | None, jobs: int) -> Context:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.check.rule import Family
    from lamella.run.check import context_of
    from lamella.run.checking.advisory_folder import default_database
    from lamella.run.checking.request import EVERY_FAMILY
    from lamella.run.config import settings_here

    settings = project.settings if project else settings_here(console.environ, Path.cwd())
    families = frozenset(Family(each) for each in arguments.only) if arguments.only else EVERY_FAMILY
    database = arguments.advisory_db or (
        "" if project and project.check.advisory_db else default_database(console.environ)
    )
    return context_of(
        project,
        console.environ,
        datetime.now(UTC).date(),
        families=families,
        lock=arguments.lock,
        wheels=arguments.wheels,
        attestations=arguments.attestations,
        advisory_db=database,
        cache=settings.cache,
        keep=not arguments.no_cache,
        jobs=jobs,
    )


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


VERB = Verb(
    "check",
    "whether layers can be trusted, and will load: native code, start-up, malice, secrets, advisories",
    _arguments,
    _run,
)
