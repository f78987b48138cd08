"""Looks at and prunes lamella's cache."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lamella.build.cache import Cache
from lamella.host.cached_folder import KINDS, remove_unused

# Locks are empty, and sandboxes clean up after each other.
_LEFT_ALONE = frozenset({"locks", "sandboxes"})


@dataclass(frozen=True, slots=True)
class Usage:
    """Files of the cache and their size; folders of sandboxes count as one."""

    packs: int
    size_bytes: int


def info(folder: Path) -> Usage:
    """Return how many packs the cache holds, and the size of all of its files."""
    entries = Cache(folder).entries()
    return Usage(sum(entry.path.suffix == ".pack" for entry in entries), sum(entry.size_bytes for entry in entries))


def prune(folder: Path, used_before_s: float) -> Usage:
    """Remove files last used before the moment (seconds since the epoch); return what was removed.

    A build at the same time loses nothing: what it has open stays readable, and a missing pack is made again. What
    sandboxes unpacked goes by whole folders, and not while one of them runs.
    """
    removed = size_bytes = 0
    for whole in _folders(folder):
        with suppress(OSError):
            if whole.stat().st_mtime < used_before_s:
                freed = _size_bytes(whole)
                if remove_unused(whole):
                    removed += 1
                    size_bytes += freed
    for entry in Cache(folder).entries():
        parts = entry.path.relative_to(folder).parts
        in_folder = parts[0] in KINDS and len(parts) > 2
        if entry.used_at_s < used_before_s and parts[0] not in _LEFT_ALONE and not in_folder:
            entry.path.unlink(missing_ok=True)
            removed += 1
            size_bytes += entry.size_bytes
    return Usage(removed, size_bytes)


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folders that are whole or not there."""
    for kind in KINDS:
        with suppress(FileNotFoundError), os.scandir(folder / kind) as found:
            yield from [Path(each.path) for each in found if each.is_dir(follow_symlinks=False)]


def _size_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
