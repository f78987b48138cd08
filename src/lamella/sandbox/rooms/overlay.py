"""What /opt holds: the entries of several layers laid over each other, with modes as Lambda's user sees them."""

import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lamella.archive.entry import Entry, Kind
from lamella.archive.links import check_links


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of layer number `layer` (from 0)."""

    entry: Entry
    layer: int


def overlaid(layers: Sequence[Sequence[Entry]]) -> Mapping[str, Placed]:
    """Return every file and link by path; folders are implied, except empty ones, which come as entries.

    Of a file the last layer's copy stays. Where one layer has a file and another a folder, the later layer's stays;
    what AWS makes of that is not documented.

    Raises:
        HostileArchiveError: Links of several layers together lead out.
    """
    found: dict[str, Placed] = {}
    for number, entries in enumerate(layers):
        mine = {entry.path: entry for entry in entries}
        above = frozenset(folder for path in mine for folder in folders(path))
        if found:
            solid = frozenset(path for path, entry in mine.items() if entry.kind is not Kind.FOLDER)
            found = {
                path: placed
                for path, placed in found.items()
                if (placed.entry.kind is Kind.FOLDER or path not in above) and solid.isdisjoint(folders(path))
            }
        for path, entry in mine.items():
            below = found.get(path)
            if entry.kind is not Kind.FOLDER or below is None or below.entry.kind is not Kind.FOLDER:
                found[path] = Placed(entry, number)
    check_links({path: placed.entry.link for path, placed in found.items() if placed.entry.kind is Kind.LINK})
    return found


def with_modes_inherited(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of one layer; below a folder that others may not enter, nothing can be read.

    Folders themselves stay open on the disk, so that the folder can be removed again.
    """
    closed = {entry.path for entry in entries if entry.kind is Kind.FOLDER and not entry.mode & stat.S_IXOTH}
    if not closed:
        return tuple(entries)
    return tuple(
        entry if closed.isdisjoint(folders(entry.path)) or entry.kind is not Kind.FILE else replace(entry, mode=0)
        for entry in entries
    )


def mode_on_disk(mode: int) -> int:
    """Return a file's mode such that its owner may do what others may: a sandbox's user may be the owner.

    Lambda's user is not the owner of a layer's files: mode 600 cannot be read there.
    """
    readable = 0o444 if mode & stat.S_IROTH else 0
    executable = 0o111 if mode & stat.S_IXOTH else 0
    return readable | executable


def all_folders(paths: Iterable[str]) -> list[str]:
    """Return every folder that the paths need, each after the one above it."""
    return sorted({folder for path in paths for folder in folders(path)})


def folders(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the nearest first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
