"""A Journal's lines as JSON texts, the same in every state store."""

from datetime import datetime
from typing import Annotated, assert_never

import msgspec
from msgspec import Meta

from lamella.change.journal import Began, Done, Failed, Line, Started
from lamella.errors import LamellaError, StateError
from lamella.model.arn import LayerVersionArn

_Moment = Annotated[datetime, Meta(tz=True)]


class _Line(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="line"):
    at: _Moment


class _Began(_Line, frozen=True, omit_defaults=True, tag="began"):
    caller: str
    commit: str | None = None
    forced: bool = False


class _Started(_Line, frozen=True, omit_defaults=True, tag="started"):
    step: str


class _Done(_Line, frozen=True, omit_defaults=True, tag="done"):
    step: str
    version: str | None = None
    already: bool = False


class _Failed(_Line, frozen=True, omit_defaults=True, tag="failed"):
    step: str
    what: str
    why: str = ""
    hint: str = ""
    in_doubt: bool = False
    exit_code: int = 1


_Wire = _Began | _Started | _Done | _Failed


def encode(line: Line) -> str:
    """Return a line as one JSON object without line ends; `decode` gives the same line back."""
    return msgspec.json.encode(_wire(line)).decode()


def decode(text: str) -> Line:
    """Read a line. Keys that this lamella does not know are passed over: a newer one may have written them.

    Raises:
        StateError: It is no line of a journal.
    """
    try:
        return _line(msgspec.json.decode(text, type=_Wire))
    except (msgspec.MsgspecError, UnicodeError, LamellaError) as error:
        raise StateError(
            "a line of the journal cannot be read",
            why=f"{error}: {text[:200]}",
            hint="was the state store written by a newer lamella, or damaged?",
        ) from error


def _wire(line: Line) -> _Wire:
    match line:
        case Began(at, caller, commit, forced):
            return _Began(at, caller, commit, forced)
        case Started(at, step):
            return _Started(at, step)
        case Done(at, step, version, already):
            return _Done(at, step, None if version is None else str(version), already)
        case Failed(at, step, what, why, hint, in_doubt, exit_code):
            return _Failed(at, step, what, why, hint, in_doubt, exit_code)
        case _:
            assert_never(line)


def _line(wire: _Wire) -> Line:
    match wire:
        case _Began():
            return Began(wire.at, wire.caller, wire.commit, wire.forced)
        case _Started():
            return Started(wire.at, wire.step)
        case _Done():
            version = None if wire.version is None else LayerVersionArn.parse(wire.version)
            return Done(wire.at, wire.step, version, wire.already)
        case _Failed():
            return Failed(wire.at, wire.step, wire.what, wire.why, wire.hint, wire.in_doubt, wire.exit_code)
        case _:
            assert_never(wire)
