# ruff: noqa: S311 - resampling needs no secret randomness

from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.profile.statistics import Ratio, Summary, geometric_mean, percentile, ratio_of_medians, summarise

TIMES = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.9, 7),
        ([1, 2], 0.5, 1.5),
        ([3, 1, 2], 0, 1),
        ([3, 1, 2], 1, 3),
        ([0, 10], 0.9, 9),
        ([1, 2, 3, 4, 5], 0.9, 4.6),
        ([50, 40, 30, 20, 10], 0.25, 20),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10),
    ],
)
def test_percentile(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5.0], Summary(1, 5.0, 5.0, 5.0)),
        ([4.0, 1.0, 3.0, 2.0], Summary(4, 1.0, 2.5, 3.7)),
        ([100.0, 1.0, 1.0, 1.0, 1.0], Summary(5, 1.0, 1.0, 60.4)),
    ],
)
def test_summarise(values: list[float], expected: Summary) -> None:
    found = summarise(values)
    assert (found.count, found.minimum, found.median) == (expected.count, expected.minimum, expected.median)
    assert found.p90 == pytest.approx(expected.p90)


@given(TIMES)
def test_figures_are_in_order_and_within_the_values(values: list[float]) -> None:
    found = summarise(values)
    assert found.minimum <= found.median <= found.p90 + 1e-9 * found.p90
    assert min(values) <= found.p90 <= max(values) * (1 + 1e-12)


def test_ratio_of_constants_is_certain() -> None:
    assert ratio_of_medians([2.0] * 5, [4.0] * 7, Random(1)) == Ratio(0.5, 0.5, 0.5, 0.95)


def test_ratio_of_two_values_each_has_the_extremes_as_its_interval() -> None:
    # Medians of a resample of (1, 3) are 1, 2 and 3 with 1/4, 1/2 and 1/4; of (10,) always 10.
    assert ratio_of_medians([1.0, 3.0], [10.0], Random(1)) == Ratio(0.2, 0.1, 0.3, 0.95)


def test_ratio_to_zero_is_none() -> None:
    assert ratio_of_medians([1.0], [1.0, 0.0], Random(1)) is None


def test_interval_holds_the_true_ratio_about_as_often_as_it_says() -> None:
    random = Random(20)
    held = 0
    for _ in range(200):
        before = [random.gauss(100, 10) for _ in range(20)]
        after = [random.gauss(40, 4) for _ in range(20)]
        found = ratio_of_medians(after, before, random, resamples=200)
        assert found
        held += found.low <= 0.4 <= found.high
    assert 180 <= held <= 200


@given(TIMES, TIMES, st.integers())
def test_interval_is_reproducible_and_lies_between_the_extremes(
    after: list[float], before: list[float], seed: int
) -> None:
    found = ratio_of_medians(after, before, Random(seed), resamples=50)
    assert found
    assert found == ratio_of_medians(after, before, Random(seed), resamples=50)
    assert found.value == median(after) / median(before)
    slack = 1 + 1e-9
    assert min(after) / max(before) / slack <= found.low <= found.high <= max(after) / min(before) * slack


@pytest.mark.parametrize(("values", "expected"), [([4.0], 4.0), ([1.0, 4.0], 2.0), ([0.5, 0.5, 4.0], 1.0)])
def test_geometric_mean(values: list[float], expected: float) -> None:
    assert geometric_mean(values) == pytest.approx(expected)


@given(TIMES)
def test_geometric_mean_of_reciprocals_is_the_reciprocal(values: list[float]) -> None:
    assert geometric_mean([1 / value for value in values]) == pytest.approx(1 / geometric_mean(values))
