"""Counts the traffic of functions with CloudWatch's metrics."""

from collections.abc import Collection, Mapping
from datetime import datetime

from lamella.aws.clients import Clients
from lamella.aws.metrics import Query, read_metrics
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.windows import Traffic
from lamella.model.place import Place

_SUMS = ("Invocations", "Errors", "Throttles")


def count_traffic(
    clients: Clients, place: Place, traffic: Collection[Traffic], *, durations: bool
) -> Mapping[Traffic, Counts]:
    """Return what was counted of each.

    Args:
        clients: Reach the place.
        place: Where the functions are.
        traffic: What to count.
        durations: Also read the 99th percentile of durations: two metrics more.

    Raises:
        AwsError: The metrics could not be read.
    """
    statistics = [(metric, "Sum") for metric in _SUMS]
    if durations:
        statistics += [("Duration", "p99"), ("Duration", "SampleCount")]
    queries = {
        (each, metric, statistic): Query(metric, statistic, each.dimensions, each.begin, each.end)
        for each in traffic
        for metric, statistic in statistics
    }
    found = read_metrics(clients, place, queries.values())

    def points(each: Traffic, metric: str, statistic: str) -> Mapping[datetime, float]:
        query = queries.get((each, metric, statistic))
        return found[query] if query else {}

    return {
        each: Counts(
            round(sum(points(each, "Invocations", "Sum").values())),
            round(sum(points(each, "Errors", "Sum").values())),
            round(sum(points(each, "Throttles", "Sum").values())),
            _of_most(points(each, "Duration", "p99"), points(each, "Duration", "SampleCount")),
        )
        for each in traffic
    }


def _of_most(values: Mapping[datetime, float], samples: Mapping[datetime, float]) -> float | None:
    """Return the value of the point with most samples: percentiles of several points cannot be joined."""
    at = max(values, key=lambda point: samples.get(point, 0.0), default=None)
    return None if at is None else values[at]
