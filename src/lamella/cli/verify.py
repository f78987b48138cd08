"""`lamella verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.options import add_config_option, add_output_option, read_config_path
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from lamella.check.provenance.compared import Verified
    from lamella.cli.console import Console
    from lamella.config.project import Project


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="ARN|ZIP", help="the ARN of a layer version, or a layer's zip")
    parser.add_argument(
        "--rebuild", metavar="LAYER", help="build this layer of lamella.toml again, and compare file by file"
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        dest="for_target",
        help="with --rebuild: for which target, where the layer has several",
    )
    add_output_option(parser)
    add_config_option(parser)
    add_aws_options(parser)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from lamella.config.project import Overrides
    from lamella.render.verify import verify_json, verify_text
    from lamella.run.config import project_if_any

    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    with TemporaryDirectory(prefix="lamella-verify-") as folder:
        path = _fetched(arguments, console, project, Path(folder))
        verified = _verified(arguments, console, project, path, Path(folder))
    console.result(verify_json(verified) if arguments.output == "json" else verify_text(verified))
    return 3 if verified.findings else 0


def _fetched(arguments: argparse.Namespace, console: Console, project: Project | None, folder: Path) -> Path:
    from pathlib import Path

    if not arguments.target.startswith("arn:"):
        return Path(arguments.target)
    from lamella.aws.downloads import download
    from lamella.model.arn import LayerVersionArn
    from lamella.run.scope import open_scope

    arn = LayerVersionArn.parse(arguments.target)
    with open_scope(
        project, arguments.environment, read_aws_options(arguments), console.environ, (arn.place,)
    ) as scope:
        download(scope.clients, arn, folder / "published.zip")
    return folder / "published.zip"


def _verified(
    arguments: argparse.Namespace, console: Console, project: Project | None, path: Path, folder: Path
) -> Verified:
    from datetime import UTC, datetime

    from lamella.build.outcome import Job
    from lamella.errors import UsageError
    from lamella.run.verify import verify, verify_by_rebuilding

    if not arguments.rebuild:
        return verify(path, arguments.target, project)
    if project is None:
        raise UsageError("--rebuild needs a lamella.toml", hint="run it in the project's folder, or give --config")
    (layer,) = project.select([arguments.rebuild])
    targets = [each for each in layer.targets if arguments.for_target in {None, str(each)}]
    if len(targets) != 1:
        raise UsageError(
            f"{layer.name} has several targets", why=", ".join(map(str, layer.targets)), hint="name one with --target"
        )
    job = Job(layer, targets[0])
    return verify_by_rebuilding(
        path, arguments.target, project, job, console.environ, datetime.now(UTC).date(), folder / "rebuilt"
    )


VERB = Verb("verify", "whether an archive is what lamella built from the lock, or builds again", _arguments, _run)
