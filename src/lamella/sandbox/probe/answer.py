"""Questions to the probe, and its answers as values."""

from typing import Any

import msgspec

from lamella.archive.modules import Named


class Raised(msgspec.Struct, frozen=True, rename={"error_type": "type"}):
    """One exception of a chain; `name` is the module of an ImportError, or empty."""

    error_type: str
    message: str
    name: str | None = None


class Trouble(msgspec.Struct, frozen=True, rename={"error_type": "type"}):
    """Why a module could not be imported.

    Attributes:
        error_type: The exception's class, or `TimeoutError`, or `ProcessEnded` when there was no exception.
        message: Its text.
        name: The module of an ImportError, or empty.
        trace: Lines of the traceback.
        chain: The exception and those that led to it, the last one first.
    """

    error_type: str
    message: str
    name: str = ""
    trace: tuple[str, ...] = ()
    chain: tuple[Raised, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What the probe found.

    Attributes:
        error: `None` when the import worked.
        recompiled: Sources that Python had to compile, relative to /opt.
        seconds: Of the import, with its process.
    """

    error: Trouble | None
    recompiled: tuple[str, ...] = ()
    seconds: float = 0.0


def module_question(name: str, timeout_s: float) -> dict[str, Any]:
    """Return the event that asks to import a module."""
    return {"module": name, "timeout_s": timeout_s}


def entry_point_question(point: Named, timeout_s: float) -> dict[str, Any]:
    """Return the event that asks to load an entry point."""
    return {"distribution": point.distribution, "group": point.group, "name": point.name, "timeout_s": timeout_s}


def answer_of(payload: str) -> Answer | None:
    """Decode a payload; `None` when it is not one of the probe's."""
    try:
        return msgspec.json.decode(payload, type=Answer)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
