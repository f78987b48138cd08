from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.cloud.shim.invoke.records import Figures, batches, log_events, metrics
from lamella.cloud.shim.invoke.resolve import Resolved


def resolved(qualifier: str, *, alias: bool) -> Resolved:
    return Resolved("report", qualifier, alias, "7", {}, "", None)


def sets(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    every = [tuple(f"{each['Name']}={each['Value']}" for each in metric["Dimensions"]) for metric in found]
    return list(dict.fromkeys(every))


FUNCTION = "FunctionName=report"


@pytest.mark.parametrize(
    ("qualifier", "alias", "expected"),
    [
        ("", False, [(FUNCTION,), (FUNCTION, "Resource=report")]),
        ("7", False, [(FUNCTION,), (FUNCTION, "Resource=report:7")]),
        (
            "live",
            True,
            [(FUNCTION,), (FUNCTION, "Resource=report:live"), (FUNCTION, "Resource=report:live", "ExecutedVersion=7")],
        ),
    ],
)
def test_dimensions(qualifier: str, *, alias: bool, expected: list[tuple[str, ...]]) -> None:
    found: list[dict[str, Any]] = metrics(resolved(qualifier, alias=alias), Figures(1.5))
    assert sets(found) == expected
    own: list[dict[str, Any]] = metrics(resolved(qualifier, alias=alias), Figures(1.5), own_dimension=False)
    assert sets(own) == expected[1:]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(1.5), {"Invocations": 1.0, "Errors": 0.0, "Throttles": 0.0, "Duration": 1.5}),
        (Figures(1.5, failed=True), {"Invocations": 1.0, "Errors": 1.0, "Throttles": 0.0, "Duration": 1.5}),
        (Figures(throttled=True), {"Throttles": 1.0}),
    ],
)
def test_values(figures: Figures, expected: dict[str, float]) -> None:
    found = metrics(resolved("", alias=False), figures)
    assert {each["MetricName"]: each["Value"] for each in found} == expected


def test_lines_have_the_time_of_the_beginning_and_from_end_on_that_of_the_end() -> None:
    text = "START RequestId: a Version: 7\nhello\n\nEND RequestId: a\nREPORT RequestId: a\n"
    assert [(each["timestamp"], each["message"]) for each in log_events(text, 10, 20)] == [
        (10, "START RequestId: a Version: 7\n"),
        (10, "hello\n"),
        (20, "END RequestId: a\n"),
        (20, "REPORT RequestId: a\n"),
    ]


@given(st.lists(st.integers(0, 400_000), max_size=12))
def test_batches_hold_what_one_call_takes(sizes: list[int]) -> None:
    events: list[dict[str, object]] = [{"timestamp": 1, "message": "x" * size} for size in sizes]
    cut = batches(events)
    assert [event for batch in cut for event in batch] == events
    assert all(batch for batch in cut)
    assert all(sum(len(str(event["message"])) + 26 for event in batch) <= 1_048_576 for batch in cut)


def test_batches_hold_at_most_ten_thousand_events() -> None:
    cut = batches([{"timestamp": 1, "message": "x"}] * 10_001)
    assert [len(batch) for batch in cut] == [10_000, 1]
