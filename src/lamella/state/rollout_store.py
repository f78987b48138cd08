"""Where rollouts are kept: readable by anyone, written by one runner at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lamella.change.rollout.event import Command
from lamella.change.rollout.function import Function
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Head, State


@dataclass(frozen=True, slots=True)
class Saved:
    """A rollout as it is kept.

    Attributes:
        state: With nothing in flight.
        revision: Grows with each write; `save` needs the newest.
    """

    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class Request:
    """What an operator asked of a rollout that another process may be running.

    Attributes:
        key: Orders requests; unique.
        by: Who asked.
    """

    key: str
    command: Command
    by: str
    at: datetime


class RolloutStore(Protocol):
    """Threads may share it. The lease is a claim of the Store, named `rollout ID`."""

    def heads(self) -> Sequence[Head]:
        """Return all rollouts, the newest first."""
        ...

    def load(self, id_: str) -> Saved | None:
        """Return a rollout; `None` when there is none of that id."""
        ...

    def create(self, state: State) -> bool:
        """Write a new rollout, whole; return False when there is one of that id."""
        ...

    def save(
        self, id_: str, revision: int, head: Head, changed: Sequence[Function], entries: Sequence[Entry]
    ) -> int | None:
        """Write what changed and add to the history; return the new revision, `None` when another wrote meanwhile.

        Where not all fits into one transaction the functions' facts come first, and the head last.
        """
        ...

    def history(self, id_: str) -> Sequence[Entry]:
        """Return the history, the oldest first."""
        ...

    def ask(self, id_: str, command: Command, by: str, at: datetime) -> None:
        """Leave a request for whoever runs the rollout."""
        ...

    def requests(self, id_: str) -> Sequence[Request]:
        """Return the requests that wait, the oldest first."""
        ...

    def answer(self, id_: str, key: str) -> None:
        """Take a request away; nothing happens when it is gone."""
        ...
