"""`lamella resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_file_options, add_output_option, read_config_path, read_targets
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "layer",
        metavar="LAYER[@CHANNEL]",
        help="a layer of the file, or a published name; the environment's channel when none is named",
    )
    add_output_option(parser)
    add_file_options(parser)
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.render.resolved import resolved_json, resolved_text
    from lamella.run.config import project_if_any
    from lamella.run.resolve import resolve
    from lamella.run.scope import open_scope

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ) as scope:
        found = resolve(scope, project, arguments.layer, read_targets(arguments))
    console.result(resolved_json(found) if arguments.output == "json" else resolved_text(found))
    for gap in found.gaps:
        console.say(f"{gap.place}: {gap.what}: {gap.why}")
    return found.exit_code


VERB = Verb("resolve", "print the ARN that a channel points at", _arguments, _run)
