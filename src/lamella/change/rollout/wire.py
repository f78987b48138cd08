"""Functions, moves and readings of a rollout as they stand in plans and in the store, and back."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from lamella.change.rollout.function import (
    AliasMove,
    Function,
    FunctionRef,
    PlannedFunction,
    SkippedFunction,
    Standing,
)
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.state import Move
from lamella.change.wire import Count, PlaceWire, Text, place_of, place_wire
from lamella.errors import UsageError
from lamella.model.arn import LayerVersionArn

Moment = Annotated[datetime, Meta(tz=True)]


class _Alias(Struct, frozen=True):
    name: Text
    version: Annotated[str, Meta(pattern=r"^[0-9]+\Z")]
    provisioned: bool


class PlannedWire(Struct, frozen=True):
    """A function that is to move; layer versions are ARNs."""

    place: PlaceWire
    name: Text
    old: str
    new: str
    before: list[str]
    after: list[str]
    aliases: list[_Alias]
    code_sha256: str
    wave: Count
    owner: str
    size_bytes: int | None
    size_is_estimate: bool
    invocations_per_day: float | None


class SkippedWire(Struct, frozen=True):
    """A function that is not moved."""

    place: PlaceWire
    name: Text
    why: str


class MoveWire(Struct, frozen=True):
    """What moves in a place."""

    place: PlaceWire
    layer: Text
    new: str


class ReadingWire(Struct, frozen=True):
    """A reading of a gate; a number that is infinite is left out."""

    gate: str
    verdict: Verdict
    value: str
    threshold: str
    evidence: str
    number: float | None
    limit: float | None
    unit: str
    n: int
    baseline_n: int
    looks: int


class FunctionWire(Struct, frozen=True):
    """A function with its facts."""

    planned: PlannedWire
    standing: Standing
    tagged: bool
    swapped: bool
    settled: bool
    published: str | None
    ready: bool
    weights: dict[str, float]
    smoke: ReadingWire | None
    moved_at: Moment | None
    readings: list[ReadingWire]
    waits_since: Moment | None
    why: str
    failed: bool


def planned_wire(planned: PlannedFunction) -> PlannedWire:
    """Return what is written of a function that is to move."""
    return PlannedWire(
        place_wire(planned.ref.place),
        planned.ref.name,
        str(planned.old),
        str(planned.new),
        [str(layer) for layer in planned.before],
        [str(layer) for layer in planned.after],
        [_Alias(it.name, it.version, it.provisioned) for it in planned.aliases],
        planned.code_sha256,
        planned.wave,
        planned.owner,
        planned.size_bytes,
        planned.size_is_estimate,
        planned.invocations_per_day,
    )


def planned_of(wire: PlannedWire) -> PlannedFunction:
    """Return the function that was written.

    Raises:
        UsageError: A layer version is no ARN, or the lists do not differ in the layer version alone.
    """
    old, new = LayerVersionArn.parse(wire.old), LayerVersionArn.parse(wire.new)
    before, after = _layers(wire.before), _layers(wire.after)
    if before != after and tuple(new if each == old else each for each in before) != after:
        raise UsageError(f"the layers of {wire.name} change in more than {old.layer.name}")
    return PlannedFunction(
        FunctionRef(place_of(wire.place), wire.name),
        old,
        new,
        before,
        after,
        tuple(AliasMove(it.name, it.version, it.provisioned) for it in wire.aliases),
        wire.code_sha256,
        wire.wave,
        wire.owner,
        wire.size_bytes,
        wire.size_is_estimate,
        wire.invocations_per_day,
    )


def skipped_wire(skipped: SkippedFunction) -> SkippedWire:
    """Return what is written of a function that is not moved."""
    return SkippedWire(place_wire(skipped.ref.place), skipped.ref.name, skipped.why)


def skipped_of(wire: SkippedWire) -> SkippedFunction:
    """Return the function that was written."""
    return SkippedFunction(FunctionRef(place_of(wire.place), wire.name), wire.why)


def move_wire(move: Move) -> MoveWire:
    """Return what is written of a move."""
    return MoveWire(place_wire(move.place), move.layer, str(move.new))


def move_of(wire: MoveWire) -> Move:
    """Return the move that was written.

    Raises:
        UsageError: The layer version is no ARN.
    """
    return Move(place_of(wire.place), wire.layer, LayerVersionArn.parse(wire.new))


def reading_wire(reading: Reading) -> ReadingWire:
    """Return what is written of a reading."""
    return ReadingWire(
        reading.gate,
        reading.verdict,
        reading.value,
        reading.threshold,
        reading.evidence,
        _finite(reading.number),
        _finite(reading.limit),
        reading.unit,
        reading.n,
        reading.baseline_n,
        reading.looks,
    )


def reading_of(wire: ReadingWire) -> Reading:
    """Return the reading that was written."""
    return Reading(
        wire.gate,
        wire.verdict,
        wire.value,
        wire.threshold,
        wire.evidence,
        wire.number,
        wire.limit,
        wire.unit,
        wire.n,
        wire.baseline_n,
        wire.looks,
    )


def function_wire(function: Function) -> FunctionWire:
    """Return what is written of a function and its facts."""
    return FunctionWire(
        planned_wire(function.planned),
        function.standing,
        function.tagged,
        function.swapped,
        function.settled,
        function.published,
        function.ready,
        dict(function.weights),
        None if function.smoke is None else reading_wire(function.smoke),
        function.moved_at,
        [reading_wire(reading) for reading in function.readings],
        function.waits_since,
        function.why,
        function.failed,
    )


def function_of(wire: FunctionWire) -> Function:
    """Return the function that was written.

    Raises:
        UsageError: See `planned_of`.
    """
    return Function(
        planned_of(wire.planned),
        wire.standing,
        wire.tagged,
        wire.swapped,
        wire.settled,
        wire.published,
        wire.ready,
        wire.weights,
        None if wire.smoke is None else reading_of(wire.smoke),
        wire.moved_at,
        tuple(reading_of(reading) for reading in wire.readings),
        wire.waits_since,
        wire.why,
        wire.failed,
    )


def _layers(texts: list[str]) -> tuple[LayerVersionArn, ...]:
    return tuple(LayerVersionArn.parse(text) for text in texts)


def _finite(number: float | None) -> float | None:
    # JSON has no infinity.
    return None if number is None or number in {float("inf"), float("-inf")} or number != number else number  # noqa: PLR0124 - not a number
