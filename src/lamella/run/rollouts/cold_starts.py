"""Reads the cold starts of functions on both sides of their move."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lamella.aws.clients import Clients
from lamella.aws.reports import LATEST, Inits, Log, Starts, init_durations, log_of
from lamella.change.rollout.function import Function, FunctionRef
from lamella.errors import AccessDeniedError, AwsError, CredentialsError


@dataclass(frozen=True, slots=True)
class Compared:
    """Init durations with the new version and in the baseline window."""

    after: Inits
    before: Inits


class ColdStarts:
    """Reads; logs and baselines are read once. Threads may share it.

    Args:
        clients: Reach every place.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._logs: dict[FunctionRef, Log] = {}
        self._baselines: dict[tuple[FunctionRef, Starts], Inits] = {}

    def of(self, function: Function, baseline_s: float, now: datetime) -> Compared | str:
        """Return the cold starts of a function that has moved, or why they could not be read.

        Raises:
            CredentialsError: The credentials expired.
        """
        moved_at, planned = function.moved_at or now, function.planned
        old = frozenset(each.version for each in planned.aliases) or frozenset({LATEST})
        new = frozenset({function.published or ""}) if planned.aliases else frozenset({LATEST})
        begin = moved_at - timedelta(seconds=baseline_s)
        try:
            return Compared(
                self._read(function.ref, Starts(function.ref.name, new, moved_at, now)),
                self._baseline(function.ref, Starts(function.ref.name, old, begin, moved_at)),
            )
        except CredentialsError:
            raise
        except AccessDeniedError:
            raise
        except AwsError as error:
            return error.in_one_line

    def _baseline(self, ref: FunctionRef, starts: Starts) -> Inits:
        if (ref, starts) not in self._baselines:
            self._baselines[ref, starts] = self._read(ref, starts)
        return self._baselines[ref, starts]

    def _read(self, ref: FunctionRef, starts: Starts) -> Inits:
        if ref not in self._logs:
            self._logs[ref] = log_of(self._clients, ref.place, ref.name)
        return init_durations(self._clients, ref.place, self._logs[ref], starts)
