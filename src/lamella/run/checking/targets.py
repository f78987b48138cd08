"""What TARGET arguments mean: a layer of lamella.toml, a zip, a folder."""

from collections.abc import Sequence
from pathlib import Path

from lamella.build.outcome import Job
from lamella.config.closest import did_you_mean
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.run.checking.request import Request


def requests_of(arguments: Sequence[str], project: Project | None, target: str) -> tuple[Request, ...]:
    """Return the requests that local targets make; every layer of the file where none is named.

    Args:
        arguments: Names of layers, zips, folders; no ARNs.
        project: `None` where there is no file.
        target: What `--target` said; empty for nothing.

    Raises:
        UsageError: A name means nothing, or a layer was not built.
        ConfigError: The file has no layers.
    """
    if not arguments:
        if project is None:
            raise UsageError(
                "nothing to check", hint="give a zip, a folder, the ARN of a layer version, or write a lamella.toml"
            )
        return tuple(each for layer in project.select() for each in _built(layer.name, project, target))
    found: list[Request] = []
    for argument in dict.fromkeys(arguments):
        if project is not None and argument in project.layers:
            found += _built(argument, project, target)
        elif Path(argument).exists():
            found.append(Request(argument, (argument,), target or _told_by_name(argument)))
        else:
            close = did_you_mean(argument, project.layers) if project else ""
            raise UsageError(f"there is no file, folder or layer {argument}", hint=close)
    return tuple(found)


def _told_by_name(argument: str) -> str:
    from lamella.run.manifest_beside import read_manifest  # noqa: PLC0415 - one use

    target = read_manifest(Path(argument)).get("target")
    return target if isinstance(target, str) else ""


def _built(name: str, project: Project, target: str) -> list[Request]:
    layer = project.layers[name]
    jobs = [Job(layer, each) for each in layer.targets if not target or str(each) == target]
    requests: list[Request] = []
    for job in jobs:
        archive = project.settings.out / f"{job.stem}.zip"
        if not archive.is_file():
            raise UsageError(
                f"{name} was not built for {job.target}", why=f"there is no {archive}", hint=f"lamella build {name}"
            )
        requests.append(Request(str(job), (str(archive),), str(job.target), layer=name))
    if not requests:
        raise UsageError(f"{name} is not built for {target}", why=f"its targets: {', '.join(map(str, layer.targets))}")
    return requests
