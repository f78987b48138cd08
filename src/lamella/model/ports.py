"""The ports through which pure code asks for effects. `run/` supplies them from `host/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lamella.model.tree import File


class Contents(Protocol):
    """Finds a file's bytes."""

    def read(self, file: File) -> bytes:
        """Return the content whose digest is `file.sha256`."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A Python source to compile; `recorded_path` becomes the code object's file name."""

    file: File
    recorded_path: str


@dataclass(frozen=True, slots=True)
class NotCompiled:
    """Why a source has no bytecode, such as a syntax error, in one line."""

    reason: str


class Compiler(Protocol):
    """Compiles sources to unchecked-hash .pyc with an interpreter of the target's minor."""

    @property
    def identity(self) -> str:
        """What the bytes depend on: implementation and patch release, `cpython-3.12.7`."""
        ...

    def compile(self, sources: Sequence[Source], contents: Contents) -> Mapping[str, bytes | NotCompiled]:
        """Compile in the given order, in fresh processes; the result is keyed by `file.path`."""
        ...
