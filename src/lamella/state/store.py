"""A state store: journals, records of published versions, and claims that keep two appliers apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from lamella.change.journal import Journal
from lamella.change.record import Published
from lamella.state.rollout_store import RolloutStore


class Store(Journal, Protocol):
    """Shared by threads; a DynamoDB store also by machines."""

    @property
    def address(self) -> str:
        """How the user names it: a path, or `dynamodb://TABLE`."""
        ...

    @property
    def rollouts(self) -> RolloutStore:
        """The store's rollouts."""
        ...

    def records(self, environment: str | None = None) -> Sequence[Published]:
        """Return records, of one environment or of all, sorted by ARN."""
        ...

    def record(self, published: Published) -> None:
        """Write a record; one of the same environment and ARN is replaced."""
        ...

    def claim(self, name: str, owner: str, now: datetime, ttl_s: float) -> str | None:
        """Take a claim; return `None` when `owner` has it now, else who has it.

        A claim that was not renewed for its `ttl_s` is free.
        """
        ...

    def renew(self, name: str, owner: str, now: datetime, ttl_s: float) -> bool:
        """Renew a claim, also one that ran out while nobody took it; return whether `owner` still has it.

        Taking it anew would not do: another may have had it meanwhile, changed the world, and given it back.
        """
        ...

    def release(self, name: str, owner: str) -> None:
        """Give a claim back; nothing happens when `owner` does not have it."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...
