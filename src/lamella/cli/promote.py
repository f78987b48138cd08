"""`lamella promote`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, add_region_option, read_aws_options
from lamella.cli.channel_options import add_channel_options, read_channel
from lamella.cli.options import add_file_options, read_config_path, read_targets
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.run.scope import AwsOptions


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", help="environment whose newest versions are taken")
    parser.add_argument("to", metavar="TO", help="environment that gets them")
    parser.add_argument(
        "layers", nargs="*", metavar="LAYER", help="layers to promote; every published one when none is named"
    )
    add_channel_options(parser)
    add_plan_options(parser)
    add_file_options(parser)
    add_aws_options(parser, scope=False)
    add_region_option(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.cli.planned import finish
    from lamella.config.project import Overrides
    from lamella.errors import UsageError
    from lamella.host.git import commit_of
    from lamella.run.config import load_project
    from lamella.run.promote import Promotion, promote
    from lamella.run.publish import RECORDED, record
    from lamella.run.scope import open_scope

    if arguments.source == arguments.to:
        raise UsageError(f"{arguments.to} cannot be promoted to itself", hint="name two environments")
    project = load_project(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    asked = Promotion(
        tuple(dict.fromkeys(arguments.layers)),
        read_targets(arguments),
        read_channel(arguments),
        commit_of(project.root, console.environ),
    )
    options = read_aws_options(arguments)
    there = _source_options(project, arguments.source, options)
    with (
        open_scope(project, arguments.to, options, console.environ) as to,
        open_scope(project, arguments.source, there, console.environ) as source,
    ):
        made = promote(project, source, to, asked, datetime.now(UTC))
        code = finish(made.plan, to, arguments, console)
        if arguments.apply and code in RECORDED:
            record(to, made.unrecorded)
        return code


def _source_options(project: Project, environment: str, options: AwsOptions) -> AwsOptions:
    """`--region` says where to promote to; what is promoted lies in the Regions of its own environment."""
    from dataclasses import replace

    from lamella.run.environments import chosen_environment

    return replace(options, regions=()) if chosen_environment(project, environment).regions else options


VERB = Verb("promote", "plan that an environment gets the same bytes as another", _arguments, _run)
