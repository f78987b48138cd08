from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.cloud.shim.invoke.resolve import Resolved, routed


def alias(weights: dict[str, float] | None) -> dict[str, Any]:
    routing = {} if weights is None else {"RoutingConfig": {"AdditionalVersionWeights": weights}}
    return {"FunctionVersion": "1", **routing}


@pytest.mark.parametrize(
    ("weights", "drawn", "expected"),
    [
        (None, 0.0, "1"),
        ({}, 0.0, "1"),
        ({"2": 0.1}, 0.0, "2"),
        ({"2": 0.1}, 0.0999, "2"),
        ({"2": 0.1}, 0.1, "1"),
        ({"2": 1.0}, 0.9999, "2"),
        ({"2": 0.0}, 0.0, "1"),
    ],
)
def test_an_alias_sends_by_weight(weights: dict[str, float] | None, drawn: float, expected: str) -> None:
    assert routed(alias(weights), drawn) == expected


@given(st.integers(0, 100))
def test_evenly_drawn_numbers_give_the_weights(percent: int) -> None:
    seen = Counter(routed(alias({"2": percent / 100}), (each + 0.5) / 100) for each in range(100))
    assert seen["2"] == percent


@pytest.mark.parametrize(
    ("qualifier", "logging", "resource", "group"),
    [
        ("", {}, "report", "/aws/lambda/report"),
        ("live", {"LogGroup": "/own"}, "report:live", "/own"),
    ],
)
def test_names_for_logs_and_metrics(qualifier: str, logging: dict[str, str], resource: str, group: str) -> None:
    resolved = Resolved("report", qualifier, alias=False, version="1", configuration={"LoggingConfig": logging},
                        location="", reserved=None)  # fmt: skip
    assert (resolved.resource, resolved.log_group) == (resource, group)
