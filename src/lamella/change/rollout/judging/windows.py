"""Which traffic of a function is compared with which: windows in CloudWatch's whole minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lamella.change.rollout.function import Function
from lamella.change.rollout.state import Head

_MINUTE = timedelta(minutes=1)
# CloudWatch keeps minutes for 15 days, then five of them, then hours (developer guide, "Metrics retention").
_STEPS = ((timedelta(days=15), _MINUTE), (timedelta(days=63), 5 * _MINUTE), (timedelta.max, 60 * _MINUTE))


@dataclass(frozen=True, slots=True)
class Traffic:
    """Invocations of a function in a window.

    Attributes:
        function: Its name.
        begin, end: With a time zone, whole minutes.
        alias: Through which; empty for all.
        version: Only what this version of two behind the alias executed; empty for all.
    """

    function: str
    begin: datetime
    end: datetime
    alias: str = ""
    version: str = ""

    @property
    def dimensions(self) -> tuple[tuple[str, str], ...]:
        """Of its metrics in `AWS/Lambda`."""
        resource = (("Resource", f"{self.function}:{self.alias}"),) if self.alias else ()
        executed = (("ExecutedVersion", self.version),) if self.version else ()
        return (("FunctionName", self.function), *resource, *executed)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is summed up on each side.

    Attributes:
        after: With the new version.
        before: The baseline.
        throttled: As `after`, for throttles: an event that nothing executed is counted for the alias alone.
    """

    after: tuple[Traffic, ...]
    before: tuple[Traffic, ...]
    throttled: tuple[Traffic, ...]


def compared(function: Function, head: Head, now: datetime) -> Compared:
    """Return the traffic of a function that has moved.

    CloudWatch counts by the minute in which an invocation began. The minute of the move belongs to neither side,
    unless the version is known by itself.
    """
    moved_at = function.moved_at
    if moved_at is None:
        return Compared((), (), ())
    name, end = function.ref.name, _up(now)
    since = _up(moved_at)
    before = _baseline(moved_at, timedelta(seconds=head.settings.baseline_s), now)
    aliases = [alias for alias, weight in function.weights.items() if weight > 0] if function.planned.aliases else [""]
    after: list[Traffic] = []
    for alias in aliases:
        after += _after(function, alias, head, (moved_at, end))
    return Compared(
        tuple(each for each in after if each.begin < each.end),
        tuple(Traffic(name, *before, alias) for alias in aliases),
        tuple(Traffic(name, since, end, alias) for alias in aliases if since < end),
    )


def _after(function: Function, alias: str, head: Head, window: tuple[datetime, datetime]) -> list[Traffic]:
    moved_at, end = window
    name, version = function.ref.name, function.published or ""
    if not alias or len(head.settings.strategy.weights) == 1 or not version:
        return [Traffic(name, _up(moved_at), end, alias)]
    if function.weights[alias] < 1 or head.stage_since is None:
        return [Traffic(name, _down(moved_at), end, alias, version)]
    # Whether AWS goes on telling the executed version of an alias that has only one is not documented.
    whole_since = max(_up(head.stage_since), _up(moved_at))
    return [
        Traffic(name, _down(moved_at), min(whole_since, end), alias, version),
        Traffic(name, whole_since, end, alias),
    ]


def _baseline(moved_at: datetime, length: timedelta, now: datetime) -> tuple[datetime, datetime]:
    begin, end = moved_at - max(length, _MINUTE), moved_at
    step = next(step for age, step in _STEPS if now - begin < age)
    return _down(begin, step), max(_down(end, step), _down(begin, step) + step)


def _down(at: datetime, step: timedelta = _MINUTE) -> datetime:
    seconds = step.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, at.tzinfo)


def _up(at: datetime) -> datetime:
    down = _down(at)
    return down if down == at else down + _MINUTE
