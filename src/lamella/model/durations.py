"""Durations as users write them: `30s`, `5m`, `1h`, `2d`, `1h30m`."""

import math
import re

from lamella.errors import UsageError

FOREVER = "forever"
_UNITS_S = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?")


def parse_duration(text: str) -> float:
    """Return seconds.

    Raises:
        UsageError: The text is no duration.
    """
    found = _DURATION.fullmatch(text)
    if found is None or not text:
        raise UsageError(
            f"`{text}` is not a duration",
            why="allowed: whole numbers with d, h, m or s, such as 30s, 5m, 1h30m, 2d",
            hint=f"did you mean `{text}s`?" if re.fullmatch(r"[0-9]{1,6}", text) else "",
        )
    parts = zip(found.groups(), _UNITS_S.values(), strict=True)
    return float(sum(int(number) * unit_s for number, unit_s in parts if number))


def parse_wait(text: str) -> float:
    """Return seconds; infinity for `forever`.

    Raises:
        UsageError: The text is neither.
    """
    if text == FOREVER:
        return math.inf
    try:
        return parse_duration(text)
    except UsageError as error:
        raise UsageError(error.what, why=f"{error.why}, or {FOREVER}", hint=error.hint) from error


def duration_text(duration_s: float) -> str:
    """Return whole seconds as `parse_wait` reads them: `1h30m`, `0s`, `forever`."""
    if math.isinf(duration_s):
        return FOREVER
    rest, text = max(0, round(duration_s)), ""
    for unit, unit_s in _UNITS_S.items():
        number, rest = divmod(rest, unit_s)
        text += f"{number}{unit}" if number else ""
    return text or "0s"
