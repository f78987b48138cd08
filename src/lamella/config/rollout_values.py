"""Single values of `[rollout]`: their meaning, and the errors when they have none."""

import json
import re
import shlex
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from msgspec import UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.wire_rollout import SmokeTable
from lamella.errors import ConfigError, UsageError
from lamella.model.durations import parse_duration, parse_wait
from lamella.model.expectation import events_of
from lamella.model.freeze import Freeze, parse_freeze
from lamella.model.rollout import Smoke, SmokeEvent, Webhook
from lamella.model.strategy import Strategy, parse_strategy

T = TypeVar("T")


def strategy_of(text: str, where: KeyPath) -> Strategy:
    """Return a strategy.

    Raises:
        ConfigError: It is none.
    """
    return _parsed(parse_strategy, text, where)


def duration_of(text: str, where: KeyPath, *, least_s: float = 1) -> float:
    """Return seconds.

    Raises:
        ConfigError: It is no duration, or shorter than `least_s`.
    """
    duration_s = _parsed(parse_duration, text, where)
    if duration_s < least_s:
        raise where.wrong(text, f"a duration from {least_s:.0f}s")
    return duration_s


def wait_of(text: str, where: KeyPath) -> float:
    """Return seconds; infinity for `forever`.

    Raises:
        ConfigError: It is neither.
    """
    return _parsed(parse_wait, text, where)


def freeze_of(texts: Sequence[str], where: KeyPath) -> tuple[Freeze, ...]:
    """Return freeze windows.

    Raises:
        ConfigError: One is none.
    """
    return tuple(_parsed(parse_freeze, text, where.at(position)) for position, text in enumerate(texts))


def order_of(texts: Sequence[str], where: KeyPath) -> tuple[tuple[str, str], ...]:
    """Return tags, each as key and value.

    Raises:
        ConfigError: One is there twice.
    """
    return unique_of(lambda text, _: (text.partition("=")[0], text.partition("=")[2]))(texts, where)


def unique_of(read: Callable[[Any, KeyPath], T]) -> Callable[[Sequence[Any], KeyPath], tuple[T, ...]]:
    """Return a reader of a list; it raises ConfigError where something is there twice."""

    def read_all(found: Sequence[Any], where: KeyPath) -> tuple[T, ...]:
        made: list[T] = []
        for position, each in enumerate(found):
            one = read(each, where.at(position))
            if one in made:
                raise where.at(position).wrong(each, "each once", because="it is there twice", hint="remove one")
            made.append(one)
        return tuple(made)

    return read_all


def argv_of(command: str, where: KeyPath) -> tuple[str, ...]:
    """Return a command's words, split as a shell splits them; nothing else of a shell happens.

    Raises:
        ConfigError: A quote is open, or there is no word.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise where.wrong(command, "a command", because=str(error).lower()) from error
    if not words:
        raise where.wrong(command, "a command", because="it is empty")
    return tuple(words)


def webhook_of(url: str, where: KeyPath) -> Webhook:
    """Return a webhook.

    Raises:
        ConfigError: The address is not http or https; the error does not show it.
    """
    webhook = Webhook(url)
    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        whole = False
    if not whole:
        raise where.wrong("***", "an address that begins with https:// or http://")
    return webhook


def smoke_of(tables: Sequence[SmokeTable], where: KeyPath) -> tuple[Smoke, ...]:
    """Return smoke gates; the events of those that name a file are not read yet.

    Raises:
        ConfigError: No regular expression, not exactly one of `event` and `events`, or no JSON value.
    """
    return tuple(_smoke(table, where.at(position)) for position, table in enumerate(tables))


def smoke_events(text: str, where: str) -> tuple[SmokeEvent, ...]:
    """Read a JSON list of events, as `lamella test` reads it.

    Args:
        text: JSON.
        where: The file, for messages.

    Raises:
        ConfigError: As `model.expectation.events_of`.
    """
    events = events_of(text, where)
    items = json.loads(text)
    return tuple(
        SmokeEvent(event.value, None if event.expect is None else _wanted(item["expect"]))
        for event, item in zip(events, items, strict=True)
    )


def _smoke(table: SmokeTable, where: KeyPath) -> Smoke:
    functions = table.functions or ""
    try:
        re.compile(functions)
    except re.error as error:
        raise where.at("functions").wrong(functions, "a regular expression", because=str(error)) from error
    if isinstance(table.event, UnsetType) is isinstance(table.events, UnsetType):
        raise ConfigError(f"{where} needs either `event` or `events`", why="one is the event, the other names a file")
    if isinstance(table.event, UnsetType):
        if not isinstance(table.expect, UnsetType):
            raise ConfigError(f"{where.at('expect')} has no `event`", hint="write `expect` into the file of `events`")
        return Smoke(functions, (), str(table.events))
    item = {"event": _json(table.event, where.at("event"))}
    if not isinstance(table.expect, UnsetType):
        item["expect"] = _json(table.expect, where.at("expect"))
    return Smoke(functions, smoke_events(json.dumps([item]), str(where)))


def _wanted(expect: Any) -> Any:  # noqa: ANN401 - any JSON value
    # `None` stands for no expectation; a path to the root says the same of JSON's null.
    return {"$": None} if expect is None else expect


def _json(value: Any, where: KeyPath) -> Any:  # noqa: ANN401 - any value of TOML
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise where.wrong(value, "a value that JSON can hold: no date or time, no inf, no nan") from error
    return value


def _parsed(parse: Callable[[str], T], text: str, where: KeyPath) -> T:
    try:
        return parse(text)
    except UsageError as error:
        because = "; ".join([error.what, *error.why.splitlines()])
        raise ConfigError(f"{where} is wrong", why=because, hint=error.hint) from error
