"""`lamella diff`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.verb import Verb

CHANGES_PENDING = 4


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="A", help="a layer's zip, or a folder laid out as /opt")
    parser.add_argument("after", metavar="B", help="the same, to compare with A")
    parser.add_argument("--output", choices=("text", "json", "csv"), default="text", help="default: text")
    parser.add_argument("--detailed-exitcode", action="store_true", help="exit 4 instead of 0 when A and B differ")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from lamella.run.diff import diff

    found = diff(arguments.before, arguments.after)
    match arguments.output:
        case "json":
            from lamella.render.diff_json import diff_json

            console.result(diff_json(found))
        case "csv":
            from lamella.render.diff_csv import diff_csv

            console.result(diff_csv(found))
        case _:
            from lamella.render.diff_text import diff_text
            from lamella.render.terminal import terminal_width

            console.result(diff_text(found, width=terminal_width(), color=console.color))
    return CHANGES_PENDING if arguments.detailed_exitcode and found.differs else 0


VERB = Verb("diff", "show what changed from one layer to another: packages, sizes, what disappears", _arguments, _run)
