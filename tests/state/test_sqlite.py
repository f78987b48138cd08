"""What the SQLite store promises beyond the contract in test_store.py."""

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamella.change.journal import Started
from lamella.errors import StateError
from lamella.state.sqlite import FORMAT, SqliteStore

AT = datetime(2026, 1, 2, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from lamella.change.journal import Started
from lamella.state.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    store.write("d", Started(datetime(2026, 1, 2, tzinfo=UTC), f"{sys.argv[2]} {number}"))
"""


def writer(path: Path, name: str, lines: int, then: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER + then, str(path), name, str(lines)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_several_processes_write_to_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.db"
    writers = [writer(path, str(name), 20) for name in range(4)]
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    store = SqliteStore(path)
    steps = [line.step for line in store.lines("d") if isinstance(line, Started)]
    store.close()
    for name in range(4):
        assert [step for step in steps if step.startswith(f"{name} ")] == [f"{name} {n}" for n in range(20)]
    assert len(steps) == 80


def test_a_killed_writer_loses_no_line(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    process = writer(path, "w", 3, "print('written', flush=True)\nsys.stdin.read()\n")
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = SqliteStore(path)
    assert len(store.lines("d")) == 3
    store.close()


def test_each_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "state.db")
    with store._transaction() as connection:  # noqa: SLF001 - no other way to see it without pulling the plug
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()


def test_threads_share_a_store(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "state.db")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.write("d", Started(AT, str(n))), range(40)))
    assert {line.step for line in store.lines("d") if isinstance(line, Started)} == {str(n) for n in range(40)}
    store.close()


def test_a_file_of_a_newer_lamella(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    SqliteStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    with pytest.raises(StateError, match=f"has format {FORMAT + 1}") as caught:
        SqliteStore(path)
    assert "newer" in caught.value.why


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(StateError, match="database of another program"):
        SqliteStore(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("hello " * 1000)
    with pytest.raises(StateError, match="cannot be used") as caught:
        SqliteStore(path)
    assert "not a database" in caught.value.why
    assert "LAMELLA_STATE" in caught.value.hint


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    SqliteStore(path).close()
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StateError, match="cannot be used") as caught:
        SqliteStore(path).records()
    assert caught.value.hint.startswith("put back a copy of it, or move it away")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="cannot be used"):
        SqliteStore(tmp_path / "file" / "state.db")


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "state.db")
    store.close()
    with pytest.raises(StateError, match="cannot be used"):
        store.lines("d")
