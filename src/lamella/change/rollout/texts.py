"""Heads, functions and histories of rollouts as JSON texts, the same in every state store."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct

from lamella.change.rollout.event import Command
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Head, Phase
from lamella.change.rollout.wire import (
    FunctionWire,
    Moment,
    MoveWire,
    ReadingWire,
    function_of,
    function_wire,
    move_of,
    move_wire,
    reading_of,
    reading_wire,
)
from lamella.change.rollout.wire_settings import SettingsWire, settings_of, settings_wire
from lamella.change.wire import PlaceWire, place_of, place_wire
from lamella.errors import StateError, UsageError

_Wire = TypeVar("_Wire", bound=Struct)
_Value = TypeVar("_Value")


class _Head(Struct, frozen=True):
    id: str
    layer: str
    environment: str
    moves: list[MoveWire]
    places: list[PlaceWire]
    settings: SettingsWire
    started_at: Moment
    started_by: str
    digest: str
    stages: int
    commit: str | None
    phase: Phase
    before_pause: Phase | None
    stage: int
    stage_since: Moment | None
    readings: list[ReadingWire]
    gate_failed: bool
    why: str
    ended_at: Moment | None
    noticed: list[str]
    frozen_until: Moment | None


class _Entry(Struct, frozen=True):
    at: Moment
    phase: Phase
    stage: int
    text: str
    place: PlaceWire | None
    function: str
    reading: ReadingWire | None


class RequestText(Struct, frozen=True):
    """What an operator asked for, without its key."""

    command: Command
    by: str
    at: Moment


def encode_head(head: Head) -> str:
    """Return a head as one JSON object; `decode_head` gives the same back."""
    return _text(
        _Head(
            head.id,
            head.layer,
            head.environment,
            [move_wire(move) for move in head.moves],
            [place_wire(place) for place in head.places],
            settings_wire(head.settings),
            head.started_at,
            head.started_by,
            head.digest,
            head.stages,
            head.commit,
            head.phase,
            head.before_pause,
            head.stage,
            head.stage_since,
            [reading_wire(reading) for reading in head.readings],
            head.gate_failed,
            head.why,
            head.ended_at,
            list(head.noticed),
            head.frozen_until,
        )
    )


def decode_head(text: str) -> Head:
    """Read a head.

    Raises:
        StateError: It is none.
    """
    return _read(text, _Head, _head)


def encode_function(function: Function) -> str:
    """Return a function as one JSON object; `decode_function` gives the same back."""
    return _text(function_wire(function))


def decode_function(text: str) -> Function:
    """Read a function.

    Raises:
        StateError: It is none.
    """
    return _read(text, FunctionWire, function_of)


def encode_entry(entry: Entry) -> str:
    """Return an entry of a history as one JSON object; `decode_entry` gives the same back."""
    ref, reading = entry.ref, entry.reading
    return _text(
        _Entry(
            entry.at,
            entry.phase,
            entry.stage,
            entry.text,
            None if ref is None else place_wire(ref.place),
            "" if ref is None else ref.name,
            None if reading is None else reading_wire(reading),
        )
    )


def decode_entry(text: str) -> Entry:
    """Read an entry of a history.

    Raises:
        StateError: It is none.
    """
    return _read(text, _Entry, _entry)


def encode_request(request: RequestText) -> str:
    """Return a request as one JSON object."""
    return _text(request)


def decode_request(text: str) -> RequestText:
    """Read a request.

    Raises:
        StateError: It is none.
    """
    return _read(text, RequestText, lambda wire: wire)


def _head(wire: _Head) -> Head:
    return Head(
        wire.id,
        wire.layer,
        wire.environment,
        tuple(move_of(move) for move in wire.moves),
        tuple(place_of(place) for place in wire.places),
        settings_of(wire.settings),
        wire.started_at,
        wire.started_by,
        wire.digest,
        wire.stages,
        wire.commit,
        wire.phase,
        wire.before_pause,
        wire.stage,
        wire.stage_since,
        tuple(reading_of(reading) for reading in wire.readings),
        wire.gate_failed,
        wire.why,
        wire.ended_at,
        tuple(wire.noticed),
        wire.frozen_until,
    )


def _entry(wire: _Entry) -> Entry:
    ref = None if wire.place is None else FunctionRef(place_of(wire.place), wire.function)
    reading = None if wire.reading is None else reading_of(wire.reading)
    return Entry(wire.at, wire.phase, wire.stage, wire.text, ref, reading)


def _text(wire: Struct) -> str:
    return msgspec.json.encode(wire).decode()


def _read(text: str, wire: type[_Wire], value: Callable[[_Wire], _Value]) -> _Value:
    try:
        return value(msgspec.json.decode(text, type=wire))
    except (msgspec.MsgspecError, UnicodeError, UsageError) as error:
        raise StateError(
            "a rollout in the state store cannot be read",
            why=f"{error}: {text[:200]}",
            hint="was the state store written by a newer lamella, or damaged?",
        ) from error
