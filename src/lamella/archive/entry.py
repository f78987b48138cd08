"""What is in a layer, whether it is a zip or a folder."""

import stat
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What an entry is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        path: Relative to the layer's root (/opt), forward slashes, no slash at the end.
        kind: File, folder or symbolic link.
        size_bytes: Size of the content; for a link, of its target's name.
        zipped_bytes: Size in the zip; `None` in a folder.
        mode: Permission bits.
        modified_s: Times of change in seconds since 1970 UTC. A zip's own time has no zone and two-second
            steps and is read as UTC; writers may add an exact one. Empty when none is valid.
        link: A link's target.
    """

    path: str
    kind: Kind
    size_bytes: int
    zipped_bytes: int | None
    mode: int
    modified_s: tuple[int, ...] = ()
    link: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without its last part; empty at the root."""
        return self.path.rpartition("/")[0]

    @property
    def executable(self) -> bool:
        """Whether the owner may execute it."""
        return bool(self.mode & stat.S_IXUSR)


class LayerFiles(Protocol):
    """A layer that can be read: an `Archive`, or a folder (from `run/`)."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, sorted by path, no path twice."""
        ...

    def read(self, entry: Entry) -> bytes:
        """Return the content of a file."""
        ...
