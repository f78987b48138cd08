"""`lamella restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import read_config_path
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", metavar="ARN", help="the layer version that `lamella clean` deleted")
    parser.add_argument(
        "--archive",
        metavar="WHERE",
        help="where its copy is, s3://BUCKET/PREFIX or a folder (default: where records, environment and state say)",
    )
    add_plan_options(parser)
    parser.add_argument(
        "--config", metavar="FILE", help="lamella.toml or pyproject.toml to use instead of the nearest one"
    )
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.cli.planned import finish
    from lamella.config.project import Overrides
    from lamella.errors import UsageError
    from lamella.host.git import commit_of
    from lamella.model.arn import LayerVersionArn
    from lamella.run.config import project_if_any
    from lamella.run.restore import restore, restoring
    from lamella.run.scope import open_scope

    arn = LayerVersionArn.parse(arguments.version)
    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    root = project.root if project else None
    options = read_aws_options(arguments)
    if options.regions and options.regions != (arn.place.region,):
        raise UsageError(
            f"{arn} is not in {', '.join(options.regions)}",
            why="a version is restored where it was",
            hint="leave out --region; `lamella publish` and `lamella promote` bring a layer to other Regions",
        )
    with open_scope(project, arguments.environment, options, console.environ, (arn.place,)) as scope:
        source = restoring(datetime.now(UTC), commit_of(root, console.environ) if root else None)
        return finish(restore(scope, arn, arguments.archive, root, source), scope, arguments, console)


VERB = Verb("restore", "publish again what `clean` deleted, from the copy that it kept", _arguments, _run)
