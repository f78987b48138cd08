"""`lamella cache info|prune`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.options import add_output_option
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    info = under.add_parser("info", help="where the cache is and how much it holds", allow_abbrev=False)
    add_output_option(info)
    prune = under.add_parser("prune", help="remove what was not used lately", allow_abbrev=False)
    prune.add_argument(
        "--older-than-days",
        type=float,
        default=30.0,
        metavar="DAYS",
        help="age of the last use, 30 by default; 0 empties it",
    )
    add_output_option(prune)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    import json
    import time
    from pathlib import Path

    from lamella.errors import UsageError
    from lamella.render.size import size
    from lamella.run import cache
    from lamella.run.config import settings_here

    folder = settings_here(console.environ, Path.cwd()).cache
    match arguments.action:
        case "info":
            usage = cache.info(folder)
            document = {"folder": str(folder), "packs": usage.packs, "size_bytes": usage.size_bytes}
            text = f"{folder}: {usage.packs} packs, {size(usage.size_bytes)}"
        case _:
            if not arguments.older_than_days >= 0:
                raise UsageError(f"--older-than-days {arguments.older_than_days} is negative")
            removed = cache.prune(folder, time.time() - arguments.older_than_days * 86_400)
            document = {"folder": str(folder), "removed": removed.packs, "freed_bytes": removed.size_bytes}
            text = f"{folder}: removed {removed.packs} files, {size(removed.size_bytes)}"
    console.result(json.dumps(document, indent=2) if arguments.output == "json" else text)
    return 0


VERB = Verb("cache", "show or prune the cache of built packages", _arguments, _run)
