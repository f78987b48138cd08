"""Figures of repeated runs: robust ones, since a shared machine disturbs single runs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

RESAMPLES = 4_000


@dataclass(frozen=True, slots=True)
class Summary:
    """Some values of one kind, in their own unit."""

    count: int
    minimum: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of medians and its interval: with the given confidence it lies from `low` to `high`."""

    value: float
    low: float
    high: float
    confidence: float


def summarise(values: Sequence[float]) -> Summary:
    """Return minimum, median and 90th percentile of at least one value."""
    return Summary(len(values), min(values), median(values), percentile(values, 0.9))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie.

    Between two values it is interpolated linearly: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical
    Packages" (1996), the one of numpy and of spreadsheets.
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ratio_of_medians(
    after: Sequence[float],
    before: Sequence[float],
    random: Random,
    *,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
) -> Ratio | None:
    """Return median(after) / median(before) with a bootstrap interval; `None` where `before` has zeros.

    Both samples are drawn anew, with replacement and independently of each other; the interval is what remains
    between the outer percentiles of the resampled ratios (Efron and Tibshirani, "An Introduction to the Bootstrap",
    1993, chapter 13).

    Args:
        after: At least one value, not negative.
        before: At least one value.
        random: Seeded by the caller, so that the same figures always give the same interval.
        confidence: Share of the resampled ratios that lies in the interval.
        resamples: How often the samples are drawn.
    """
    if min(before) <= 0:
        return None
    drawn = [
        median(random.choices(after, k=len(after))) / median(random.choices(before, k=len(before)))
        for _ in range(resamples)
    ]
    outside = (1 - confidence) / 2
    return Ratio(median(after) / median(before), percentile(drawn, outside), percentile(drawn, 1 - outside), confidence)


def geometric_mean(values: Sequence[float]) -> float:
    """Return the mean that ratios have; every value is positive."""
    return math.exp(math.fsum(math.log(value) for value in values) / len(values))
