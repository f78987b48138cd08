"""The state store in a SQLite file: one machine, several processes and threads."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lamella.change import lines as journal_lines
from lamella.change.journal import Line
from lamella.change.record import Published
from lamella.errors import StateError
from lamella.state import published as published_texts
from lamella.state import rollouts_sqlite

FORMAT = 2
_FIRST_FORMAT = 1
_BUSY_TIMEOUT_S = 30.0
_HINT = "check space and permissions, and that the file system is local; LAMELLA_STATE names another folder"
_DAMAGED_HINT = (
    "put back a copy of it, or move it away: `lamella publish --apply` then records the newest versions again; "
    "older records, and the journals of plans that were cut short, are lost; LAMELLA_STATE names another folder"
)
_SCHEMA = (
    "CREATE TABLE lines (number INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, line TEXT NOT NULL)",
    "CREATE INDEX lines_of_plan ON lines (digest, number)",
    (
        "CREATE TABLE records (environment TEXT NOT NULL, arn TEXT NOT NULL, record TEXT NOT NULL,"
        " PRIMARY KEY (environment, arn))"
    ),
    "CREATE TABLE claims (name TEXT PRIMARY KEY, owner TEXT NOT NULL, free_at REAL NOT NULL)",
)


class SqliteStore:
    """A state store in a file, in write-ahead mode: readers do not wait for a writer.

    Args:
        path: Absolute; the file and its folder are made when they are not there.

    Raises:
        StateError: The file cannot be made, is no state store, or was written by a newer lamella.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Transactions are begun by hand, since the driver's own begin late and cannot be immediate.
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    @property
    def address(self) -> str:
        """The file's path."""
        return str(self._path)

    @property
    def rollouts(self) -> rollouts_sqlite.SqliteRollouts:
        """The store's rollouts."""
        return rollouts_sqlite.SqliteRollouts(self._transaction)

    def lines(self, digest: str) -> Sequence[Line]:
        """Return the lines of a Plan in the order in which they were written.

        Raises:
            StateError: The file cannot be read.
        """
        rows = self._read("SELECT line FROM lines WHERE digest = ? ORDER BY number", digest)
        return tuple(journal_lines.decode(text) for text in rows)

    def write(self, digest: str, line: Line) -> None:
        """Write a line; it is on the disk when this returns.

        Raises:
            StateError: The file cannot be written.
        """
        text = journal_lines.encode(line)
        with self._transaction() as connection:
            connection.execute("INSERT INTO lines (digest, line) VALUES (?, ?)", (digest, text))

    def records(self, environment: str | None = None) -> Sequence[Published]:
        """Return records, of one environment or of all, sorted by ARN and environment.

        Raises:
            StateError: The file cannot be read.
        """
        rows = self._read("SELECT record FROM records WHERE environment = coalesce(?, environment)", environment)
        return sorted((published_texts.decode(text) for text in rows), key=lambda each: (each.arn, each.environment))

    def record(self, published: Published) -> None:
        """Write a record; one of the same environment and ARN is replaced.

        Raises:
            StateError: The file cannot be written.
        """
        row = (published.environment, str(published.arn), published_texts.encode(published))
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO records (environment, arn, record) VALUES (?, ?, ?)", row)

    def claim(self, name: str, owner: str, now: datetime, ttl_s: float) -> str | None:
        """Take a claim; return `None` when `owner` has it now, else who has it.

        Raises:
            StateError: The file cannot be written.
        """
        at = now.timestamp()
        with self._transaction() as connection:
            row = connection.execute("SELECT owner, free_at FROM claims WHERE name = ?", (name,)).fetchone()
            if row is not None and row[0] != owner and row[1] > at:
                return str(row[0])
            connection.execute(
                "INSERT OR REPLACE INTO claims (name, owner, free_at) VALUES (?, ?, ?)", (name, owner, at + ttl_s)
            )
        return None

    def renew(self, name: str, owner: str, now: datetime, ttl_s: float) -> bool:
        """Renew a claim, also one that ran out while nobody took it; return whether `owner` still has it.

        Raises:
            StateError: The file cannot be written.
        """
        with self._transaction() as connection:
            changed = connection.execute(
                "UPDATE claims SET free_at = ? WHERE name = ? AND owner = ?", (now.timestamp() + ttl_s, name, owner)
            )
            return changed.rowcount == 1

    def release(self, name: str, owner: str) -> None:
        """Give a claim back; nothing happens when `owner` does not have it.

        Raises:
            StateError: The file cannot be written.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM claims WHERE name = ? AND owner = ?", (name, owner))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        # In write-ahead mode only FULL syncs the log at each commit.
        self._connection.execute("PRAGMA synchronous = FULL")
        with self._transaction() as connection:
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found == 0:
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                    raise StateError(f"{self._path} is the database of another program", hint="name another file")
                _make(connection, (*_SCHEMA, *rollouts_sqlite.SCHEMA))
            elif found == _FIRST_FORMAT:
                _make(connection, rollouts_sqlite.SCHEMA)
            elif found != FORMAT:
                raise StateError(
                    f"the state store {self._path} has format {found}",
                    why=f"this lamella reads format {FORMAT}; a newer one wrote the file",
                    hint="use that lamella, or name another `state_store`",
                )

    def _read(self, statement: str, value: str | None) -> list[str]:
        with _told(self._path), self._lock:
            return [str(text) for (text,) in self._connection.execute(statement, (value,))]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _told(self._path), self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _make(connection: sqlite3.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StateError(
            f"the state store {path} cannot be used",
            why=str(error),
            hint=_DAMAGED_HINT if _damaged(error) else _HINT,
        ) from error


def _damaged(error: Exception) -> bool:
    # The primary code is the low byte: https://www.sqlite.org/rescode.html
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
