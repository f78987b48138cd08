"""Events of the Telemetry API, schema version 2025-01-29: `time`, `type`, `record`.

Source: AWS's Telemetry API event schema reference. What lamella cannot know (runtimeVersion, spans) is left out; the
schema marks it optional.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

TelemetryEvent = Mapping[str, Any]


class Status(StrEnum):
    """How a phase ended, in the words of the Telemetry API."""

    SUCCESS = "success"
    ERROR = "error"
    TIMEOUT = "timeout"


def iso_time(epoch_ns: int) -> str:
    """Return the time as telemetry and logs write it: `2026-01-31T10:00:15.064Z`."""
    whole = datetime.fromtimestamp(epoch_ns // 1_000_000_000, UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{epoch_ns // 1_000_000 % 1000:03d}Z"


def milliseconds(duration_ns: int) -> float:
    """Return a duration with the microseconds that Lambda gives."""
    return round(duration_ns / 1e6, 3)


def event(epoch_ns: int, kind: str, record: object) -> TelemetryEvent:
    """Return an event of any type."""
    return {"time": iso_time(epoch_ns), "type": kind, "record": record}


def init_start(epoch_ns: int, phase: str, function_name: str, version: str = "$LATEST") -> TelemetryEvent:
    """`platform.initStart`; `phase` is `init`, or `invoke` for an init that an invocation waits for."""
    record = {
        "initializationType": "on-demand",
        "phase": phase,
        "functionName": function_name,
        "functionVersion": version,
    }
    return event(epoch_ns, "platform.initStart", record)


def init_runtime_done(epoch_ns: int, phase: str, status: Status, error_type: str) -> TelemetryEvent:
    """`platform.initRuntimeDone`."""
    record = {"initializationType": "on-demand", "phase": phase, **_ended(status, error_type)}
    return event(epoch_ns, "platform.initRuntimeDone", record)


def init_report(epoch_ns: int, phase: str, status: Status, error_type: str, duration_ns: int) -> TelemetryEvent:
    """`platform.initReport`."""
    record = {
        "initializationType": "on-demand",
        "phase": phase,
        **_ended(status, error_type),
        "metrics": {"durationMs": milliseconds(duration_ns)},
    }
    return event(epoch_ns, "platform.initReport", record)


def start(epoch_ns: int, request_id: str, trace_id: str, version: str = "$LATEST") -> TelemetryEvent:
    """`platform.start`."""
    record = {"requestId": request_id, "version": version, **_tracing(trace_id)}
    return event(epoch_ns, "platform.start", record)


def runtime_done(  # noqa: PLR0913, PLR0917 - the record's own fields
    epoch_ns: int, request_id: str, trace_id: str, status: Status, error_type: str, duration_ns: int, produced: int
) -> TelemetryEvent:
    """`platform.runtimeDone`; `produced` is the size of the response in bytes."""
    record = {
        "requestId": request_id,
        **_ended(status, error_type),
        **_tracing(trace_id),
        "metrics": {"durationMs": milliseconds(duration_ns), "producedBytes": produced},
    }
    return event(epoch_ns, "platform.runtimeDone", record)


def report(
    epoch_ns: int, request_id: str, status: Status, error_type: str, metrics: Mapping[str, float]
) -> TelemetryEvent:
    """`platform.report`."""
    record = {"requestId": request_id, **_ended(status, error_type), "metrics": dict(metrics)}
    return event(epoch_ns, "platform.report", record)


def extension(epoch_ns: int, name: str, state: str, events: Sequence[str], error_type: str) -> TelemetryEvent:
    """`platform.extension`."""
    record = {"name": name, "state": state, "events": list(events), **({"errorType": error_type} if error_type else {})}
    return event(epoch_ns, "platform.extension", record)


def subscribed(epoch_ns: int, name: str, categories: Sequence[str]) -> TelemetryEvent:
    """`platform.telemetrySubscription`."""
    record = {"name": name, "state": "Subscribed", "types": list(categories)}
    return event(epoch_ns, "platform.telemetrySubscription", record)


def logs_dropped(epoch_ns: int, records: int, size_bytes: int) -> TelemetryEvent:
    """`platform.logsDropped`."""
    reason = "Consumer seems to have fallen behind as it has not acknowledged receipt of logs."
    record = {"droppedBytes": size_bytes, "droppedRecords": records, "reason": reason}
    return event(epoch_ns, "platform.logsDropped", record)


def category(item: TelemetryEvent) -> str:
    """Return what a subscription names: `platform`, `function` or `extension`."""
    return str(item["type"]).split(".", 1)[0]


def _ended(status: Status, error_type: str) -> dict[str, str]:
    return {"status": str(status), **({"errorType": error_type} if error_type else {})}


def _tracing(trace_id: str) -> dict[str, object]:
    return {"tracing": {"type": "X-Amzn-Trace-Id", "value": trace_id}} if trace_id else {}
