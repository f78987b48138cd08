"""`lamella grants audit`."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_config_option, read_config_path
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    from lamella.cli.console import Console

_KNOWN = re.compile(r"[0-9]{12}|o-[a-z0-9]{10,32}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    summary = "hold every grant of layer versions against the file"
    audit = under.add_parser("audit", help=summary, description=summary, allow_abbrev=False)
    audit.add_argument(
        "layers",
        nargs="*",
        metavar="LAYER",
        help="layers of the file, or AWS layer names or ARNs; every layer of the scope when none is named",
    )
    audit.add_argument(
        "--known",
        metavar="WHO",
        action="append",
        type=_known,
        help="an account or organisation (o-...) that is no stranger; may be given several times",
    )
    audit.add_argument("--all", action="store_true", help="show the statements that the file wants, too (text)")
    audit.add_argument("--output", choices=("text", "json", "csv"), default="text", help="form of the result")
    add_config_option(audit)
    add_aws_options(audit)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.render.grants import grants_csv, grants_json, grants_text
    from lamella.render.terminal import terminal_width
    from lamella.run.config import project_if_any
    from lamella.run.environments import chosen_environment
    from lamella.run.grants_audit import grants_audit
    from lamella.run.layers_named import layers_named, places_named
    from lamella.run.scope import open_scope

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    environment = chosen_environment(project, arguments.environment)
    layers = layers_named(arguments.layers, project, environment) if arguments.layers else None
    places = places_named(layers or ())
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ, places) as scope:
        audit = grants_audit(scope, project, layers, arguments.known or (), datetime.now(UTC))
    match arguments.output:
        case "json":
            console.result(grants_json(audit))
        case "csv":
            console.result(grants_csv(audit))
            for gap in audit.gaps:
                console.say(f"warning: {gap.place}: {gap.what} could not be read: {gap.why}")
        case _:
            console.result(grants_text(audit, everything=arguments.all, width=terminal_width(), color=console.color))
    return audit.exit_code


def _known(text: str) -> str:
    if not _KNOWN.fullmatch(text):
        raise argparse.ArgumentTypeError(f"`{text}` is neither an account (12 digits) nor an organisation (o-...)")
    return text


VERB = Verb("grants", "who may read layer versions, against the file", _arguments, _run)
