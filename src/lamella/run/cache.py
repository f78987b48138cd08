"""Looks at and prunes lamella's cache."""

from dataclasses import dataclass
from pathlib import Path

from lamella.build.cache import Cache


@dataclass(frozen=True, slots=True)
class Usage:
    """Files of the cache and their size."""

    packs: int
    size_bytes: int


def info(folder: Path) -> Usage:
    """Return how many packs the cache holds, and the size of all of its files."""
    entries = Cache(folder).entries()
    return Usage(sum(entry.path.suffix == ".pack" for entry in entries), sum(entry.size_bytes for entry in entries))


def prune(folder: Path, used_before_s: float) -> Usage:
    """Remove files last used before the moment (seconds since the epoch); return what was removed.

    A build at the same time loses nothing: what it has open stays readable, and a missing pack is made again.
    """
    removed = size_bytes = 0
    for entry in Cache(folder).entries():
        if entry.used_at_s < used_before_s and entry.path.relative_to(folder).parts[0] != "locks":
            entry.path.unlink(missing_ok=True)
            removed += 1
            size_bytes += entry.size_bytes
    return Usage(removed, size_bytes)
