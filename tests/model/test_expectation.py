import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import ConfigError
from lamella.model import jsonpath
from lamella.model.expectation import AtPaths, Equals, Event, difference, events_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"a": 1}, Event({"a": 1}, None, "event 1")),
        ([1], Event([1], None, "event 1")),
        (None, Event(None, None, "event 1")),
        ({"event": 1}, Event(1, None, "event 1")),
        ({"event": 1, "name": "one"}, Event(1, None, "event 1 one")),
        ({"event": 1, "expect": None}, Event(1, Equals(None), "event 1")),
        ({"event": 1, "expect": {}}, Event(1, Equals({}), "event 1")),
        ({"event": 1, "expect": {"$a": 1, "b": 2}}, Event(1, Equals({"$a": 1, "b": 2}), "event 1")),
        ({"event": 1, "other": 2}, Event({"event": 1, "other": 2}, None, "event 1")),
        ({"expect": 1}, Event({"expect": 1}, None, "event 1")),
        ({"event": 1, "expect": {"$.a": 2}}, Event(1, AtPaths(((jsonpath.parse("$.a"), 2),)), "event 1")),
    ],
)
def test_tells_events_from_tables_that_describe_them(item: Any, expected: Event) -> None:
    assert events_of(json.dumps([item]), "events.json") == (expected,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "events.json is not JSON"),
        ("[" * 100_000, "events.json is not JSON"),
        ("{}", "not a list of events"),
        ("[]", "has no events"),
        ("[NaN]", "is not JSON"),
        ('[{"event": 1, "name": 2}]', r"\[0\].name is not a text"),
        ('[1, {"event": 1, "expect": {"$.*": 2}}]', r"\[1\].expect: `\$\.\*` is not a JSON path"),
    ],
)
def test_what_is_no_list_of_events_is_an_error_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        events_of(text, "events.json")


@pytest.mark.parametrize(
    ("expect", "answer", "expected"),
    [
        (1, 1.0, None),
        (True, 1, "$ is 1, expected true"),
        (0, False, "$ is false, expected 0"),
        ({"a": [1, 2]}, {"a": [1, 2]}, None),
        ({"a": [1, 2]}, {"a": [1, 3]}, "$.a[1] is 3, expected 2"),
        ({"a": [1, 2]}, {"a": [1]}, "$.a has 1 elements, expected 2"),
        ({"a": 1}, {}, "$.a is not there"),
        ({}, {"a": 1}, "$.a was not expected"),
        ([], {}, "$ is {}, expected []"),
        ("x" * 500, None, f'$ is null, expected "{"x" * 119}...'),
        ({"$.a": 1}, {"a": 1, "b": 2}, None),
        ({"$.a": 1}, {"a": 2}, "$.a is 2, expected 1"),
        ({"$.a.b[0]": 1}, {"a": {}}, "$.a.b[0] is not there (up to $.a.b)"),
        ({"$.a": {"x": 1}}, {"a": {"x": 2}}, "$.a.x is 2, expected 1"),
    ],
)
def test_says_the_first_difference(expect: Any, answer: Any, expected: str | None) -> None:
    [event] = events_of(json.dumps([{"event": 0, "expect": expect}]), "events.json")
    assert event.expect is not None
    assert difference(event.expect, json.dumps(answer)) == expected


def test_an_answer_that_is_no_json_differs() -> None:
    assert "not JSON" in (difference(Equals(1), "nope") or "")


@given(JSON)
def test_every_value_equals_itself_through_json(value: Any) -> None:
    assert difference(Equals(json.loads(json.dumps(value))), json.dumps(value)) is None
