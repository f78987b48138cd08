"""How many invocations a gate needs to see that a rate grew."""

from math import exp, lgamma, log

from lamella.change.rollout.judging.proportions import fewest_failures

_MOST = 100_000_000


def invocations_needed(
    base_rate: float, new_rate: float, alpha: float, power: float, baseline: int = 20_000
) -> int | None:
    """Return how many invocations with the new version the error gate needs, as an estimate.

    The baseline is taken to have its expected failures, rounded. The test is exact and steps from count to count, so a
    few invocations more can be a little less powerful; the result is right to some percent.

    Args:
        base_rate: Share of failures before, 0 <= base_rate < new_rate.
        new_rate: Share of failures with the new version, at most 1.
        alpha: The level of the look.
        power: How probably it is to be seen, 0 < power < 1.
        baseline: Invocations in the baseline window.

    Returns:
        `None` when no number is enough, since the baseline is too small.
    """
    failed_before = round(base_rate * baseline)

    def enough(n: int) -> bool:
        least = fewest_failures(n, failed_before, baseline, alpha)
        return least is not None and at_least(least, n, new_rate) >= power

    high = 1
    while not enough(high):
        high *= 2
        if high > _MOST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high


def at_least(k: int, n: int, rate: float) -> float:
    """Return how probably at least `k` of `n` independent trials of a rate fail (binomial)."""
    if k <= 0:
        return 1.0
    if rate >= 1:
        return 1.0 if k <= n else 0.0
    if rate <= 0 or k > n:
        return 0.0
    mean = n * rate
    up = k > mean
    begin = k if up else k - 1
    term = exp(
        lgamma(n + 1) - lgamma(begin + 1) - lgamma(n - begin + 1) + begin * log(rate) + (n - begin) * log(1 - rate)
    )
    odds, summed = rate / (1 - rate), 0.0
    while term > summed * 1e-17 and term > 0:
        summed += term
        term *= (n - begin) / (begin + 1) * odds if up else begin / ((n - begin + 1) * odds)
        begin += 1 if up else -1
    return min(1.0, summed) if up else max(0.0, 1.0 - summed)
