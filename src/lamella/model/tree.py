"""A Tree: the files of one layer, or of one part of it, for one target."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from lamella.model.target import Target

REGULAR_MODE = 0o644
EXECUTABLE_MODE = 0o755


@dataclass(frozen=True, slots=True)
class File:
    """One file.

    Attributes:
        path: Relative to /opt, with forward slashes: `python/numpy/__init__.py`.
        size_bytes: Size of the content.
        sha256: Hex digest of the content; also the key under which a `Contents` finds it.
        mode: 0o644 or 0o755.
        origin: Who brought it: `numpy==2.1.3`, `folder`, `include`.
        source_sha256: For bytecode: hex digest of the source that it was compiled from.
    """

    path: str
    size_bytes: int
    sha256: str
    mode: int
    origin: str
    source_sha256: str | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Tree:
    """Files for one target, sorted by path, no path twice."""

    target: Target
    files: tuple[File, ...]

    @classmethod
    def of(cls, target: Target, files: Iterable[File]) -> Self:
        """Sort the files into a Tree.

        Raises:
            ValueError: A path is there twice.
        """
        ordered = tuple(sorted(files, key=lambda file: file.path))
        for before, after in itertools.pairwise(ordered):
            if before.path == after.path:
                raise ValueError(f"{after.path} is there twice")
        return cls(target, ordered)

    @property
    def size_bytes(self) -> int:
        """Sum of the files' sizes."""
        return sum(file.size_bytes for file in self.files)

    def paths(self) -> frozenset[str]:
        """Every path."""
        return frozenset(file.path for file in self.files)
