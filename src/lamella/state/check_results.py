"""Results of examined files, by content and by the rules that were asked: SQLite, in the user's cache."""

import contextlib
import sqlite3
from pathlib import Path

from lamella.errors import StateError

_TABLE = (
    "CREATE TABLE IF NOT EXISTS results (rules TEXT, question TEXT, sha256 TEXT, result BLOB,"
    " PRIMARY KEY (rules, question, sha256)) WITHOUT ROWID"
)
_MOST_RULE_SETS = 3


class CheckResults:
    """Results under one set of rules; a cache that cannot be read or written is no error of the check.

    Args:
        path: The database; its folder need not exist.
        rules: Digest of the rules: results of others are never given.
    """

    def __init__(self, path: Path, rules: str) -> None:
        self._rules = rules
        self._new: list[tuple[str, str, bytes]] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
            self._connection.execute(_TABLE)
        except (sqlite3.Error, OSError) as error:
            raise StateError(
                f"{path} cannot be used as a cache of results", why=str(error), hint="delete it, or give --no-cache"
            ) from error

    def get(self, question: bytes, sha256: str) -> bytes | None:
        """Return what was kept for a file's content."""
        query = "SELECT result FROM results WHERE rules = ? AND question = ? AND sha256 = ?"
        try:
            row = self._connection.execute(query, (self._rules, question.decode(), sha256)).fetchone()
        except sqlite3.Error:
            # Another process may hold the database for long: the file is examined anew.
            return None
        return None if row is None else bytes(row[0])

    def put(self, question: bytes, sha256: str, result: bytes) -> None:
        """Keep a result; `close` writes it."""
        self._new.append((question.decode(), sha256, result))

    def close(self) -> None:
        """Write what is new, and forget what older rules said."""
        with contextlib.suppress(sqlite3.Error), self._connection:
            rows = [(self._rules, *each) for each in self._new]
            self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
            known = [row[0] for row in self._connection.execute("SELECT DISTINCT rules FROM results")]
            for old in [each for each in known if each != self._rules][: max(0, len(known) - _MOST_RULE_SETS)]:
                self._connection.execute("DELETE FROM results WHERE rules = ?", (old,))
        self._connection.close()
