"""Warm sandboxes: kept per version and configuration of a function, as many as events that ran at the same time."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from lamella.errors import ToolError
from lamella.sandbox.lifecycle.events import Origin
from lamella.sandbox.outcome import Invocation, Isolation


class WarmSandbox(Protocol):
    """What the pool keeps: an open sandbox."""

    @property
    def isolation(self) -> Isolation:
        """How it is kept apart."""
        ...

    def invoke(self, event: object, origin: Origin) -> Invocation:
        """Send an event and wait for the answer."""
        ...

    def close(self) -> None:
        """End it; may be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Owner:
    """A version of a function; `version` is `$LATEST` or a number as text."""

    account: str
    region: str
    name: str
    version: str


@dataclass(slots=True)
class Warm:
    """A sandbox of the pool.

    Attributes:
        owner: Whose.
        digest: Of the configuration that it was made from.
        sandbox: Open.
        stream: The log stream that is its own.
        idle_since_s: When it was given back.
    """

    owner: Owner
    digest: str
    sandbox: WarmSandbox
    stream: str
    idle_since_s: float = 0.0


@dataclass(slots=True)
class _Shelf:
    digest: str = ""
    idle: list[Warm] = field(default_factory=list)


class SandboxPool:
    """Threads share it; a sandbox that was taken belongs to its taker until it is given back.

    Args:
        now_s: A monotonic clock.
        idle_s: How long one is kept without an event.
        most_idle: How many are kept in all; the longest idle goes first.
    """

    def __init__(self, now_s: Callable[[], float], idle_s: float = 300.0, most_idle: int = 16) -> None:
        self._now_s = now_s
        self._idle_s = idle_s
        self._most_idle = most_idle
        self._guard = threading.Lock()
        self._shelves: dict[Owner, _Shelf] = {}
        self._busy: list[Warm] = []
        self._running: Counter[tuple[str, str, str]] = Counter()
        self._closed = False

    def begin(self, owner: Owner, reserved: int | None) -> bool:
        """Count one more running event of a function, unless that is more than it has reserved."""
        of = owner.account, owner.region, owner.name
        with self._guard:
            if reserved is not None and self._running[of] >= reserved:
                return False
            self._running[of] += 1
            return True

    def end(self, owner: Owner) -> None:
        """Count one less."""
        with self._guard:
            self._running[owner.account, owner.region, owner.name] -= 1

    def take(self, owner: Owner, digest: str, make: Callable[[], Warm]) -> Warm:
        """Return an idle sandbox of this configuration, or a new one; those of another configuration are ended.

        Raises:
            LamellaError: It cannot be made, or the pool was closed.
        """
        with self._guard:
            shelf = self._shelves.setdefault(owner, _Shelf())
            stale = shelf.idle if shelf.digest != digest else []
            if stale:
                shelf.idle = []
            shelf.digest = digest
            warm = shelf.idle.pop() if shelf.idle else None
            if warm is not None:
                self._busy.append(warm)
        _close(stale)
        return warm or self._new(make)

    def give_back(self, warm: Warm) -> None:
        """Keep a sandbox for the next event, unless its function changed meanwhile."""
        warm.idle_since_s = self._now_s()
        with self._guard:
            self._busy.remove(warm)
            shelf = self._shelves.setdefault(warm.owner, _Shelf())
            kept = not self._closed and shelf.digest == warm.digest
            if kept:
                shelf.idle.append(warm)
            surplus = self._surplus()
        _close(surplus if kept else [warm, *surplus])

    def discard(self, warm: Warm) -> None:
        """End a sandbox that broke."""
        with self._guard:
            self._busy.remove(warm)
        warm.sandbox.close()

    def sweep(self) -> None:
        """End what was idle for too long."""
        until_s = self._now_s() - self._idle_s
        with self._guard:
            old = [warm for warm in self._idle() if warm.idle_since_s <= until_s]
            self._drop(old)
        _close(old)

    def close(self) -> None:
        """End all, those that run as well."""
        with self._guard:
            self._closed = True
            every = [*self._idle(), *self._busy]
            self._shelves.clear()
        _close(every)

    def _new(self, make: Callable[[], Warm]) -> Warm:
        warm = make()
        with self._guard:
            closed = self._closed
            if not closed:
                self._busy.append(warm)
        if closed:
            warm.sandbox.close()
            raise ToolError("the embedded cloud ends", hint="start it again with `lamella local up`")
        return warm

    def _idle(self) -> list[Warm]:
        return [warm for shelf in self._shelves.values() for warm in shelf.idle]

    def _surplus(self) -> list[Warm]:
        idle = sorted(self._idle(), key=lambda warm: warm.idle_since_s)
        surplus = idle[: max(0, len(idle) - self._most_idle)]
        self._drop(surplus)
        return surplus

    def _drop(self, gone: list[Warm]) -> None:
        for warm in gone:
            self._shelves[warm.owner].idle.remove(warm)


def _close(every: list[Warm]) -> None:
    for warm in every:
        warm.sandbox.close()
