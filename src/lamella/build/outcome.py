"""What a build command gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lamella.archive.writer import Written
from lamella.build.explain import History
from lamella.build.lock import LockedTarget
from lamella.errors import LamellaError
from lamella.model.layer import Layer
from lamella.model.target import Target


@dataclass(frozen=True, slots=True)
class Job:
    """One layer for one target."""

    layer: Layer
    target: Target

    @property
    def stem(self) -> str:
        """Start of the output files' names: `data-python3.12-x86_64`."""
        return f"{self.layer.name}-{self.target.slug}"

    def __str__(self) -> str:
        return f"{self.layer.name} {self.target}"


@dataclass(frozen=True, slots=True)
class Built:
    """A finished archive.

    Attributes:
        job: What was built.
        path: Absolute path of the zip.
        written: Its digests and size.
        tree_sha256: Digest of the content without bytecode.
        unzipped_bytes, files, packages: What is in it.
        before_bytes, before_files: What an installer would have put there.
        totals: (pass, rule) -> (files, bytes saved, reason).
        warnings: What the user should know.
        seconds: Wall time.
        cached: Every package came from the cache: nothing was compiled or compressed.
        locked: What goes into lamella.lock.
        history: What became of its files, for `explain`.
    """

    job: Job
    path: Path
    written: Written
    tree_sha256: str
    unzipped_bytes: int
    files: int
    packages: int
    before_bytes: int
    before_files: int
    totals: Mapping[tuple[str, str], tuple[int, int, str]]
    warnings: tuple[str, ...]
    seconds: float
    cached: bool
    locked: LockedTarget
    history: History


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that gave no archive, and why."""

    job: Job
    error: LamellaError


@dataclass(frozen=True, slots=True)
class BuildReport:
    """All jobs of a command, in the order in which they were asked for."""

    built: tuple[Built, ...]
    failed: tuple[Failed, ...]

    @property
    def exit_code(self) -> int:
        """0 done; 3 when a limit or budget was broken; 5 when some failed; else the failures' own code."""
        if not self.failed:
            return 0
        codes = {failed.error.exit_code for failed in self.failed}
        if 3 in codes:
            return 3
        if self.built:
            return 5
        return codes.pop() if len(codes) == 1 else 1


class Progress(Protocol):
    """Hears how far each job is; called from several threads."""

    def at(self, job: Job, step: str) -> None:
        """The job began a step, such as `resolving`."""
        ...

    def done(self, job: Job, *, failed: bool) -> None:
        """The job ended."""
        ...


class Silent:
    """Progress that nobody watches."""

    def at(self, job: Job, step: str) -> None:
        """Say nothing."""

    def done(self, job: Job, *, failed: bool) -> None:
        """Say nothing."""
