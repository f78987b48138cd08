"""`lamella baseline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.check import add_check_options, checked
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console

NAME = "lamella-baseline.json"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FILE", default=NAME, help=f"where the baseline goes (default: {NAME})")
    add_check_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.run.checking.baseline import write_baseline

    reports, context, _ = checked(arguments, console)
    count = write_baseline(Path(arguments.to), reports)
    console.result(f"{count} findings of {len(reports)} targets adopted in {arguments.to}")
    if not context.baseline:
        console.say(f'hint: write baseline = "{arguments.to}" into the table [check] of lamella.toml')
    hidden = sum(each.hides for report in reports for each in report.unexamined)
    if hidden:
        console.say(f"warning: {hidden} places were not examined; a baseline does not adopt them")
    return 5 if hidden else 0


VERB = Verb("baseline", "adopt the findings that there are today, so that checks speak of new ones", _arguments, _run)
