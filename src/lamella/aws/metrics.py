"""Reads metrics of functions from CloudWatch."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.limits import limits
from lamella.model.place import Place

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import MetricDataQueryTypeDef

_NAMESPACE = "AWS/Lambda"
_DAYS = 7
_HOUR_S = 3_600
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Query:
    """One statistic of one metric of `AWS/Lambda`.

    Attributes:
        metric: `Invocations`, `Errors`, `Throttles`, `Duration`.
        statistic: `Sum`, `SampleCount`, `p99`.
        dimensions: Name and value of all that the metric has.
        begin, end: With a time zone, whole minutes; `end` is not part of it.
        period_s: Of a data point, a multiple of 60; `None` for the whole window, a day at most.
    """

    metric: str
    statistic: str
    dimensions: tuple[tuple[str, str], ...]
    begin: datetime
    end: datetime
    period_s: int | None = None

    @property
    def point_s(self) -> int:
        """Seconds of a data point."""
        return self.period_s or max(60, min(_DAY_S, int((self.end - self.begin).total_seconds())))


def read_metrics(
    clients: Clients, place: Place, queries: Collection[Query]
) -> Mapping[Query, Mapping[datetime, float]]:
    """Return the data points of each query, by the time when they begin; none where nothing was recorded.

    Queries of the same window share a call (GetMetricData, at most 500 in each).

    Raises:
        AwsError: They could not be read.
    """
    by_window: dict[tuple[datetime, datetime], list[Query]] = defaultdict(list)
    for query in dict.fromkeys(queries):
        by_window[query.begin, query.end].append(query)
    most = limits().metric_queries_per_call
    found: dict[Query, dict[datetime, float]] = {}
    for window, asked in by_window.items():
        for first in range(0, len(asked), most):
            found |= _read(clients, place, window, asked[first : first + most])
    return found


def invocations_per_day(
    clients: Clients, place: Place, names: Sequence[str], now: datetime | None = None
) -> Mapping[str, float]:
    """Return how often each function was invoked a day, on average of the last seven; 0 where it was not.

    Args:
        clients: Reach the place.
        place: Where the functions are.
        names: Of functions.
        now: The end of the seven days; `None` for the present.

    Raises:
        AwsError: The metrics could not be read.
    """
    end = (now or datetime.now(UTC)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    begin = end - timedelta(days=_DAYS)
    queries = {
        name: Query("Invocations", "Sum", (("FunctionName", name),), begin, end, period_s=_HOUR_S) for name in names
    }
    found = read_metrics(clients, place, queries.values())
    return {name: sum(found[query].values()) / _DAYS for name, query in queries.items()}


def _read(
    clients: Clients, place: Place, window: tuple[datetime, datetime], queries: Sequence[Query]
) -> dict[Query, dict[datetime, float]]:
    by_id = {f"q{position}": query for position, query in enumerate(queries)}
    found: dict[Query, dict[datetime, float]] = {query: {} for query in queries}
    asked: list[MetricDataQueryTypeDef] = [_asked(id_, query) for id_, query in by_id.items()]
    with translated(Call(f"read metrics in {place}", "cloudwatch:GetMetricData")):
        pages = (
            clients.cloudwatch(place)
            .get_paginator("get_metric_data")
            .paginate(MetricDataQueries=asked, StartTime=window[0], EndTime=window[1])
        )
        for page in pages:
            for result in page["MetricDataResults"]:
                found[by_id[result["Id"]]].update(zip(result["Timestamps"], result["Values"], strict=True))
    return found


def _asked(id_: str, query: Query) -> "MetricDataQueryTypeDef":
    return {
        "Id": id_,
        "MetricStat": {
            "Metric": {
                "Namespace": _NAMESPACE,
                "MetricName": query.metric,
                "Dimensions": [{"Name": name, "Value": value} for name, value in query.dimensions],
            },
            "Period": query.point_s,
            "Stat": query.statistic,
        },
    }
