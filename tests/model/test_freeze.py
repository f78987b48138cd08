"""Freeze windows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import UsageError
from lamella.model.freeze import Freeze, frozen_until, parse_freeze

BERLIN = ZoneInfo("Europe/Berlin")
WEEKEND = "Fri 16:00-Mon 08:00 Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WEEKEND, Freeze(WEEKEND, 6720, 480, "Europe/Berlin")),
        ("mon 00:00 - tue 24:00", Freeze("mon 00:00 - tue 24:00", 0, 2880, "UTC")),
        ("Sat 00:00-Sun 24:00 UTC", Freeze("Sat 00:00-Sun 24:00 UTC", 7200, 0, "UTC")),
    ],
)
def test_read(text: str, expected: Freeze) -> None:
    assert parse_freeze(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("weekends", "form"),
        ("Fri 16:00", "form"),
        ("Fre 16:00-Mon 08:00", "`Fre` is none of"),
        ("Fri 25:00-Mon 08:00", "`25:00` is no time"),
        ("Fri 16:60-Mon 08:00", "`16:60` is no time"),
        ("Fri 24:01-Mon 08:00", "`24:01` is no time"),
        ("Fri 16:00-Fri 16:00", "begins when it ends"),
        ("Sun 24:00-Mon 00:00", "begins when it ends"),
        ("Fri 16:00-Mon 08:00 Europe/Atlantis", "no time zone"),
        ("Fri 16:00-Mon 08:00 ../etc", "no time zone"),
        ("Fri 16:00-Mon 08:00 Europe", "no time zone"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_freeze(text)
    assert why in raised.value.why


@pytest.mark.parametrize(
    ("windows", "now", "until"),
    [
        ((WEEKEND,), datetime(2026, 11, 27, 15, 59, tzinfo=BERLIN), None),
        ((WEEKEND,), datetime(2026, 11, 27, 16, 0, tzinfo=BERLIN), datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)),
        ((WEEKEND,), datetime(2026, 11, 29, 23, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)),
        ((WEEKEND,), datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN), None),
        # The wall clock is put forward on 2026-03-29, back on 2026-10-25, at 01:00 UTC.
        ((WEEKEND,), datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 30, 6, 0, tzinfo=UTC)),
        ((WEEKEND,), datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 26, 7, 0, tzinfo=UTC)),
        (
            (WEEKEND, "Mon 08:00-Mon 09:00 Europe/Berlin"),
            datetime(2026, 11, 28, tzinfo=UTC),
            datetime(2026, 11, 30, 8, 0, tzinfo=UTC),
        ),
        ((), datetime(2026, 11, 28, tzinfo=UTC), None),
    ],
)
def test_frozen(windows: tuple[str, ...], now: datetime, until: datetime | None) -> None:
    assert frozen_until(tuple(map(parse_freeze, windows)), now) == until


def test_windows_that_never_end() -> None:
    windows = tuple(map(parse_freeze, ("Mon 00:00-Thu 00:00", "Thu 00:00-Mon 00:00")))
    now = datetime(2026, 11, 28, tzinfo=UTC)
    until = frozen_until(windows, now)
    assert until is not None
    assert until >= now + timedelta(days=366)


@given(
    st.tuples(st.integers(0, 10079), st.integers(0, 10079)).filter(lambda it: it[0] != it[1]),
    st.timedeltas(timedelta(0), timedelta(days=3650)).map(lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_after_its_end_it_does_not_hold(window: tuple[int, int], now: datetime, zone: str) -> None:
    windows = (Freeze("", *window, zone),)
    until = frozen_until(windows, now)
    if until is not None:
        assert until > now
        assert frozen_until(windows, until) is None
