"""Orders versions as their ecosystem does."""

import re
from functools import total_ordering
from typing import Any

from packaging.version import InvalidVersion, Version

from lamella.check.advisories.osv import Affected, Range

_SEMVER = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


@total_ordering
class Semver:
    """A version of Semantic Versioning 2.0.0, ordered by its rule 11.

    Raises:
        ValueError: It is none.
    """

    def __init__(self, text: str) -> None:
        parsed = _SEMVER.fullmatch(text)
        if parsed is None:
            raise ValueError(text)
        pre = parsed[4]
        parts = (
            tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre.split("."))
            if pre
            else ((2, 0, ""),)
        )
        self._key = (int(parsed[1]), int(parsed[2]), int(parsed[3]), parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and self._key == other._key

    def __lt__(self, other: "Semver") -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)


def ordered(ecosystem: str, version: str) -> Any | None:  # noqa: ANN401 - of two unrelated classes, compared with its own kind only
    """Return a version that compares; `None` for one that its ecosystem does not know."""
    try:
        return Version(version) if ecosystem == "PyPI" else Semver(version)
    except (InvalidVersion, ValueError):
        return None


def affects(affected: Affected, ecosystem: str, version: str) -> bool:
    """Whether an advisory is about a version."""
    if version in affected.versions:
        return True
    wanted = ordered(ecosystem, version)
    if wanted is None:
        return False
    if any(ordered(ecosystem, each) == wanted for each in affected.versions if each[:1] == version[:1]):
        return True
    return any(_within(each, ecosystem, wanted) for each in affected.ranges)


def _within(bounds: Range, ecosystem: str, version: Any) -> bool:  # noqa: ANN401 - see `ordered`
    start = ordered(ecosystem, bounds.introduced) if bounds.introduced else None
    if bounds.introduced and (start is None or version < start):
        return False
    if bounds.fixed:
        end = ordered(ecosystem, bounds.fixed)
        return end is not None and version < end
    if bounds.last:
        end = ordered(ecosystem, bounds.last)
        return end is not None and version <= end
    return True
