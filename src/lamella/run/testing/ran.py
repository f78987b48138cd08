"""What one sandbox of a test run gave."""

from collections.abc import Iterable
from dataclasses import dataclass

from lamella.model.tested import Answered, Check
from lamella.sandbox.outcome import Isolation


@dataclass(frozen=True, slots=True)
class Ran:
    """Results of one sandbox, or of several together.

    Attributes:
        checks: In order.
        accessed: Paths relative to /opt that were read, when traced.
        answers: Of functions.
        recompiled: Sources that were compiled at import, relative to /opt.
        imported: How many modules and entry points were loaded.
        isolation: `None` when no sandbox ran.
    """

    checks: tuple[Check, ...] = ()
    accessed: frozenset[str] = frozenset()
    answers: tuple[Answered, ...] = ()
    recompiled: frozenset[str] = frozenset()
    imported: int = 0
    isolation: Isolation | None = None


def together(parts: Iterable[Ran]) -> Ran:
    """Join results in their order."""
    listed = tuple(parts)
    return Ran(
        tuple(check for part in listed for check in part.checks),
        frozenset().union(*(part.accessed for part in listed)),
        tuple(answer for part in listed for answer in part.answers),
        frozenset().union(*(part.recompiled for part in listed)),
        sum(part.imported for part in listed),
        next((part.isolation for part in listed if part.isolation), None),
    )
