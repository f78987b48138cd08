"""`lamella completion`."""
# ruff: noqa: PLC0415 - what is heavy is imported where it is needed, so that `lamella --help` stays instant

import argparse

from lamella.cli.console import Console
from lamella.cli.verb import Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell to complete in")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    import shtab

    # The whole command line holds this verb, so the two modules can only meet at run time.
    from lamella.cli.main import parser

    console.result(shtab.complete(parser(), shell=arguments.shell).rstrip("\n"))
    return 0


VERB = Verb("completion", "print a completion script for bash, zsh or tcsh", _arguments, _run)
