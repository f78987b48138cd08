"""The lease of a rollout: one runner at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from lamella.errors import StateError
from lamella.run.applying.owner import has_ended
from lamella.state.store import Store

TTL_S = 30.0
_RENEWED_AFTER_S = 8.0


class Lease:
    """A lease that is held; the runner calls `renew` now and then."""

    def __init__(self, store: Store, name: str, owner: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._name = name
        self._owner = owner
        self._now = now
        self._renewed_at = now()

    def renew(self) -> None:
        """Renew it when it is time.

        Raises:
            StateError: It ran out, and another runner took it; nothing may be done any more.
            AwsError: The store cannot be reached.
        """
        now = self._now()
        if now - self._renewed_at < timedelta(seconds=_RENEWED_AFTER_S):
            return
        if not self._store.renew(self._name, self._owner, now, TTL_S):
            raise StateError(
                "another process runs this rollout now",
                why=f"`{self._name}` ran out here, and was taken there",
                hint="`lamella rollout status --watch` shows how it goes on",
            )
        self._renewed_at = now


@contextmanager
def leased(store: Store, id_: str, owner: str, now: Callable[[], datetime]) -> Iterator[Lease | None]:
    """Hold a rollout's lease while the block runs; `None` when another runner has it.

    One whose process is known to have ended loses it at once, others `TTL_S` seconds after they renewed it last.

    Raises:
        StateError, AwsError: The store cannot be used.
    """
    name = f"rollout {id_}"
    other = store.claim(name, owner, now(), TTL_S)
    if other is not None and has_ended(other):
        store.release(name, other)
        other = store.claim(name, owner, now(), TTL_S)
    if other is not None:
        yield None
        return
    try:
        yield Lease(store, name, owner, now)
    finally:
        store.release(name, owner)
