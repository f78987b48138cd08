"""`lamella init`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.options import read_targets
from lamella.cli.verb import Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        metavar="FILE",
        dest="source",
        help="requirements file, pyproject.toml or uv.lock to start from (default: the one found here)",
    )
    parser.add_argument("--name", metavar="NAME", help="the layer's name (default: the project's or the folder's)")
    parser.add_argument(
        "--target",
        metavar="TARGET",
        action="append",
        dest="targets",
        help="runtime and architecture, such as python3.12/x86_64; may be given several times",
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.run.init import Wanted, write_starter

    source = None if arguments.source is None else Path(arguments.source)
    wanted = Wanted(source, arguments.name, read_targets(arguments) or ())
    written = write_starter(wanted, console.environ, Path.cwd())
    layer = written.layer
    targets = ", ".join(str(target) for target in layer.targets)
    console.result(f"wrote {written.path.name}: layer {layer.name} from {layer.source[0]} for {targets}")
    console.say(f"target: {written.reason}\nnext: lamella build")
    return 0


VERB = Verb(
    "init",
    "write a commented lamella.toml from requirements.txt, pyproject.toml or uv.lock",
    _arguments,
    _run,
)
