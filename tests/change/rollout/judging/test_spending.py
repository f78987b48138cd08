"""Alpha over waves, functions and looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.judging.spending import Looks, share_of_function


def reading(looks: int, n: int, verdict: Verdict = Verdict.PASS) -> Reading:
    return Reading("errors", verdict, "", "", "", n=n, looks=looks)


@given(st.lists(st.integers(1, 2_000), max_size=60), st.floats(0.0001, 0.5))
def test_no_waves_of_any_sizes_spend_more_than_alpha(sizes: list[int], alpha: float) -> None:
    spent = sum(size * share_of_function(alpha, wave, size) for wave, size in enumerate(sizes, 1))
    assert spent <= alpha


@given(st.integers(0, 500))
def test_no_looks_spend_more_than_alpha(looks: int) -> None:
    assert sum(Looks(0.01, reading(made, 100)).level for made in range(looks)) <= 0.01


@pytest.mark.parametrize(
    ("previous", "last", "n", "due"),
    [
        (None, False, 1, True),
        (reading(0, 10, Verdict.NOT_ENOUGH_DATA), False, 11, True),
        (reading(1, 100), False, 399, False),
        (reading(1, 100), False, 400, True),
        (reading(1, 100), True, 119, False),
        (reading(1, 100), True, 120, True),
        (reading(1, 100), True, 90, False),
    ],
)
def test_a_look_needs_more_than_the_last_had(previous: Reading | None, last: bool, n: int, due: bool) -> None:  # noqa: FBT001 - a table
    assert Looks(0.01, previous, last).due(n) is due
