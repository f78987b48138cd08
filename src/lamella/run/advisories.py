"""`advisories update`: vulnerability data onto this disk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lamella.atomic import replace_bytes
from lamella.build.lock import Lock
from lamella.config.project import Project
from lamella.host.advisory_source import fetch_advisories, fetch_yanked
from lamella.run.building import lockfile
from lamella.run.checking.advise import YANKED, read_database


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """What was fetched; `newest` is when the newest advisory changed."""

    name: str
    size_bytes: int
    advisories: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update fetched; `yanked` is `None` where no index was asked."""

    ecosystems: tuple[Ecosystem, ...]
    yanked: Mapping[str, str] | None = None
    asked: int = 0


def update(folder: Path, source: str, ecosystems: Sequence[str], index: str | None, project: Project | None) -> Updated:
    """Fetch the data; each file appears whole or not at all, and what was there stays where fetching fails.

    Args:
        folder: Where it goes.
        source: Address below which ECOSYSTEM/all.zip lies.
        ecosystems: `PyPI`, `npm`.
        index: An index's simple API, asked for yanked releases; `None` for none.
        project: Whose lock names the releases to ask for.

    Raises:
        LamellaError: An address cannot be read, or gives no OSV data.
        ConfigError: The lock cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Ecosystem] = []
    for name in ecosystems:
        to = folder / f"{name}.zip"
        incoming = folder / f"{name}.zip.new"
        try:
            size_bytes = fetch_advisories(source, name, incoming)
            read_database.cache_clear()
            database = read_database(incoming)
            incoming.replace(to)
        finally:
            incoming.unlink(missing_ok=True)
        made.append(Ecosystem(name, size_bytes, sum(map(len, database.advisories.values())), database.newest))
    if index is None:
        return Updated(tuple(made))
    lock = lockfile.read(project.root / lockfile.NAME) if project and project.file else Lock({})
    releases = {
        (it.name, it.version) for targets in lock.layers.values() for entry in targets.values() for it in entry.releases
    }
    yanked = fetch_yanked(index, sorted(releases))
    replace_bytes(folder / YANKED, json.dumps(dict(sorted(yanked.items())), indent=2).encode() + b"\n")
    return Updated(tuple(made), yanked, len(releases))
