"""How many invocations a sensitivity needs."""

from math import comb

import pytest

from lamella.change.rollout.judging.needed import at_least, invocations_needed
from lamella.change.rollout.judging.proportions import fewest_failures


@pytest.mark.parametrize(
    ("k", "n", "rate"), [(0, 10, 0.3), (3, 10, 0.3), (9, 10, 0.3), (5, 40, 0.5), (1, 7, 1.0), (1, 7, 0.0)]
)
def test_the_binomial_tail(k: int, n: int, rate: float) -> None:
    exact = sum(comb(n, i) * rate**i * (1 - rate) ** (n - i) for i in range(k, n + 1))
    assert at_least(k, n, rate) == pytest.approx(exact)


@pytest.mark.parametrize(("base", "new"), [(0.0, 0.02), (0.001, 0.01), (0.01, 0.05), (0.1, 1.0)])
def test_so_many_are_enough_and_a_third_fewer_are_not(base: float, new: float) -> None:
    def power(n: int) -> float:
        least = fewest_failures(n, round(base * 20_000), 20_000, 0.001)
        return 0.0 if least is None else at_least(least, n, new)

    needed = invocations_needed(base, new, 0.001, 0.9)
    assert needed is not None
    assert power(needed) >= 0.9 > power(needed * 2 // 3)


def test_a_small_baseline_never_tells_a_small_difference() -> None:
    assert invocations_needed(0.01, 0.0101, 0.001, 0.9, baseline=500) is None
