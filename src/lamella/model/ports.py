"""The ports through which pure code asks for effects. `run/` supplies them from `host/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lamella.model.evidence import Evidence
from lamella.model.layer import Layer
from lamella.model.target import Target
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


@dataclass(frozen=True, slots=True)
class Untraceable:
    """Why a layer cannot be traced here: no interpreter, another architecture, no isolation that sees reads."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProofFailure:
    """A test that a layer failed.

    Attributes:
        what: The test and how it ended, in words.
        give_back: What would help: paths relative to /opt that the run looked for, or packages (`name==version`);
            empty when nothing points anywhere.
    """

    what: str
    give_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a layer passed its tests."""

    failures: tuple[ProofFailure, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no test failed."""
        return not self.failures


class Prover(Protocol):
    """Runs a layer's tests in fresh sandboxes."""

    def inputs_digest(self, layer: Layer, target: Target) -> str:
        """Return the digest of what is run: code, events and settings; hex.

        Raises:
            ConfigError: The layer's tests name a file that cannot be read.
        """
        ...

    def trace(self, archive: Path, layer: Layer, target: Target) -> Evidence | Untraceable:
        """Run the layer's tests and return which files of the archive they read.

        `given_back` of the answer is empty.

        Raises:
            BuildError: The tests fail with this archive; the message says which.
        """
        ...

    def proves(self, archive: Path, layer: Layer, target: Target) -> Verdict:
        """Run the layer's tests, and import what it still holds, in fresh sandboxes."""
        ...
