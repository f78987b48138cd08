"""Lines that Lambda itself writes into a function's log."""

import math
from collections.abc import Sequence

from lamella.sandbox.outcome import Report
from lamella.sandbox.telemetry.schema import Status


def start_line(request_id: str, version: str = "$LATEST") -> str:
    """Return the START line."""
    return f"START RequestId: {request_id} Version: {version}"


def end_line(request_id: str) -> str:
    """Return the END line."""
    return f"END RequestId: {request_id}"


def billed_ms(report: Report) -> int:
    """Return what Lambda bills: duration and init together, rounded up to 1 ms (on-demand, since 2025-08-01)."""
    return math.ceil(round(report.duration_ms + (report.init_ms or 0.0), 6))


def report_line(report: Report, status: Status = Status.SUCCESS, error_type: str = "") -> str:
    """Return the REPORT line; it names a status only where the environment failed, as Lambda's does."""
    fields = [
        f"REPORT RequestId: {report.request_id}",
        f"Duration: {report.duration_ms:.2f} ms",
        f"Billed Duration: {billed_ms(report)} ms",
        f"Memory Size: {report.memory_size_mb} MB",
        f"Max Memory Used: {report.max_memory_mb} MB",
    ]
    if report.init_ms is not None:
        fields.append(f"Init Duration: {report.init_ms:.2f} ms")
    return "\t".join([*fields, *(_status(status, error_type) or [""])])


def init_report_line(duration_ns: int, phase: str, status: Status, error_type: str) -> str:
    """Return the INIT_REPORT line, which Lambda writes of an init that failed."""
    fields = [f"INIT_REPORT Init Duration: {duration_ns / 1e6:.2f} ms", f"Phase: {phase}"]
    return "\t".join([*fields, *_status(status, error_type)])


def extension_line(name: str, state: str, events: Sequence[str]) -> str:
    """Return the line that tells of an extension after an init."""
    return f"EXTENSION\tName: {name}\tState: {state}\tEvents: [{', '.join(events)}]"


def subscription_line(name: str, categories: Sequence[str]) -> str:
    """Return the line that tells of a subscription to telemetry."""
    return f"TELEMETRY\tName: {name}\tState: Subscribed\tTypes: [{', '.join(one.title() for one in categories)}]"


def _status(status: Status, error_type: str) -> list[str]:
    match status:
        case Status.SUCCESS:
            return []
        case Status.TIMEOUT:
            return ["Status: timeout"]
        case Status.ERROR:
            return ["Status: error", f"Error Type: {error_type}"]


def metrics(report: Report) -> dict[str, float]:
    """Return the figures as the Telemetry API's `platform.report` has them."""
    figures: dict[str, float] = {
        "durationMs": round(report.duration_ms, 3),
        "billedDurationMs": billed_ms(report),
        "memorySizeMB": report.memory_size_mb,
        "maxMemoryUsedMB": report.max_memory_mb,
    }
    if report.init_ms is not None:
        figures["initDurationMs"] = round(report.init_ms, 3)
    return figures
