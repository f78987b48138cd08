"""`lamella cache`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.verb import Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    pass


def _run(arguments: argparse.Namespace, console: Console) -> int:
    raise SystemExit(f"{arguments.verb} is being written")


VERB = Verb("cache", "(being written)", _arguments, _run)
