"""Claims that keep two appliers of one environment apart."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from lamella.errors import AwsError, StateError
from lamella.run.applying.effects import Effects
from lamella.state.store import Store

TTL_S = 30.0
RENEWED_AFTER_S = 10.0
_ASKS_AGAIN_S = 1.0
_WAITS_S = TTL_S + 5.0

T = TypeVar("T")


class Claims:
    """Claims that are held; one thread calls `renew` or `result_of` now and then."""

    def __init__(self, store: Store, names: Sequence[str], owner: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._names = names
        self._owner = owner
        self._now = now
        self._renewed_at = now()

    def renew(self) -> str | None:
        """Renew the claims when it is time; return why they are lost, `None` when they are not."""
        now = self._now()
        if now - self._renewed_at < timedelta(seconds=RENEWED_AFTER_S):
            return None
        for name in self._names:
            try:
                held = self._store.renew(name, self._owner, now, TTL_S)
            except (AwsError, StateError) as error:
                return f"the claim on the environment could not be renewed: {error.in_one_line}"
            if not held:
                return "the claim on the environment ran out, and somebody else took it"
        self._renewed_at = now
        return None

    def result_of(self, future: Future[T]) -> T:
        """Return what a call before the first change comes to, and renew the claims until then.

        Raises:
            StateError: The claims are lost: what was read so far may be of no worth.
        """
        while True:
            wait((future,), timeout=RENEWED_AFTER_S)
            lost = self.renew()
            if lost is not None:
                raise StateError(
                    "somebody else applied a plan to this environment meanwhile; nothing was changed by this one",
                    why=lost,
                    hint="run the command again",
                )
            if future.done():
                return future.result()


@contextmanager
def claimed(effects: Effects, names: Sequence[str], owner: str, ended: Callable[[str], bool]) -> Iterator[Claims]:
    """Hold claims while the block runs; a claim whose owner has ended is taken over.

    Args:
        effects: Where claims are, and how to wait for them.
        names: Of the claims; always taken in the same order, so that two appliers do not wait for each other.
        owner: Who asks, different for each applier.
        ended: Says of an owner whether its process is known to have ended.

    Raises:
        StateError: Somebody else has one and goes on renewing it.
        AwsError: The store could not be reached.
    """
    held: list[str] = []
    try:
        for name in sorted(names):
            _take(effects, name, owner, ended)
            held.append(name)
        yield Claims(effects.store, held, owner, effects.now)
    finally:
        for name in held:
            effects.store.release(name, owner)


def _take(effects: Effects, name: str, owner: str, ended: Callable[[str], bool]) -> None:
    until = effects.now() + timedelta(seconds=_WAITS_S)
    told = False
    while (other := effects.store.claim(name, owner, effects.now(), TTL_S)) is not None:
        if ended(other):
            effects.store.release(name, other)
            continue
        if effects.now() >= until:
            raise StateError(
                "somebody else is applying a plan to this environment",
                why=f"`{name}` is held by {other}",
                hint=f"try again when that has ended; a claim that nobody renews is free after {TTL_S:.0f} s",
            )
        if not told:
            effects.progress.waits(other)
            told = True
        effects.sleep(_ASKS_AGAIN_S)
