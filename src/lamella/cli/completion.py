"""`lamella completion`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.verb import Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell to complete in")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    import shtab

    root: argparse.ArgumentParser = arguments.command_line
    _complete_paths(root, {"FILE": shtab.FILE, "PATH": shtab.FILE, "FOLDER": shtab.DIRECTORY})
    console.result(shtab.complete(root, shell=arguments.shell).rstrip("\n"))
    return 0


def _complete_paths(parser: argparse.ArgumentParser, kinds: dict[str, object]) -> None:
    """Give each argument whose metavar names a path shtab's completion for it."""
    for action in parser._actions:  # noqa: SLF001 - argparse shows its actions nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for under in action.choices.values():
                _complete_paths(under, kinds)
        elif action.metavar in kinds:
            action.complete = kinds[action.metavar]  # type: ignore[attr-defined]


VERB = Verb("completion", "print a completion script for bash, zsh or tcsh", _arguments, _run)
