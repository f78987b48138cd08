"""What is told of a rollout's past, made from two states that follow each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.gates import Reading, Verdict
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
    return (
        *_of_stage(before, after, at),
        *_of_functions(before, after, at),
        *_of_stage_readings(before, after, at),
        *_of_head(before, after, at),
    )


def _of_stage(before: State, after: State, at: datetime) -> Iterator[Entry]:
    new = after.head
    if new.stage == before.head.stage:
        return
    joining = sum(each.planned.wave == new.stage for each in after.functions.values())
    lacking = _lacking(before)
    although = f"; {lacking} readings had not enough data" if lacking else ""
    what = f"{joining} {'function joins' if joining == 1 else 'functions join'}" if joining else "aliases climb"
    yield Entry(at, Phase.MOVING, new.stage, f"stage {new.stage} begins: {what}{although}")


def _of_head(before: State, after: State, at: datetime) -> Iterator[Entry]:
    old, new = before.head, after.head
    if new.phase is not old.phase:
        because = f": {new.why}" if new.why and new.why != old.why else ""
        yield Entry(at, new.phase, new.stage, f"{new.phase}{because}")
    if new.noticed != old.noticed and len(new.noticed) > len(old.noticed):
        told = ", ".join(new.noticed[len(old.noticed) :])
        yield Entry(at, new.phase, new.stage, f"told: {told}")


def _of_functions(before: State, after: State, at: datetime) -> Iterator[Entry]:
    if before.functions is after.functions:
        return
    head = after.head
    for ref, new in after.functions.items():
        old = before.functions.get(ref)
        if old is new or old is None:
            continue
        for text in _changes(old, new):
            yield Entry(at, head.phase, head.stage, text, ref)
        for reading in _news(old, new):
            yield Entry(at, head.phase, head.stage, f"{reading.gate}: {reading.verdict}", ref, reading)


def _of_stage_readings(before: State, after: State, at: datetime) -> Iterator[Entry]:
    known = {reading.gate: reading.verdict for reading in before.head.readings}
    for reading in after.head.readings:
        if known.get(reading.gate) is not reading.verdict:
            text = f"{reading.gate}: {reading.verdict}"
            yield Entry(at, after.head.phase, after.head.stage, text, reading=reading)


def _changes(old: Function, new: Function) -> Iterator[str]:
    if new.published is not None and new.published != old.published:
        yield f"published version {new.published}"
    for alias, weight in new.weights.items():
        if old.weights.get(alias) != weight:
            yield f"alias {alias} gives {weight * 100:.4g} % to version {new.published or 'new'}"
    if new.standing is not old.standing:
        yield f"{new.standing}: {new.why}" if new.why else str(new.standing)
    elif new.why != old.why and new.why:
        yield new.why


def _news(old: Function, new: Function) -> Iterator[Reading]:
    known = {reading.gate: reading.verdict for reading in old.readings}
    if new.smoke is not None and new.smoke is not old.smoke:
        yield new.smoke
    for reading in new.readings:
        if known.get(reading.gate) is not reading.verdict:
            yield reading


def _lacking(state: State) -> int:
    of_functions = (reading for each in state.functions.values() for reading in each.readings)
    return sum(reading.verdict is Verdict.NOT_ENOUGH_DATA for reading in (*of_functions, *state.head.readings))
