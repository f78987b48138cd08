"""Options of the verbs that run a function with its layers in a local Lambda, and how they become values."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from lamella.config.project import Project
    from lamella.model.target import Target
    from lamella.sandbox.function import Function, Rules
    from lamella.sandbox.outcome import Mechanism

MECHANISMS = ("namespaces", "bubblewrap", "process")
MEMORY_MB = (128, 10_240)
LONGEST_S = 900


def add_function_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what runs and how strictly it is kept apart, all but the event."""
    parser.add_argument(
        "--layer",
        metavar="LAYER",
        action="append",
        dest="layers",
        default=[],
        help="a layer's zip, or a layer of lamella.toml, built if needed; repeatable, later ones win",
    )
    parser.add_argument("--code", metavar="PATH", help="folder or zip of the function's code")
    parser.add_argument("--handler", metavar="HANDLER", required=True, help="such as app.handler")
    parser.add_argument(
        "--runtime", metavar="RUNTIME", help="such as python3.12 (default: what the layers were built for)"
    )
    parser.add_argument("--memory", metavar="MB", type=_memory, default=512, help="128 to 10240 (default: 512)")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_timeout, default=30.0, help="of one invocation, to 900 (default: 30)"
    )
    parser.add_argument(
        "--env", metavar="NAME=VALUE", action="append", dest="variables", default=[], type=_variable,
        help="a variable of the function; repeatable",
    )  # fmt: skip
    parser.add_argument(
        "--runtime-boto3", metavar="VERSION", type=_boto3, default=None,
        help="the runtime's own boto3: such as 1.40, or `none` (default: what the layer's table `test` says)",
    )  # fmt: skip
    parser.add_argument("--network", action="store_true", help="let the function reach the network")
    parser.add_argument("--loose", action="store_true", help="show it this machine's native libraries and programs")
    parser.add_argument("--isolation", choices=MECHANISMS, help="force one (default: the best that works here)")
    parser.add_argument("--config", metavar="FILE", help="lamella.toml or pyproject.toml instead of the nearest one")


def project_loader(arguments: argparse.Namespace, environ: Mapping[str, str], cwd: Path) -> Callable[[], Project]:
    """Return what loads the project of `--config`, or the nearest one, once and only when a layer's name needs it."""
    from functools import cache
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.run.config import load_project

    @cache
    def load() -> Project:
        config = None if arguments.config is None else Path(arguments.config)
        return load_project(config, Overrides(), environ, cwd)

    return load


def read_function(arguments: argparse.Namespace, target: Target, cwd: Path) -> Function:
    """Return the function that the options of `add_function_options` describe."""
    from lamella.sandbox.function import Function

    variables: Sequence[tuple[str, str]] = arguments.variables
    return Function(
        target,
        arguments.handler,
        None if arguments.code is None else cwd / arguments.code,
        arguments.memory,
        arguments.timeout,
        dict(variables),
    )


def read_rules(arguments: argparse.Namespace) -> tuple[Rules, Mechanism | None]:
    """Return how strict the sandbox is, and the mechanism that was forced."""
    from lamella.sandbox.function import Rules
    from lamella.sandbox.outcome import Mechanism

    mechanism = None if arguments.isolation is None else Mechanism(arguments.isolation)
    return Rules(network=arguments.network, loose=arguments.loose), mechanism


def read_event(text: str, cwd: Path) -> object:
    """Return the event that `--event` gives: JSON, `@FILE`, or `-` for standard input.

    Raises:
        UsageError: It cannot be read, or is not JSON.
    """
    import json
    import sys

    from lamella.errors import UsageError

    if text == "-":
        text, place = sys.stdin.read(), "standard input"
    elif text.startswith("@"):
        place = text[1:]
        try:
            text = (cwd / place).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--event: cannot read {place}", why=str(error)) from error
    else:
        place = "--event"
    try:
        event: object = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{place} is not JSON", why=str(error), hint="a file is given as --event @FILE") from error
    return event


def number(text: str) -> int:
    """Read a count from 1 to 9999, as a type of argparse."""
    if not text.isdecimal() or len(text) > 4 or not int(text):
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 9999")
    return int(text)


def _boto3(text: str) -> str | bool:
    parts = text.split(".")
    if text == "none":
        return False
    if not 2 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise argparse.ArgumentTypeError(f"`{text}` is not a release of boto3 such as 1.40, nor `none`")
    return text


def _memory(text: str) -> int:
    least, most = MEMORY_MB
    if not text.isdecimal() or len(text) > 5 or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from {least} to {most}")
    return int(text)


def _timeout(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of seconds up to {LONGEST_S}")
    return seconds


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or "\0" in text:
        raise argparse.ArgumentTypeError(f"`{text}` is not NAME=VALUE")
    return name, value
