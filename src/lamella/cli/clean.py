"""`lamella clean`."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_file_options, read_config_path, read_targets
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.run.clean import CleanOptions
    from lamella.run.layers_named import NamedLayer
    from lamella.run.scope import AwsOptions

KEEP, MOST_PERCENT, MOST_VERSIONS = 5, 30, 50
_AGE = re.compile(r"([1-9][0-9]{0,4})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_ASSUMED = re.compile(r"[0-9]{12}|o-[a-z0-9]{10,32}|public|stacks")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "layers",
        nargs="*",
        metavar="LAYER",
        help="layers of the file, or AWS layer names or ARNs; the file's when none is named",
    )
    parser.add_argument("--all-layers", action="store_true", help="every layer of the accounts and Regions")
    parser.add_argument(
        "--keep",
        metavar="N",
        type=_whole,
        default=KEEP,
        help=f"how many of the newest versions stay, for each set of runtimes and architectures (default {KEEP})",
    )
    parser.add_argument(
        "--older-than", metavar="AGE", type=_age, help="younger versions stay: 90d, 12h or 8w (default: no such rule)"
    )
    parser.add_argument(
        "--archive",
        metavar="WHERE",
        help="where copies go, s3://BUCKET/PREFIX or a folder (default: the environment's, or the state folder)",
    )
    parser.add_argument(
        "--pins",
        metavar="PATH",
        action="append",
        help="file or folder whose layer version ARNs stay: Terraform states and plans, templates; repeatable",
    )
    parser.add_argument(
        "--assume-unused-by",
        metavar="WHO",
        dest="assumed",
        action="append",
        type=_assumed,
        help="take no grant to this account, organisation (o-...) or `public` for use; "
        "`stacks`: stacks that cannot be read name nothing; repeatable",
    )
    parser.add_argument(
        "--most-percent",
        metavar="N",
        type=_whole,
        default=MOST_PERCENT,
        help=f"deletions of a layer's versions in a place that need no --force, in percent (default {MOST_PERCENT})",
    )
    parser.add_argument(
        "--most-versions",
        metavar="N",
        type=_whole,
        default=MOST_VERSIONS,
        help=f"deletions in all that need no --force (default {MOST_VERSIONS})",
    )
    add_plan_options(parser)
    add_file_options(parser)
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.cli.planned import finish
    from lamella.config.project import Overrides
    from lamella.run.clean import clean
    from lamella.run.config import project_if_any
    from lamella.run.scope import open_scope

    overrides = Overrides(targets=read_targets(arguments))
    project = project_if_any(read_config_path(arguments), overrides, console.environ, Path.cwd())
    layers = _layers(arguments, project)
    options = _with_regions(read_aws_options(arguments), layers)
    with open_scope(project, arguments.environment, options, console.environ) as scope:
        plan = clean(
            scope, layers, _options(arguments, project, console), project.root if project else None, datetime.now(UTC)
        )
        return finish(plan, scope, arguments, console)


def _layers(arguments: argparse.Namespace, project: Project | None) -> Sequence[NamedLayer] | None:
    from lamella.errors import UsageError
    from lamella.run.environments import chosen_environment
    from lamella.run.layers_named import layers_named

    if not arguments.all_layers:
        return layers_named(arguments.layers, project, chosen_environment(project, arguments.environment))
    if arguments.layers:
        raise UsageError(f"`{arguments.layers[0]}` and --all-layers were both given", hint="leave one out")
    return None


def _with_regions(options: AwsOptions, layers: Sequence[NamedLayer] | None) -> AwsOptions:
    """Take the Regions of layers that are all named by ARN; functions of every account of the environment count."""
    from dataclasses import replace

    from lamella.run.layers_named import places_named

    regions = tuple(dict.fromkeys(place.region for place in places_named(layers or ())))
    return options if options.regions or not regions else replace(options, regions=regions)


def _options(arguments: argparse.Namespace, project: Project | None, console: Console) -> CleanOptions:
    from pathlib import Path

    from lamella.change.clean import Retention
    from lamella.host.git import commit_of
    from lamella.run.clean import CleanOptions

    return CleanOptions(
        Retention(arguments.keep, arguments.older_than),
        arguments.most_percent,
        arguments.most_versions,
        tuple(Path(path) for path in arguments.pins or ()),
        tuple(dict.fromkeys(arguments.assumed or ())),
        arguments.archive,
        commit_of(project.root, console.environ) if project else None,
    )


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 0")
    return int(text)


def _age(text: str) -> timedelta:
    from datetime import timedelta

    found = _AGE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"`{text}` is not an age, such as 90d, 12h or 8w")
    return timedelta(hours=int(found[1]) * _HOURS[found[2]])


def _assumed(text: str) -> str:
    if not _ASSUMED.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"`{text}` is neither an account (12 digits), an organisation (o-...), `public` nor `stacks`"
        )
    return text


VERB = Verb("clean", "delete layer versions that nothing needs, after keeping a copy", _arguments, _run)
