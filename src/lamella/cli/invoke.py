"""`lamella invoke`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.function_options import (
    add_function_options,
    number,
    project_loader,
    read_event,
    read_function,
    read_rules,
)
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console
    from lamella.sandbox.invoked import Invoked

FAILED = 3


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_function_options(parser)
    parser.add_argument(
        "--event", metavar="EVENT", default="{}", help="JSON, @FILE, or - for standard input (default: {})"
    )
    parser.add_argument(
        "--count", metavar="N", type=number, default=1, help="send the event N times, warm after the first (default: 1)"
    )
    parser.add_argument("--output", choices=("text", "json"), default="text", help="form of the result")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.run.config import settings_here
    from lamella.run.invoke import Sent, invoke
    from lamella.run.layers_to_run import Named, choose_target, ready, runtime_boto3_of
    from lamella.run.local_sandboxes import LocalSandboxes

    cwd = Path.cwd()
    event = read_event(arguments.event, cwd)

    load = project_loader(arguments, console.environ, cwd)
    entries = Named(arguments.layers, load).entries(cwd)
    target = choose_target(entries, arguments.runtime)
    layers = ready(entries, target, load, console.environ, datetime.now(UTC).date())
    rules, mechanism = read_rules(arguments)
    settings = load().settings if arguments.config else settings_here(console.environ, cwd)
    boto3 = runtime_boto3_of(entries) if arguments.runtime_boto3 is None else arguments.runtime_boto3
    sandboxes = LocalSandboxes(console.environ, settings.cache, mechanism, boto3)
    sent = Sent(event, arguments.count, rules)
    invoked = invoke(read_function(arguments, target, cwd), layers, sent, sandboxes)
    _print(invoked, arguments, console)
    return FAILED if invoked.failed else 0


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


VERB = Verb("invoke", "run a function with its layers in a local Lambda, once", _arguments, _run)
