"""`lamella lock export|check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_config_option, read_config_path
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.run.scope import Scope

STDOUT = "-"


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    export = under.add_parser("export", help="write the newest published versions to a file", allow_abbrev=False)
    export.add_argument(
        "-o", "--out", metavar="FILE", help="default: lamella.published.json beside lamella.toml; - for stdout"
    )
    check = under.add_parser(
        "check", help="compare the state store with AWS and with an exported file", allow_abbrev=False
    )
    check.add_argument(
        "file", nargs="?", metavar="FILE", help="default: lamella.published.json beside lamella.toml, where it is there"
    )
    check.add_argument("--output", choices=("text", "json", "csv"), default="text", help="form of the result")
    for each in (export, check):
        add_config_option(each)
        add_aws_options(each)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.run.config import project_if_any
    from lamella.run.scope import open_scope

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ) as scope:
        if arguments.action == "export":
            return _export(scope, project, arguments, console)
        return _check(scope, project, arguments, console)


def _export(scope: Scope, project: Project | None, arguments: argparse.Namespace, console: Console) -> int:
    from lamella.change.exported import to_json
    from lamella.render.size import many
    from lamella.run.lock import exported_records, write_file

    if arguments.out == STDOUT:
        console.result(to_json(exported_records(scope, project, None)).rstrip("\n"))
        return 0
    path = _path(arguments.out, project)
    records = exported_records(scope, project, path)
    write_file(path, records)
    mine = [record for record in records if record.environment == scope.environment.name]
    console.result(f"{path}: {many(len(mine), 'version')} of environment {scope.environment.name}")
    return 0


def _check(scope: Scope, project: Project | None, arguments: argparse.Namespace, console: Console) -> int:
    from lamella.errors import UsageError
    from lamella.run.lock import check, read_file

    path = _path(arguments.file, project)
    exported = read_file(path)
    if exported is None and arguments.file is not None:
        raise UsageError(f"there is no file {path}", hint="`lamella lock export` writes one")
    checked = check(scope, project, exported)
    match arguments.output:
        case "json":
            from lamella.render.drift import drift_json

            console.result(drift_json(checked))
        case "csv":
            from lamella.render.drift import drift_csv

            console.result(drift_csv(checked))
        case _:
            from lamella.render.drift import drift_text

            console.result(drift_text(checked))
    return checked.exit_code


def _path(said: str | None, project: Project | None) -> Path:
    from pathlib import Path

    from lamella.change.exported import FILE_NAME

    if said is not None:
        return Path.cwd() / said
    return (project.root if project else Path.cwd()) / FILE_NAME


VERB = Verb("lock", "write published versions to a file; find what differs from AWS", _arguments, _run)
