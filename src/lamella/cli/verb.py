"""What a verb of the command line is."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from lamella.cli.console import Console


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name, one line of help, its arguments and what it does.

    `run` returns the exit code. Whatever is heavy is imported inside it, so that `lamella --help` stays instant.
    """

    name: str
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], int]
