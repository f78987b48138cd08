import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import UsageError
from lamella.model.durations import duration_text, parse_duration, parse_wait


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0s", 0),
        ("30s", 30),
        ("5m", 300),
        ("1h", 3600),
        ("2d", 172_800),
        ("1h30m", 5400),
        ("90m", 5400),
        ("1d1s", 86_401),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds
    assert parse_wait(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "5 m", "m", "-5m", "1.5h", "5m1h", "1e3s", "5M", "forever", "٣s", "1234567s", "5m\n"]
)
def test_no_durations(text: str) -> None:
    with pytest.raises(UsageError, match="is not a duration"):
        parse_duration(text)


def test_a_number_alone_is_asked_about() -> None:
    with pytest.raises(UsageError) as caught:
        parse_duration("30")
    assert caught.value.hint == "did you mean `30s`?"


def test_forever() -> None:
    assert parse_wait("forever") == math.inf
    with pytest.raises(UsageError) as caught:
        parse_wait("for ever")
    assert "forever" in caught.value.why


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59.6, "1m"), (5400, "1h30m"), (172_800, "2d"), (math.inf, "forever"), (-3, "0s")]
)
def test_shown(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@given(st.integers(0, 86_400 * 999))
def test_what_is_shown_can_be_read(seconds: int) -> None:
    assert parse_wait(duration_text(seconds)) == seconds
