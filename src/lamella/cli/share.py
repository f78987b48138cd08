"""`lamella share`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_config_option, read_config_path
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console
    from lamella.config.project import Project

POLICY = "policy"
KINDS = ("identity", "scp", "perimeter", "grants")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "layers",
        nargs="*",
        metavar="LAYER",
        help="layers of the file, or AWS layer names or ARNs; when none is named, those of the file with a share "
        "table. `policy` as the first word prints policies for those who use the layers",
    )
    parser.add_argument("--revoke", action="store_true", help="take away the grants that the file does not name")
    add_plan_options(parser)
    policies = parser.add_argument_group("policies", "Only with `lamella share policy`.")
    policies.add_argument("--kind", choices=KINDS, help="print this policy alone")
    policies.add_argument(
        "--also",
        metavar="ARN",
        action="append",
        help="pattern of other layers that may be used, such as AWS's own; may be given several times",
    )
    policies.add_argument(
        "--organization",
        metavar="ID",
        action="append",
        dest="organizations",
        help="organisation of those who use the layers, o-...; may be given several times",
    )
    policies.add_argument(
        "--publisher",
        metavar="ARN",
        action="append",
        dest="publishers",
        help="pattern of roles that share layers; may be given several times",
    )
    add_config_option(parser)
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.run.config import project_if_any

    policy = arguments.layers[:1] == [POLICY]
    _hold_options(arguments, policy=policy)
    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    return _policy(arguments, project, console) if policy else _share(arguments, project, console)


def _share(arguments: argparse.Namespace, project: Project | None, console: Console) -> int:
    from datetime import UTC, datetime

    from lamella.cli.planned import finish
    from lamella.host.git import commit_of
    from lamella.run.environments import chosen_environment
    from lamella.run.layers_named import layers_named, places_named
    from lamella.run.scope import open_scope
    from lamella.run.share import share

    environment = chosen_environment(project, arguments.environment)
    layers = layers_named(arguments.layers, project, environment) if arguments.layers else ()
    commit = commit_of(project.root, console.environ) if project else None
    options = read_aws_options(arguments)
    with open_scope(project, arguments.environment, options, console.environ, places_named(layers)) as scope:
        plan = share(scope, project, layers, datetime.now(UTC), revoke=arguments.revoke, commit=commit)
        return finish(plan, scope, arguments, console)


def _policy(arguments: argparse.Namespace, project: Project | None, console: Console) -> int:
    from lamella.change.controls import ControlKind
    from lamella.render.controls import controls_json, controls_text
    from lamella.render.terminal import terminal_width
    from lamella.run.environments import chosen_environment
    from lamella.run.layer_controls import ControlOptions, layer_controls, owners
    from lamella.run.layers_named import layers_named, places_named

    environment = chosen_environment(project, arguments.environment)
    layers = layers_named(arguments.layers[1:], project, environment)
    options = ControlOptions(
        None if arguments.kind is None else ControlKind(arguments.kind),
        tuple(arguments.also or ()),
        tuple(arguments.organizations or ()),
        tuple(arguments.publishers or ()),
    )
    places = places_named(layers) or owners(project, environment, read_aws_options(arguments), console.environ)
    made = layer_controls(layers, environment, places, options)
    if arguments.output == "json":
        console.result(controls_json(made))
    else:
        console.result(controls_text(made, width=terminal_width(), color=console.color))
    return 0


def _hold_options(arguments: argparse.Namespace, *, policy: bool) -> None:
    """Hold that no option is of the other form of the command: it would be without effect."""
    from lamella.errors import UsageError

    changing = {
        "--revoke": arguments.revoke,
        "--apply": arguments.apply,
        "--out": arguments.out,
        "--digest": arguments.digest,
        "--force": arguments.force,
        "--yes": arguments.yes,
        "--detailed-exitcode": arguments.detailed_exitcode,
        "--output csv": arguments.output == "csv",
    }
    describing = {
        "--kind": arguments.kind,
        "--also": arguments.also,
        "--organization": arguments.organizations,
        "--publisher": arguments.publishers,
    }
    for option, given in (changing if policy else describing).items():
        if given:
            here, there = ("share policy", "share") if policy else ("share", "share policy")
            raise UsageError(f"{option} is no option of `lamella {here}`", hint=f"it belongs to `lamella {there}`")


VERB = Verb("share", "plan who may read the versions of layers, as the file says", _arguments, _run)
