"""`lamella invoke`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from lamella.cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.model.target import Target
    from lamella.sandbox.function import Function
    from lamella.sandbox.invoked import Invoked

MECHANISMS = ("namespaces", "bubblewrap", "process")
FAILED = 3
MEMORY_MB = (128, 10_240)
LONGEST_S = 900


def _arguments(parser: argparse.ArgumentParser) -> None:
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
        "--event", metavar="EVENT", default="{}", help="JSON, @FILE, or - for standard input (default: {})"
    )
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
    parser.add_argument("--network", action="store_true", help="let the function reach the network")
    parser.add_argument("--loose", action="store_true", help="show it this machine's native libraries and programs")
    parser.add_argument("--isolation", choices=MECHANISMS, help="force one (default: the best that works here)")
    parser.add_argument(
        "--count", metavar="N", type=_count, default=1, help="send the event N times, warm after the first (default: 1)"
    )
    parser.add_argument("--config", metavar="FILE", help="lamella.toml or pyproject.toml instead of the nearest one")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="form of the result")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from functools import cache
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.run.config import load_project, settings_here
    from lamella.run.invoke import InvokeOptions, Place, invoke
    from lamella.run.layers_to_run import Named, choose_target, ready
    from lamella.sandbox.function import Rules
    from lamella.sandbox.outcome import Mechanism

    cwd = Path.cwd()
    event = _event(arguments.event, cwd)

    @cache
    def load() -> Project:
        config = None if arguments.config is None else Path(arguments.config)
        return load_project(config, Overrides(), console.environ, cwd)

    entries = Named(arguments.layers, load).entries(cwd)
    target = choose_target(entries, arguments.runtime)
    layers = ready(entries, target, load, console.environ, datetime.now(UTC).date())
    options = InvokeOptions(
        Rules(network=arguments.network, loose=arguments.loose),
        None if arguments.isolation is None else Mechanism(arguments.isolation),
        arguments.count,
    )
    place = Place(console.environ, settings_here(console.environ, cwd).cache)
    invoked = invoke(_function(arguments, target, cwd), layers, event, place, options)
    _print(invoked, arguments, console)
    return FAILED if invoked.failed else 0


def _function(arguments: argparse.Namespace, target: Target, cwd: Path) -> Function:
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


def _event(text: str, cwd: Path) -> object:
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


def _print(invoked: Invoked, arguments: argparse.Namespace, console: Console) -> None:
    from lamella.render.invoke import as_json, failure_lines, isolation_line

    for note in invoked.notes:
        console.say(f"warning: {note}")
    console.say(isolation_line(invoked.isolation, network=arguments.network))
    if arguments.output == "json":
        console.result(as_json(invoked, several=arguments.count > 1))
    else:
        for each in invoked.invocations:
            console.err.write(each.logs if not each.logs or each.logs.endswith("\n") else f"{each.logs}\n")
            console.err.flush()
            console.result(each.payload)
            console.out.flush()
    for line in failure_lines(invoked):
        console.say(line)


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


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or not int(text):
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 9999")
    return int(text)


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or "\0" in text:
        raise argparse.ArgumentTypeError(f"`{text}` is not NAME=VALUE")
    return name, value


VERB = Verb("invoke", "run a function with its layers in a local Lambda, once", _arguments, _run)
