"""Rollouts in the SQLite store."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from lamella.change.rollout import texts
from lamella.change.rollout.event import Command
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Head, State
from lamella.state.rollout_store import Request, Saved

SCHEMA = (
    "CREATE TABLE rollouts (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, head TEXT NOT NULL)",
    (
        "CREATE TABLE rollout_functions (id TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,"
        " name TEXT NOT NULL, position INTEGER NOT NULL, function TEXT NOT NULL,"
        " PRIMARY KEY (id, account, region, name)) WITHOUT ROWID"
    ),
    "CREATE TABLE rollout_history (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, entry TEXT NOT NULL)",
    "CREATE INDEX history_of_rollout ON rollout_history (id, number)",
    "CREATE TABLE rollout_requests (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, request TEXT NOT NULL)",
)


class SqliteRollouts:
    """See RolloutStore; every write is one transaction.

    Args:
        transaction: Begins one that may write, or only reads, for the block.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._transaction = transaction

    def heads(self) -> Sequence[Head]:
        """Return all rollouts, the newest first.

        Raises:
            StateError: The file cannot be read; so for the others.
        """
        with self._transaction() as connection:
            rows = connection.execute("SELECT head FROM rollouts ORDER BY id DESC").fetchall()
        return tuple(texts.decode_head(text) for (text,) in rows)

    def load(self, id_: str) -> Saved | None:
        """Return a rollout; `None` when there is none of that id."""
        with self._transaction() as connection:
            found = connection.execute("SELECT revision, head FROM rollouts WHERE id = ?", (id_,)).fetchone()
            if found is None:
                return None
            rows = connection.execute(
                "SELECT function FROM rollout_functions WHERE id = ? ORDER BY position", (id_,)
            ).fetchall()
        functions = (texts.decode_function(text) for (text,) in rows)
        return Saved(State(texts.decode_head(found[1]), {each.ref: each for each in functions}), int(found[0]))

    def create(self, state: State) -> bool:
        """Write a new rollout, whole; return False when there is one of that id."""
        with self._transaction() as connection:
            made = connection.execute(
                "INSERT INTO rollouts (id, revision, head) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
                (state.head.id, texts.encode_head(state.head)),
            )
            if made.rowcount != 1:
                return False
            connection.executemany(
                "INSERT INTO rollout_functions (id, account, region, name, position, function)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (*_key(state.head.id, each.ref), position, texts.encode_function(each))
                    for position, each in enumerate(state.functions.values())
                ],
            )
        return True

    def save(
        self, id_: str, revision: int, head: Head, changed: Sequence[Function], entries: Sequence[Entry]
    ) -> int | None:
        """Write what changed and add to the history; return the new revision, `None` when another wrote meanwhile."""
        with self._transaction() as connection:
            written = connection.execute(
                "UPDATE rollouts SET revision = ?, head = ? WHERE id = ? AND revision = ?",
                (revision + 1, texts.encode_head(head), id_, revision),
            )
            if written.rowcount != 1:
                return None
            connection.executemany(
                "UPDATE rollout_functions SET function = ? WHERE id = ? AND account = ? AND region = ? AND name = ?",
                [(texts.encode_function(each), *_key(id_, each.ref)) for each in changed],
            )
            connection.executemany("INSERT INTO rollout_history (id, entry) VALUES (?, ?)", _entries(id_, entries))
        return revision + 1

    def history(self, id_: str) -> Sequence[Entry]:
        """Return the history, the oldest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT entry FROM rollout_history WHERE id = ? ORDER BY number", (id_,)
            ).fetchall()
        return tuple(texts.decode_entry(text) for (text,) in rows)

    def ask(self, id_: str, command: Command, by: str, at: datetime) -> None:
        """Leave a request for whoever runs the rollout."""
        text = texts.encode_request(texts.RequestText(command, by, at))
        with self._transaction() as connection:
            connection.execute("INSERT INTO rollout_requests (id, request) VALUES (?, ?)", (id_, text))

    def requests(self, id_: str) -> Sequence[Request]:
        """Return the requests that wait, the oldest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT number, request FROM rollout_requests WHERE id = ? ORDER BY number", (id_,)
            ).fetchall()
        read = [(f"{number:010d}", texts.decode_request(text)) for number, text in rows]
        return tuple(Request(key, request.command, request.by, request.at) for key, request in read)

    def answer(self, id_: str, key: str) -> None:
        """Take a request away; nothing happens when it is gone."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM rollout_requests WHERE id = ? AND number = ?", (id_, int(key)))


def _key(id_: str, ref: FunctionRef) -> tuple[str, str, str, str]:
    return id_, ref.place.account, ref.place.region, ref.name


def _entries(id_: str, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [(id_, texts.encode_entry(entry)) for entry in entries]
