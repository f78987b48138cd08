"""Freeze windows: times of the week in which a rollout starts no new stage."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lamella.errors import UsageError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MIN = 24 * 60
_WEEK_MIN = 7 * _DAY_MIN
_MOMENT = r"([A-Za-z]{3}) ([0-9]{2}):([0-9]{2})"
_WINDOW = re.compile(rf"{_MOMENT} ?- ?{_MOMENT}(?: (\S+))?")


@dataclass(frozen=True, slots=True)
class Freeze:
    """A window of every week: `Fri 16:00-Mon 08:00 Europe/Berlin`.

    Attributes:
        text: As written.
        begin_min, end_min: Minutes since Monday 00:00 of that time zone's wall clock; the window may go over Sunday.
        zone: IANA name; `UTC` where none was written.
    """

    text: str
    begin_min: int
    end_min: int
    zone: str


def parse_freeze(text: str) -> Freeze:
    """Read a window.

    Raises:
        UsageError: It is none, or the zone is unknown.
    """
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise _no_window(text, "it has not the form `DAY HH:MM-DAY HH:MM ZONE`")
    begin, end = _minute(text, *found.group(1, 2, 3)), _minute(text, *found.group(4, 5, 6))
    if begin == end:
        raise _no_window(text, "it begins when it ends")
    zone = found[7] or "UTC"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _no_window(text, f"this machine knows no time zone `{zone}`") from error
    return Freeze(text.strip(), begin, end, zone)


def frozen_until(windows: tuple[Freeze, ...], now: datetime) -> datetime | None:
    """Return when the last of the windows that hold at `now` ends (windows that touch count as one), else `None`.

    Windows that are always open in turn end after a year at the latest, by this function's word.
    """
    until, horizon = now, now + timedelta(days=366)
    while until < horizon:
        ends = [end for window in windows if (end := _end(window, until)) is not None]
        if not ends:
            break
        until = max(ends)
    return until if until > now else None


def _end(window: Freeze, at: datetime) -> datetime | None:
    """Return when the window ends that holds at a time, else `None`; by the wall clock, so over changes of it."""
    zone = ZoneInfo(window.zone)
    local = at.astimezone(zone).replace(tzinfo=None)
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    lasts_min = (window.end_min - window.begin_min) % _WEEK_MIN
    for week in (-1, 0):
        begin = monday + timedelta(weeks=week, minutes=window.begin_min)
        end = begin + timedelta(minutes=lasts_min)
        if begin <= local < end:
            # A wall clock that was put back shows some minutes twice: the window ends at the second time.
            ended = end.replace(tzinfo=zone, fold=1).astimezone(UTC)
            return ended if ended > at else None
    return None


def _minute(text: str, day: str, hour: str, minute: str) -> int:
    if day.lower() not in _DAYS:
        raise _no_window(text, f"`{day}` is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun")
    if int(hour) * 60 + int(minute) > _DAY_MIN or int(minute) > 59:
        raise _no_window(text, f"`{hour}:{minute}` is no time of day")
    return (_DAYS.index(day.lower()) * _DAY_MIN + int(hour) * 60 + int(minute)) % _WEEK_MIN


def _no_window(text: str, why: str) -> UsageError:
    return UsageError(
        f"`{text}` is not a freeze window", why=why, hint="for example `Fri 16:00-Mon 08:00 Europe/Berlin`"
    )
