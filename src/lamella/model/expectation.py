"""Events of a function's tests and what they are expected to answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lamella.errors import ConfigError
from lamella.model import jsonpath
from lamella.model.jsonpath import JsonPath, Missing

_WRAPPER_KEYS = frozenset({"event", "expect", "name"})
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Equals:
    """The whole answer is this JSON value."""

    value: Any


@dataclass(frozen=True, slots=True)
class AtPaths:
    """At each path is this JSON value; whatever else is in the answer does not matter."""

    values: tuple[tuple[JsonPath, Any], ...]


Expectation = Equals | AtPaths


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        value: What the handler gets.
        expect: `None`: any answer that is no error.
        name: For the reports; `event 1` when none is given.
    """

    value: Any
    expect: Expectation | None
    name: str


def events_of(text: str, where: str) -> tuple[Event, ...]:
    """Read a list of events.

    An item is the event itself, unless it is a table with the key `event` and no other keys than `event`, `expect`
    and `name`: then it describes the event. A table `expect` whose keys all begin with `$` maps JSON paths to
    values; any other `expect` is the whole answer.

    Args:
        text: JSON.
        where: The file, for messages.

    Raises:
        ConfigError: No JSON, no list, an empty list, or a wrong path.
    """
    try:
        items = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{where} is not JSON", why=str(error)) from error
    if not isinstance(items, list) or not items:
        raise ConfigError(
            f"{where} has no events" if items == [] else f"{where} is not a list of events",
            hint='write a JSON list: [{"event": {}, "expect": {"$.statusCode": 200}}]',
        )
    return tuple(_event(item, position, where) for position, item in enumerate(items))


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _event(item: Any, position: int, where: str) -> Event:  # noqa: ANN401 - any JSON value
    name = f"event {position + 1}"
    if not (isinstance(item, dict) and "event" in item and item.keys() <= _WRAPPER_KEYS):
        return Event(item, None, name)
    given = item.get("name", "")
    if not isinstance(given, str):
        raise ConfigError(f"{where}: [{position}].name is not a text", hint='such as "name": "an empty basket"')
    try:
        expect = expectation_of(item["expect"]) if "expect" in item else None
    except ConfigError as error:
        raise ConfigError(f"{where}: [{position}].expect: {error.what}", why=error.why, hint=error.hint) from error
    return Event(item["event"], expect, f"{name} {given}".rstrip())


def expectation_of(value: Any) -> Expectation:  # noqa: ANN401 - any JSON value
    """Return what an `expect` of an event means: see `events_of`.

    Raises:
        ConfigError: A wrong path.
    """
    if isinstance(value, Mapping) and value and all(key.startswith("$") for key in value):
        return AtPaths(tuple((jsonpath.parse(key), wanted) for key, wanted in value.items()))
    return Equals(value)


def difference(expect: Expectation, payload: str) -> str | None:
    """Return how an answer differs from what was expected, or `None`.

    Args:
        expect: What was expected.
        payload: JSON text.
    """
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError) as error:
        return f"the answer is not JSON: {error}"
    match expect:
        case Equals(value):
            return _differ(answer, value, ())
        case AtPaths(values):
            for path, wanted in values:
                found = path.find(answer)
                if isinstance(found, Missing):
                    return f"{path.text} is not there (up to {found.where})"
                differs = _differ(found, wanted, path.steps)
                if differs:
                    return differs
            return None


def _differ(answer: Any, wanted: Any, at: tuple[jsonpath.Step, ...]) -> str | None:  # noqa: ANN401 - any JSON value
    """The first difference; JSON has one kind of number, and `true` is none."""
    if isinstance(answer, dict) and isinstance(wanted, dict):
        return _tables_differ(answer, wanted, at)
    if isinstance(answer, list) and isinstance(wanted, list):
        found = (_differ(one, other, (*at, n)) for n, (one, other) in enumerate(zip(answer, wanted, strict=False)))
        length = f"{jsonpath.shown(at)} has {len(answer)} elements, expected {len(wanted)}"
        return next(filter(None, found), None if len(answer) == len(wanted) else length)
    same = isinstance(answer, bool) == isinstance(wanted, bool) and answer == wanted
    return None if same else f"{jsonpath.shown(at)} is {_short(answer)}, expected {_short(wanted)}"


def _tables_differ(answer: Mapping[str, Any], wanted: Mapping[str, Any], at: tuple[jsonpath.Step, ...]) -> str | None:
    for key in [*wanted, *(key for key in answer if key not in wanted)]:
        if key not in answer or key not in wanted:
            what = "is not there" if key in wanted else "was not expected"
            return f"{jsonpath.shown((*at, key))} {what}"
        if found := _differ(answer[key], wanted[key], (*at, key)):
            return found
    return None


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON value
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
