"""What testing a layer found out, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

EXIT_FAILED = 3
EXIT_INCOMPLETE = 5


class Kind(StrEnum):
    """What a check is about."""

    TARGET = "target"
    MODULE = "module"
    ENTRY_POINT = "entry-point"
    RECOMPILED = "recompiled"
    IMPORT = "import"
    FUNCTION = "function"
    INIT_BUDGET = "init-budget"
    MEMORY_BUDGET = "memory-budget"


@dataclass(frozen=True, slots=True)
class Passed:
    """It holds; `note` is a figure or a remark, or empty."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """It does not hold, for a reason that is no fault of the layer; the reader should know the reason.

    Attributes:
        reason: One sentence without a full stop.
        unused: Paths relative to /opt that slimming by proof left out and the check asked for, sorted.
    """

    reason: str
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """It does not hold.

    Attributes:
        reason: One sentence without a full stop.
        hint: What to do next; may be empty.
        details: Traceback, logs; may span lines.
        blamed: Paths relative to /opt that the layer lacks and the check asked for, sorted.
    """

    reason: str
    hint: str = ""
    details: str = ""
    blamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRun:
    """Nobody knows whether it holds."""

    why: str


Outcome = Passed | Listed | Failed | NotRun


@dataclass(frozen=True, slots=True)
class Check:
    """One question to a layer, and the answer.

    Attributes:
        name: Unique among the checks of its kind: `numpy`, `console_scripts markdown_py`.
        kind: What it is about.
        outcome: The answer.
        seconds: How long it took; checks may run at the same time.
    """

    name: str
    kind: Kind
    outcome: Outcome
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a function answered to one event, to be compared between two layers.

    Attributes:
        function: `functions/report app.handler`.
        event: Position in the list of events, from 0.
        payload: JSON text.
        failed: Whether the payload is an error.
    """

    function: str
    event: int
    payload: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """What the tests of one layer for one target found out.

    Attributes:
        layer: Name.
        target: `python3.12/x86_64`.
        checks: In the order in which they are shown.
        accessed: Paths relative to /opt that imports and functions read, sorted; only when traced.
        answers: What the functions answered, in order.
        isolation: How the sandboxes were kept apart, in words; empty when none ran.
        seconds: Wall time.
    """

    # pytest would take the class for one of tests.
    __test__: ClassVar[bool] = False

    layer: str
    target: str
    checks: tuple[Check, ...]
    accessed: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    isolation: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if isinstance(check.outcome, Failed))

    @property
    def not_run(self) -> tuple[Check, ...]:
        """The checks that could not be made."""
        return tuple(check for check in self.checks if isinstance(check.outcome, NotRun))

    @property
    def passed(self) -> bool:
        """Whether something was run, everything that had to run did, and nothing failed."""
        return self.exit_code == 0

    @property
    def exit_code(self) -> int:
        """0, 3 when a check failed, 5 when a check or all of them could not be made."""
        if self.failed:
            return EXIT_FAILED
        return EXIT_INCOMPLETE if self.not_run or not self.checks else 0


def not_run(layer: str, target: str, why: str) -> Tested:
    """Return the result for a target on which nothing could be run."""
    return Tested(layer, target, (Check(target, Kind.TARGET, NotRun(why)),))


def exit_code(tested: Iterable[Tested]) -> int:
    """Return 3 when something failed, else 5 when something or everything was not run, else 0."""
    codes = {each.exit_code for each in tested}
    if EXIT_FAILED in codes:
        return EXIT_FAILED
    return EXIT_INCOMPLETE if EXIT_INCOMPLETE in codes or not codes else 0
