"""An exact one-sided test of two proportions: Fisher's."""

from math import exp, lgamma

_NEGLIGIBLE = 1e-17


def p_of_more(failed: int, of: int, failed_before: int, of_before: int) -> float:
    """Return how probable so many failures, or more, are when nothing became worse.

    Given how many failures there are in all, their number in the second window is hypergeometric when both windows have
    the same rate, whatever that is: R. A. Fisher, "The Logic of Inductive Inference" (1935).

    Args:
        failed: Failures now, at most `of`.
        of: Trials now.
        failed_before: Failures before, at most `of_before`.
        of_before: Trials before.
    """
    total, failures = of + of_before, failed + failed_before
    if failed <= max(0, failures - of_before):
        return 1.0
    mode = (of + 1) * (failures + 1) // (total + 2)
    if failed > mode:
        return min(1.0, _tail(failed, of, failures, total, step=1))
    return max(0.0, 1.0 - _tail(failed - 1, of, failures, total, step=-1))


def fewest_failures(of: int, failed_before: int, of_before: int, level: float) -> int | None:
    """Return from how many failures on the test fails at a level; `None` when all of them would not be enough."""
    if p_of_more(of, of, failed_before, of_before) > level:
        return None
    low, high = 0, of
    while low < high:
        middle = (low + high) // 2
        if p_of_more(middle, of, failed_before, of_before) <= level:
            high = middle
        else:
            low = middle + 1
    return low


def _tail(begin: int, of: int, failures: int, total: int, *, step: int) -> float:
    """Sum the probabilities from `begin` on, away from the mode: each is smaller than the one before it."""
    passed = total - failures
    term = exp(_log_choose(failures, begin) + _log_choose(passed, of - begin) - _log_choose(total, of))
    summed, k = 0.0, begin
    while term > summed * _NEGLIGIBLE and term > 0:
        summed += term
        if step > 0:
            term *= (failures - k) * (of - k) / ((k + 1) * (passed - of + k + 1))
        else:
            term *= k * (passed - of + k) / ((failures - k + 1) * (of - k + 1))
        k += step
    return summed


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
