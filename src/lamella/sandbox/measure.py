"""Cold starts of several variants of a function, measured in turn in fresh sandboxes."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from lamella.errors import LamellaError, UsageError
from lamella.sandbox.function import Rooms
from lamella.sandbox.maker import SandboxLike
from lamella.sandbox.outcome import Isolation, Report

DEFAULT_RUNS = 20
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")


class Pages(StrEnum):
    """Where the layer's files are when a start begins.

    `WARM`: in the page cache. `COLD`: not there, evicted file by file. `DROPPED`: nothing of this machine's disks is
    in the page cache, which needs root and slows everybody down.
    """

    WARM = "warm"
    COLD = "cold"
    DROPPED = "dropped"


class Started(SandboxLike, Protocol):
    """A sandbox as far as a measurement needs it."""

    @property
    def rooms(self) -> Rooms:
        """Where the layers' and the function's files are on this machine."""
        ...


@dataclass(frozen=True, slots=True)
class Variant:
    """One side of a comparison.

    Attributes:
        label: For people.
        open: Makes a fresh sandbox; entering it must not start the function.
    """

    label: str
    open: Callable[[], AbstractContextManager[Started]]


@dataclass(frozen=True, slots=True)
class Turn:
    """One cold start to make: number of the variant and of the round, both from 0."""

    round: int
    variant: int
    pages: Pages


@dataclass(frozen=True, slots=True)
class Sample:
    """One cold start that was made."""

    turn: Turn
    report: Report


@dataclass(frozen=True, slots=True)
class Measured:
    """All samples in the order in which they were taken.

    Attributes:
        samples: Without each variant's first start, which fills caches.
        isolation: Of the sandboxes.
        load: The machine's load average over one minute, before and after.
    """

    samples: tuple[Sample, ...]
    isolation: Isolation
    load: tuple[float, float]

    def reports(self, variant: int, pages: Pages) -> tuple[Report, ...]:
        """Return the reports of one variant."""
        return tuple(each.report for each in self.samples if (each.turn.variant, each.turn.pages) == (variant, pages))


class FailedFunctionError(LamellaError):
    """A function that is to be measured answers with an error."""

    exit_code = 3


def turns(variants: int, runs: int, pages: Sequence[Pages]) -> Iterator[Turn]:
    """Yield the cold starts in order: A B, B A, A B ..., so that no variant always comes second."""
    for number in range(runs):
        order = range(variants) if number % 2 == 0 else reversed(range(variants))
        for variant in order:
            for each in pages:
                yield Turn(number, variant, each)


def measure(
    variants: Sequence[Variant],
    event: object,
    *,
    runs: int = DEFAULT_RUNS,
    pages: Sequence[Pages] = (Pages.WARM,),
    watch: Callable[[Turn | None], None] = lambda _: None,
) -> Measured:
    """Start each variant `runs` times in a fresh sandbox, interleaved, and answer `event` once in each.

    Args:
        variants: At least one.
        event: What the handler is called with.
        runs: Cold starts of each variant and each kind of pages.
        pages: Kinds of page cache, each measured.
        watch: Told of each turn before it begins; first `None`, for the starts that are not counted.

    Raises:
        FailedFunctionError: A function answered with an error, or did not start.
        UsageError: Page caches are to be dropped by somebody who may not.
    """
    if Pages.DROPPED in pages and not os.access(_DROP_CACHES, os.W_OK):
        raise UsageError("page caches can be dropped by root only", hint="leave --drop-caches out, or run as root")
    load = os.getloadavg()[0]
    watch(None)
    isolation = [_start(variant, event, Pages.WARM)[1] for variant in variants][-1]
    samples: list[Sample] = []
    for turn in turns(len(variants), runs, pages):
        watch(turn)
        report, _ = _start(variants[turn.variant], event, turn.pages)
        samples.append(Sample(turn, report))
    return Measured(tuple(samples), isolation, (load, os.getloadavg()[0]))


def evict(folders: Iterable[Path]) -> None:
    """Take the files below the folders out of the page cache, as far as no running program maps them.

    Any user may: posix_fadvise(2), POSIX_FADV_DONTNEED; pages not yet written to disk stay, so that they are written
    first. On a tmpfs nothing happens.
    """
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                # A link to nowhere or a file without read permission is not in the way of a start either.
                with suppress(OSError):
                    _evict(Path(parent, name))


def _evict(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fdatasync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _start(variant: Variant, event: object, pages: Pages) -> tuple[Report, Isolation]:
    with variant.open() as sandbox:
        match pages:
            case Pages.WARM:
                pass
            case Pages.COLD:
                evict(folder for folder in (sandbox.rooms.opt, sandbox.rooms.task) if folder is not None)
            case Pages.DROPPED:
                os.sync()
                _DROP_CACHES.write_text("1")
        answer = sandbox.invoke(event)
        if answer.error is not None:
            raise FailedFunctionError(
                f"{variant.label}: the function answers with {answer.error.error_type}",
                why=answer.error.message,
                hint=answer.error.hint or "try it with `lamella invoke`, which shows its log",
            )
        return answer.report, sandbox.isolation
