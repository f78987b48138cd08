"""`lamella advisories update`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.options import add_config_option, read_config_path
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console

SOURCE = "https://osv-vulnerabilities.storage.googleapis.com"


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    summary = "fetch vulnerability data, so that checks need no network"
    update = under.add_parser("update", help=summary, description=summary, allow_abbrev=False)
    update.add_argument(
        "--from", metavar="URL", dest="source", default=SOURCE, help=f"where ECOSYSTEM/all.zip lies (default: {SOURCE})"
    )
    update.add_argument(
        "--to", metavar="FOLDER", help="where the data goes (default: the state folder, where checks look)"
    )
    update.add_argument(
        "--ecosystem",
        metavar="NAME",
        action="append",
        choices=("PyPI", "npm"),
        help="PyPI or npm; may be given several times (default: both)",
    )
    update.add_argument(
        "--yanked-from", metavar="URL", help="also ask this index (its simple API) which locked releases were yanked"
    )
    add_config_option(update)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.run.advisories import update
    from lamella.run.checking.advisory_folder import advisory_folder
    from lamella.run.config import project_if_any

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    folder = Path(arguments.to) if arguments.to else advisory_folder(console.environ)
    updated = update(
        folder, arguments.source, tuple(arguments.ecosystem or ("PyPI", "npm")), arguments.yanked_from, project
    )
    for each in updated.ecosystems:
        console.result(
            f"{each.name}: {each.advisories:,} advisories, {each.size_bytes:,} bytes, as of {each.newest:%Y-%m-%d}"
            if each.newest
            else f"{each.name}: no advisories"
        )
    if updated.yanked is not None:
        console.result(f"yanked: {len(updated.yanked)} of {updated.asked} locked releases")
    console.say(f"in {folder}")
    return 0


VERB = Verb("advisories", "vulnerability data for checks", _arguments, _run)
