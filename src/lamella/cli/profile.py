"""`lamella profile`."""

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
    from pathlib import Path

    from lamella.cli.console import Console
    from lamella.model.target import Target
    from lamella.sandbox.measure import Pages
    from lamella.sandbox.profiled import Profiled


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_function_options(parser)
    parser.add_argument(
        "--against",
        metavar="LAYER",
        action="append",
        default=[],
        help="compare with these layers, in the same run: the baseline of every ratio; repeatable, as --layer",
    )
    parser.add_argument(
        "--event",
        metavar="EVENT",
        action="append",
        dest="events",
        help="JSON, @FILE, or - for standard input; repeatable: the first is measured, all show what is used "
        "(default: {})",
    )
    parser.add_argument("-n", "--runs", metavar="N", type=number, default=20, help="cold starts a side (default: 20)")
    parser.add_argument(
        "--cold-pages", action="store_true", help="measure also with the layers' files out of the page cache"
    )
    parser.add_argument(
        "--drop-caches", action="store_true", help="measure also with the whole page cache dropped; needs root"
    )
    parser.add_argument("--output", choices=("text", "json", "csv"), default="text", help="form of the result")
    parser.add_argument("--html", metavar="FILE", help="also write a page with flame graphs of the init's imports")
    parser.add_argument(
        "--top", metavar="N", type=number, default=10, help="how many packages and candidates to list (default: 10)"
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from functools import partial
    from pathlib import Path

    from lamella.run.config import settings_here
    from lamella.run.profile import ProfileOptions, profile
    from lamella.sandbox.sandbox import Sandbox

    cwd = Path.cwd()
    events = [read_event(text, cwd) for text in arguments.events or ["{}"]]
    target, sides, boto3 = _sides(arguments, console, cwd)
    rules, mechanism = read_rules(arguments)
    cache = settings_here(console.environ, cwd).cache
    found = profile(
        read_function(arguments, target, cwd),
        sides,
        events,
        partial(Sandbox, rules=rules, mechanism=mechanism, runtime_boto3=boto3, environ=console.environ, cache=cache),
        ProfileOptions(arguments.runs, _pages(arguments)),
        console.say if console.interactive else _say_nothing,
    )
    _print(found, arguments, console)
    return 0


def _sides(
    arguments: argparse.Namespace, console: Console, cwd: Path
) -> tuple[Target, list[list[Path]], str | bool | None]:
    from datetime import UTC, datetime

    from lamella.run.layers_to_run import Named, choose_target, ready, runtime_boto3_of

    load = project_loader(arguments, console.environ, cwd)
    named = [arguments.layers, *([arguments.against] if arguments.against else [])]
    entries = [Named(words, load).entries(cwd) for words in named]
    every = [entry for side in entries for entry in side]
    target = choose_target(every, arguments.runtime)
    today = datetime.now(UTC).date()
    sides = [[layer.path for layer in ready(side, target, load, console.environ, today)] for side in entries]
    return target, sides, runtime_boto3_of(every) if arguments.runtime_boto3 is None else arguments.runtime_boto3


def _pages(arguments: argparse.Namespace) -> tuple[Pages, ...]:
    from lamella.sandbox.measure import Pages

    cold = [Pages.COLD] if arguments.cold_pages else []
    dropped = [Pages.DROPPED] if arguments.drop_caches else []
    return (Pages.WARM, *cold, *dropped)


def _say_nothing(_: str) -> None:
    """Nobody watches."""


def _print(found: Profiled, arguments: argparse.Namespace, console: Console) -> None:
    match arguments.output:
        case "json":
            from lamella.render.profile_json import profile_json

            console.result(profile_json(found))
        case "csv":
            from lamella.render.profile_json import profile_csv

            console.result(profile_csv(found))
        case _:
            from lamella.render.profile_text import profile_text
            from lamella.render.terminal import terminal_width

            console.result(profile_text(found, arguments.top, width=terminal_width(), color=console.color))
    if arguments.html:
        from pathlib import Path

        from lamella.atomic import replace_bytes
        from lamella.render.profile_html import profile_page

        replace_bytes(Path(arguments.html), profile_page(found).encode())
        console.say(f"wrote {arguments.html}")


VERB = Verb("profile", "measure cold starts, and take one apart: imports, packages, what is not used", _arguments, _run)
