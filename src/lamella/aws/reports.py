"""Reads init durations from the REPORT lines that Lambda writes to CloudWatch Logs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import NotFoundError
from lamella.model.place import Place

LATEST = "$LATEST"
# Lines of warm invocations never leave CloudWatch.
_PATTERN, _JSON_PATTERN = '"Init Duration"', "{ $.record.metrics.initDurationMs > 0 }"
_TEXT = re.compile(r"REPORT RequestId: .*?\tDuration: ([0-9.]+) ms.*\bInit Duration: ([0-9.]+) ms", re.DOTALL)
_VERSION = re.compile(r"\[(\$LATEST|[0-9]+)\]")
_MOST_STARTS = 1_000
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Report:
    """A REPORT line of a cold start."""

    duration_ms: float
    init_ms: float


@dataclass(frozen=True, slots=True)
class Log:
    """Where a function's log is; `as_json` is its format."""

    group: str
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Starts:
    """Cold starts in a window.

    Attributes:
        function: Its name.
        versions: That ran: `$LATEST` or numbers.
        begin, end: With a time zone. A start counts where its init began in them.
    """

    function: str
    versions: frozenset[str]
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Inits:
    """Init durations in order of time; `cut` where there were more than are read (1,000, or 100 pages)."""

    durations_ms: tuple[float, ...] = ()
    cut: bool = False


def log_of(clients: Clients, place: Place, function: str) -> Log:
    """Return the log that a function writes.

    Raises:
        NotFoundError: The function is gone.
        AwsError: It could not be read.
    """
    with translated(Call(f"read function {function} in {place}", "lambda:GetFunction")):
        told: Mapping[str, Any] = clients.lambda_(place).get_function(FunctionName=function)["Configuration"]
    logging = told.get("LoggingConfig") or {}
    return Log(logging.get("LogGroup") or f"/aws/lambda/{function}", logging.get("LogFormat") == "JSON")


def init_durations(clients: Clients, place: Place, log: Log, starts: Starts) -> Inits:
    """Return init durations of cold starts; none when the log group does not exist.

    Raises:
        AwsError: The log could not be read.
    """
    found: list[float] = []
    try:
        with translated(Call(f"read log group {log.group} in {place}", "logs:FilterLogEvents")):
            for page, told in enumerate(_pages(clients, place, log, starts), 1):
                found += [
                    init_ms for event in told["events"] if (init_ms := _init_ms(event, log.group, starts)) is not None
                ]
                if len(found) > _MOST_STARTS or page == _MOST_PAGES:
                    more = len(found) > _MOST_STARTS or bool(told.get("nextToken"))
                    return Inits(tuple(found[:_MOST_STARTS]), cut=more)
    except NotFoundError:
        return Inits()
    return Inits(tuple(found))


def report_in(message: str) -> Report | None:
    """Return the report of a cold start in a log event, of the text or the JSON format; `None` for anything else."""
    if found := _TEXT.match(message):
        return Report(float(found[1]), float(found[2]))
    if not message.startswith("{"):
        return None
    try:
        told = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if told.get("type") != "platform.report":
        return None
    metrics = (told.get("record") or {}).get("metrics") or {}
    init_ms, duration_ms = metrics.get("initDurationMs"), metrics.get("durationMs")
    if not isinstance(init_ms, int | float) or not isinstance(duration_ms, int | float):
        return None
    return Report(float(duration_ms), float(init_ms))


def _pages(clients: Clients, place: Place, log: Log, starts: Starts) -> Iterator[Mapping[str, Any]]:
    pages = clients.logs(place).get_paginator("filter_log_events")
    return iter(
        pages.paginate(
            logGroupName=log.group,
            filterPattern=_JSON_PATTERN if log.as_json else _PATTERN,
            startTime=int(starts.begin.timestamp() * 1000),
            endTime=int(starts.end.timestamp() * 1000),
        )
    )


def _init_ms(event: Mapping[str, Any], group: str, starts: Starts) -> float | None:
    stream = event.get("logStreamName", "")
    version = _VERSION.search(stream)
    if version is None or version[1] not in starts.versions:
        return None
    # Streams of a group of its own choice name the function: YYYY/MM/DD/NAME[VERSION][ID].
    named = stream[: version.start()].rpartition("/")[2]
    if named and named != starts.function and group != f"/aws/lambda/{starts.function}":
        return None
    report = report_in(event.get("message", ""))
    if report is None:
        return None
    began = event["timestamp"] / 1000 - (report.duration_ms + report.init_ms) / 1000
    # An environment that began before the move has the old layer. Timestamps are whole milliseconds.
    if began < (starts.begin - timedelta(milliseconds=1)).timestamp():
        return None
    return report.init_ms
