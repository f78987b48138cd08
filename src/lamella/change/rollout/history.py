"""What is told of a rollout's past, made from two states that follow each other."""

from dataclasses import dataclass
from datetime import datetime

from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.gates import Reading
from lamella.change.rollout.state import Phase, State


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history.

    Attributes:
        at: With a time zone.
        phase, stage: After it.
        text: `moved: live has 10 % of version 8`, `stage 2 begins: 12 functions`.
        ref: Of which function; `None` for the rollout itself.
        reading: Where a gate's verdict is told.
    """

    at: datetime
    phase: Phase
    stage: int
    text: str
    ref: FunctionRef | None = None
    reading: Reading | None = None


def entries(before: State, after: State, at: datetime) -> tuple[Entry, ...]:
    """Return what changed: phase, stage, a function's standing and weights, verdicts that are new or others."""
    raise NotImplementedError
