"""Freeze windows: times of the week in which a rollout starts no new stage."""

from dataclasses import dataclass
from datetime import datetime


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
    raise NotImplementedError


def frozen_until(windows: tuple[Freeze, ...], now: datetime) -> datetime | None:
    """Return when the last of the windows that hold at `now` ends (windows that touch count as one), else `None`."""
    raise NotImplementedError
