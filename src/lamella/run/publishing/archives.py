"""From finished archives to wanted versions."""

import json
from pathlib import Path

from lamella.build.outcome import Built
from lamella.change.action import ArchiveFile, Metadata
from lamella.change.description import description, license_info
from lamella.change.names import published_name
from lamella.change.share import wanted_grants
from lamella.change.wanted import Wanted
from lamella.errors import BuildError
from lamella.model.layer import Environment


def wanted_of(built: Built, environment: Environment, commit: str | None) -> Wanted:
    """Return the version that an archive is to become.

    Args:
        built: From `run.build`.
        environment: Its template gives the published name.
        commit: For the description.

    Raises:
        ConfigError: The published name is too long.
        BuildError: The bill of materials beside the archive cannot be read.
    """
    layer, target = built.job.layer, built.job.target
    return Wanted(
        layer=layer.name,
        target=str(target),
        name=published_name(environment, layer.name, target),
        archive=ArchiveFile(built.path, built.written.sha256, built.written.size_bytes),
        metadata=Metadata(
            description(layer.version, commit, built.written.sha256),
            (target.runtime,),
            (target.architecture.value,),
            license_info(licences_beside(built.path)),
        ),
        grants=wanted_grants(layer),
        label=layer.version,
    )


def licences_beside(archive: Path) -> tuple[str, ...]:
    """Return the licences that the bill of materials beside `NAME.zip`, `NAME.cdx.json`, names.

    Raises:
        BuildError: It is not there, or is no bill of materials.
    """
    path = archive.with_suffix(".cdx.json")
    try:
        components = json.loads(path.read_bytes())["components"]
        return tuple(entry["license"]["name"] for each in components for entry in each.get("licenses", ()))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BuildError(
            f"{path} cannot be read as a bill of materials", why=str(error), hint="build the layer again"
        ) from error
