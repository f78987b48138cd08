"""`lamella inspect`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.verb import Verb
from lamella.errors import LamellaError


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="a layer's zip, or a folder laid out as /opt; several merge in this order",
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        help="what the layers are for, such as python3.12/x86_64 (default: told by the files)",
    )
    parser.add_argument("--output", choices=("text", "json", "csv"), default="text", help="default: text")
    parser.add_argument("--html", metavar="FILE", help="also write a page with a treemap")
    parser.add_argument(
        "--top", metavar="N", type=_count, default=10, help="how many of the largest files to name (default: 10)"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 0 to 999999")
    return int(text)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from lamella.model.target import Target
    from lamella.run.inspect import inspect

    target = Target.parse(arguments.target) if arguments.target else None
    found = inspect(arguments.paths, target)
    match arguments.output:
        case "json":
            from lamella.render.inspect_json import inspect_json

            console.result(inspect_json(found, arguments.top))
        case "csv":
            from lamella.render.inspect_csv import inspect_csv

            console.result(inspect_csv(found))
        case _:
            from lamella.render.inspect_text import inspect_text
            from lamella.render.terminal import terminal_width

            console.result(inspect_text(found, arguments.top, width=terminal_width(), color=console.color))
    if arguments.html:
        from lamella.render.treemap import treemap_page

        _write(arguments.html, treemap_page(found))
        console.say(f"wrote {arguments.html}")
    return 0


def _write(path: str, text: str) -> None:
    from pathlib import Path

    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise LamellaError(f"cannot write {path}", why=error.strerror or str(error)) from error


VERB = Verb("inspect", "show what is in a layer: packages, sizes, bytecode, which copy wins", _arguments, _run)
