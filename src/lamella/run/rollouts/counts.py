"""Counts the traffic of functions on both sides of their move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lamella.aws.clients import Clients
from lamella.aws.traffic import count_traffic
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.judging.looking import summed
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.windows import Traffic, compared
from lamella.change.rollout.state import Head
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Sides:
    """What was counted of a function; `throttled` is `after` as far as throttles are concerned."""

    after: Counts
    before: Counts
    throttled: Counts


class Counter:
    """Counts; baselines are read once. One thread at a time.

    Args:
        clients: Reach every place.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._baselines: dict[tuple[Place, Traffic], Counts] = {}

    def sides(
        self, place: Place, functions: Sequence[Function], head: Head, now: datetime, *, durations: bool
    ) -> dict[FunctionRef, Sides]:
        """Return what was counted of each function.

        Args:
            place: Where all of them are.
            functions: That have moved.
            head: Of their rollout.
            now: The time.
            durations: Also the 99th percentile of durations.

        Raises:
            AwsError: The metrics could not be read.
        """
        windows = {each.ref: compared(each, head, now) for each in functions}
        wanted: dict[Traffic, None] = {}
        for each in windows.values():
            wanted |= dict.fromkeys((*each.after, *each.throttled))
            wanted |= dict.fromkeys(one for one in each.before if (place, one) not in self._baselines)
        counts = count_traffic(self._clients, place, wanted, durations=durations)
        known = {one: found for (where, one), found in self._baselines.items() if where == place}
        for each in windows.values():
            self._baselines |= {(place, one): counts[one] for one in each.before if one in counts}
        counts = {**known, **counts}
        return {
            ref: Sides(summed(each.after, counts), summed(each.before, counts), summed(each.throttled, counts))
            for ref, each in windows.items()
        }
