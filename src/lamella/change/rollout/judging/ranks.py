"""A one-sided rank test: are values greater than those of before?"""

from bisect import bisect_left
from collections.abc import Sequence
from math import comb, erfc, sqrt

# Products of polynomials, in additions of integers: 0.2 s at most.
_MOST_ADDITIONS = 1_000_000


def p_of_greater(after: Sequence[float], before: Sequence[float]) -> float:
    """Return how probable it is that `after` wins so many comparisons, or more, when both come from one distribution.

    The test of Mann and Whitney (1947): of all pairs, in how many is the value of `after` greater. A tie counts as
    lost, so the result is never too small. Exact where that is cheap; otherwise the normal approximation with
    continuity correction, whose tails are heavier than the exact ones. 1.0 when a side is empty.
    """
    ordered, m, n = sorted(before), len(after), len(before)
    won = sum(bisect_left(ordered, value) for value in after)
    if not won:
        return 1.0
    lost = m * n - won
    if 2 * min(m, n) * (lost + 1) <= _MOST_ADDITIONS:
        return _at_most(lost, m, n) / comb(m + n, m)
    deviation = sqrt(m * n * (m + n + 1) / 12)
    return max(smallest_p(m, n), erfc((won - 0.5 - m * n / 2) / deviation / sqrt(2)) / 2)


def smallest_p(after: int, before: int) -> float:
    """Return what `p_of_greater` gives when every one of so many values is greater than all of before."""
    return 1 / comb(after + before, after)


def _at_most(lost: int, m: int, n: int) -> int:
    """Count the orders of m and n values in which at most so many pairs are lost.

    The counts of each number of pairs are the coefficients of a Gaussian binomial: the product of
    (1 - q^(larger + i)) / (1 - q^i) for i from 1 to the smaller.
    """
    smaller, larger = sorted((m, n))
    counts = [1] + [0] * lost
    for i in range(1, smaller + 1):
        for k in range(lost, larger + i - 1, -1):
            counts[k] -= counts[k - larger - i]
        for k in range(i, lost + 1):
            counts[k] += counts[k - i]
    return sum(counts)
