"""What Lambda leaves behind of an invocation: lines in CloudWatch Logs, metrics of AWS/Lambda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lamella.cloud.shim.invoke.resolve import Resolved
from lamella.cloud.shim.ministack import Ministack

_LOGS = "Logs_20140328"
_COUNT = "Count"
_MILLISECONDS = "Milliseconds"
# CloudWatch Logs quotas: 10,000 events and 1,048,576 bytes (26 more an event) in a call.
_MOST_EVENTS = 10_000
_MOST_BYTES = 1_048_576
_EVENT_BYTES = 26


@dataclass(frozen=True, slots=True)
class Figures:
    """What an invocation counts as.

    Attributes:
        duration_ms: `None` where nothing ran.
        failed: Whether the function answered with an error.
        throttled: Whether it did not run since too many do.
    """

    duration_ms: float | None = None
    failed: bool = False
    throttled: bool = False


def metrics(resolved: Resolved, figures: Figures, *, own_dimension: bool = True) -> list[dict[str, object]]:
    """Return the metrics of an invocation for each set of dimensions that Lambda gives.

    Source: AWS Lambda developer guide, "Types of metrics for Lambda functions".

    Args:
        resolved: What ran.
        figures: How.
        own_dimension: Also by FunctionName alone.
    """
    function = {"Name": "FunctionName", "Value": resolved.name}
    resource = {"Name": "Resource", "Value": resolved.resource}
    executed = {"Name": "ExecutedVersion", "Value": resolved.version}
    sets = [[function, resource]]
    if own_dimension:
        sets.insert(0, [function])
    if resolved.alias:
        sets.append([function, resource, executed])
    return [
        {"MetricName": name, "Value": value, "Unit": unit, "Dimensions": dimensions}
        for dimensions in sets
        for name, value, unit in _values(figures)
    ]


def _values(figures: Figures) -> list[tuple[str, float, str]]:
    if figures.throttled:
        return [("Throttles", 1.0, _COUNT)]
    values = [("Invocations", 1.0, _COUNT), ("Errors", float(figures.failed), _COUNT), ("Throttles", 0.0, _COUNT)]
    if figures.duration_ms is not None:
        values.append(("Duration", figures.duration_ms, _MILLISECONDS))
    return values


def log_events(text: str, began_ms: int, ended_ms: int) -> list[dict[str, object]]:
    """Return a log as events, a line each; what follows the END line has the time of the end.

    Args:
        text: Lines, as the sandbox gives them.
        began_ms: Milliseconds since 1970.
        ended_ms: The same.
    """
    events: list[dict[str, object]] = []
    at_ms = began_ms
    for line in text.splitlines():
        if line.startswith("END RequestId: "):
            at_ms = max(began_ms, ended_ms)
        if line:
            events.append({"timestamp": at_ms, "message": f"{line}\n"})
    return events


def batches(events: Sequence[Mapping[str, object]]) -> list[list[Mapping[str, object]]]:
    """Cut events into what one PutLogEvents takes."""
    cut: list[list[Mapping[str, object]]] = []
    size_bytes = _MOST_BYTES
    for event in events:
        own_bytes = len(str(event["message"]).encode()) + _EVENT_BYTES
        if size_bytes + own_bytes > _MOST_BYTES or len(cut[-1]) == _MOST_EVENTS:
            cut.append([])
            size_bytes = 0
        cut[-1].append(event)
        size_bytes += own_bytes
    return cut


def write_log(ministack: Ministack, group: str, stream: str, events: Sequence[Mapping[str, object]]) -> None:
    """Put events into a stream; group and stream are made where they are missing.

    Raises:
        OSError: ministack does not answer.
    """
    for batch in batches(events):
        put = {"logGroupName": group, "logStreamName": stream, "logEvents": batch}
        if ministack.json_call("logs", f"{_LOGS}.PutLogEvents", put).status != 200:
            ministack.json_call("logs", f"{_LOGS}.CreateLogGroup", {"logGroupName": group})
            names = {"logGroupName": group, "logStreamName": stream}
            ministack.json_call("logs", f"{_LOGS}.CreateLogStream", names)
            ministack.json_call("logs", f"{_LOGS}.PutLogEvents", put)
