"""The rank test."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.judging.ranks import p_of_greater, smallest_p


def by_counting(m: int, n: int, won: int) -> Fraction:
    """The share of all orders of m and n values in which so many pairs, or more, are won."""
    orders = list(combinations(range(m + n), m))
    wins = [sum(rank - position for position, rank in enumerate(order)) for order in orders]
    return Fraction(sum(each >= won for each in wins), len(orders))


@given(st.permutations(range(9)), st.integers(1, 8))
def test_it_is_the_share_of_orders_that_are_as_bad_or_worse(values: list[int], m: int) -> None:
    after, before = values[:m], values[m:]
    won = sum(one > other for one in after for other in before)
    assert p_of_greater(after, before) == pytest.approx(float(by_counting(m, 9 - m, won)))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_ties_count_as_lost(after: list[int], before: list[int]) -> None:
    lower = [value - 0.5 for value in after]
    assert p_of_greater(after, before) == p_of_greater(lower, before)


@pytest.mark.parametrize(("m", "n"), [(5, 20), (12, 60), (3, 400)])
def test_the_smallest_is_that_of_values_which_are_all_greater(m: int, n: int) -> None:
    assert p_of_greater([2.0] * m, [1.0] * n) == pytest.approx(smallest_p(m, n)) == 1 / comb(m + n, m)


@pytest.mark.parametrize(("shift", "times"), [(4, 3), (8, 3), (11, 10)])
def test_the_approximation_is_near_the_exact_one_and_not_below_it(
    shift: int, times: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = [3.0 * n + 0.5 + shift * 3 for n in range(20)]
    before = [2.0 * n for n in range(30)]
    exact = p_of_greater(after, before)
    monkeypatch.setattr("lamella.change.rollout.judging.ranks._MOST_ADDITIONS", 0)
    assert exact <= p_of_greater(after, before) < times * exact


@pytest.mark.parametrize(("after", "before"), [([], [1.0]), ([1.0], []), ([1.0], [1.0])])
def test_nothing_to_compare_tells_nothing(after: list[float], before: list[float]) -> None:
    assert p_of_greater(after, before) == 1.0
