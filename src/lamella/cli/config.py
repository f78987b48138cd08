"""`lamella config`."""

import argparse

from lamella.cli.console import Console
from lamella.cli.options import add_output_option, add_project_options, read_config_path, read_overrides
from lamella.cli.verb import Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="verbs", metavar="VERB", dest="config_verb", required=True)
    summary = "print every resolved value and where it came from"
    show = under.add_parser("show", help=summary, description=summary, allow_abbrev=False)
    add_output_option(show)
    add_project_options(show)
    show.set_defaults(action=_show)
    summary = "print the JSON Schema of lamella.toml"
    schema = under.add_parser("schema", help=summary, description=summary, allow_abbrev=False)
    schema.set_defaults(action=_schema)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    code: int = arguments.action(arguments, console)
    return code


def _show(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.config.precedence import misspelt_variables
    from lamella.render.config import config_json, config_text
    from lamella.render.terminal import terminal_width
    from lamella.run.config import load_project

    overrides = read_overrides(arguments)
    project = load_project(read_config_path(arguments), overrides, console.environ, Path.cwd())
    if arguments.output == "json":
        console.result(config_json(project))
    else:
        console.result(config_text(project, width=terminal_width(), color=console.color))
    for name, meant in misspelt_variables(console.environ):
        console.say(f"note: {name} means nothing to lamella; {meant}")
    return 0


def _schema(_: argparse.Namespace, console: Console) -> int:
    from lamella.config.schema import schema_text

    console.result(schema_text().rstrip("\n"))
    return 0


VERB = Verb("config", "show the resolved configuration, or the schema of lamella.toml", _arguments, _run)
