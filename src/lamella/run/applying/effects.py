"""What the applier acts through, and who watches it."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lamella.change.applying import Outcome
from lamella.change.plan import Step
from lamella.change.world import World
from lamella.state.store import Store


class Progress(Protocol):
    """Hears how far a Plan is applied; called from one thread."""

    def waits(self, who: str) -> None:
        """Somebody else applies a Plan to the same environment; the applier waits for it to end."""
        ...

    def began(self, step: Step) -> None:
        """The Step is about to be tried."""
        ...

    def ended(self, step: Step, outcome: Outcome) -> None:
        """The Step came to something."""
        ...


class Silent:
    """Progress that nobody watches."""

    def waits(self, who: str) -> None:
        """Say nothing."""

    def began(self, step: Step) -> None:
        """Say nothing."""

    def ended(self, step: Step, outcome: Outcome) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The applier's ports.

    Attributes:
        world: Performs Actions and looks at their effects.
        store: Journal, records and claims.
        executor: Runs Steps; with fewer workers than places, places wait for each other.
        sleep: Waits for a number of seconds.
        now: Gives the time, with a time zone.
        progress: Who watches.
    """

    world: World
    store: Store
    executor: Executor
    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    progress: Progress
