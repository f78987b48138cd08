"""The exact test of two proportions."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.judging.proportions import fewest_failures, p_of_more


def by_counting(failed: int, of: int, failed_before: int, of_before: int) -> Fraction:
    failures, total = failed + failed_before, of + of_before
    ways = sum(comb(failures, k) * comb(total - failures, of - k) for k in range(failed, min(of, failures) + 1))
    return Fraction(ways, comb(total, of))


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    of, of_before = draw(st.integers(1, 120)), draw(st.integers(0, 400))
    return draw(st.integers(0, of)), of, draw(st.integers(0, of_before)), of_before


@given(tables())
def test_it_is_the_sum_of_all_tables_as_bad_or_worse(table: tuple[int, int, int, int]) -> None:
    assert p_of_more(*table) == pytest.approx(float(by_counting(*table)), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("table", "p"),
    [
        ((3, 4, 1, 4), 17 / 70),  # Fisher's tea
        ((8, 200, 10, 2_000), 7.998e-05),
        ((0, 200, 10, 2_000), 1.0),
        ((5, 5, 0, 0), 1.0),
        ((300, 1_000_000_000, 200, 1_000_000_000), 4.470e-06),
    ],
)
def test_known_values(table: tuple[int, int, int, int], p: float) -> None:
    assert p_of_more(*table) == pytest.approx(p, rel=1e-3)


@given(tables(), st.sampled_from([0.05, 0.005, 0.0001]))
def test_the_fewest_failures_are_the_first_that_fail(table: tuple[int, int, int, int], level: float) -> None:
    _, of, failed_before, of_before = table
    first = next((k for k in range(of + 1) if p_of_more(k, of, failed_before, of_before) <= level), None)
    assert fewest_failures(of, failed_before, of_before, level) == first
