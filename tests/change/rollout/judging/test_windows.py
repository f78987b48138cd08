"""Which traffic is compared with which."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lamella.change.rollout.function import AliasMove, Function, Standing
from lamella.change.rollout.judging.windows import Traffic, compared
from lamella.change.rollout.state import Head
from sample_rollouts import HEAD, IRELAND, planned

WEIGHTS = replace(HEAD.settings.strategy, weights=(0.1, 1.0))
WHOLE = replace(HEAD.settings.strategy, weights=(1.0,))


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, second, tzinfo=UTC)


def head(*, split: bool = True, since: datetime | None = None) -> Head:
    settings = replace(HEAD.settings, strategy=WEIGHTS if split else WHOLE, baseline_s=3600.0)
    return replace(HEAD, settings=settings, stage_since=since)


MOVED_AT = at(10, 0, 30)


def moved(weight: float | None, moved_at: datetime | None = MOVED_AT) -> Function:
    aliases = () if weight is None else (AliasMove("live", "7"),)
    function = Function(planned(IRELAND, "f", 1, aliases), Standing.MOVED, moved_at=moved_at)
    return function if weight is None else replace(function, published="8", weights={"live": weight})


BEFORE = (at(9, 0), at(10, 0))


def test_in_place_the_minute_of_the_move_belongs_to_neither_side() -> None:
    found = compared(moved(None), head(), at(10, 5, 1))
    assert found.after == found.throttled == (Traffic("f", at(10, 1), at(10, 6)),)
    assert found.before == (Traffic("f", *BEFORE),)
    assert found.after[0].dimensions == (("FunctionName", "f"),)


def test_a_version_behind_a_split_alias_is_known_by_itself() -> None:
    found = compared(moved(0.1), head(), at(10, 5))
    assert found.after == (Traffic("f", at(10, 0), at(10, 5), "live", "8"),)
    assert found.before == (Traffic("f", *BEFORE, "live"),)
    assert found.throttled == (Traffic("f", at(10, 1), at(10, 5), "live"),)
    assert found.after[0].dimensions == (("FunctionName", "f"), ("Resource", "f:live"), ("ExecutedVersion", "8"))


def test_once_it_has_all_of_the_alias_the_alias_is_counted_since_the_bake_began() -> None:
    found = compared(moved(1.0), head(since=at(10, 3, 10)), at(10, 6))
    assert found.after == (
        Traffic("f", at(10, 0), at(10, 4), "live", "8"),
        Traffic("f", at(10, 4), at(10, 6), "live"),
    )


def test_an_alias_that_moves_at_once_is_counted_whole() -> None:
    found = compared(moved(1.0), head(split=False), at(10, 6))
    assert found.after == found.throttled == (Traffic("f", at(10, 1), at(10, 6), "live"),)


@pytest.mark.parametrize(
    ("function", "now"), [(moved(None, None), at(10, 5)), (moved(None), at(10, 0, 59)), (moved(0.0), at(10, 5))]
)
def test_what_has_not_moved_has_no_traffic(function: Function, now: datetime) -> None:
    assert compared(function, head(), now).after == ()


@pytest.mark.parametrize(("age", "minute"), [(timedelta(days=20), 35), (timedelta(days=70), 0)])
def test_old_baselines_begin_where_cloudwatch_still_has_points(age: timedelta, minute: int) -> None:
    function = moved(None, at(10, 39, 30))
    before = compared(function, head(), at(10, 39) + age).before
    assert before == (Traffic("f", at(9, minute), at(10, minute)),)
