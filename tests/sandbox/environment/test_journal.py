import tracemalloc
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lamella.sandbox.environment.journal import Journal
from lamella.sandbox.lifecycle.events import Process
from lamella.sandbox.telemetry import schema

RUNTIME = Process(1)
EXTENSION = Process(1, "watcher")


def records(telemetry: tuple[Any, ...], kind: str) -> list[str]:
    return [event["record"] for event in telemetry if event["type"] == kind]


@given(st.lists(st.binary(max_size=20), max_size=10))
def test_lines_do_not_depend_on_how_output_arrives(parts: list[bytes]) -> None:
    whole, pieces = Journal(), Journal()
    whole.written(RUNTIME, b"".join(parts), 0, final=True)
    for part in parts:
        pieces.written(RUNTIME, part, 0)
    pieces.written(RUNTIME, b"", 0, final=True)

    assert whole.take()[1] == pieces.take()[1]


def test_a_traceback_is_one_record_of_several_lines() -> None:
    journal = Journal()
    journal.written(RUNTIME, b"[ERROR] KeyError\rTraceback\r  File a\nnext\r\n", 0)
    log, telemetry = journal.take()

    assert log == "[ERROR] KeyError\nTraceback\n  File a\nnext\n"
    assert records(telemetry, "function") == ["[ERROR] KeyError\nTraceback\n  File a", "next"]


def test_processes_do_not_mix() -> None:
    journal = Journal()
    journal.written(RUNTIME, b"a", 0)
    journal.written(EXTENSION, b"b\n", 0)
    journal.written(RUNTIME, b"c\n", 0)
    log, telemetry = journal.take()

    assert log == "b\nac\n"
    assert (records(telemetry, "function"), records(telemetry, "extension")) == (["ac"], ["b"])


def test_a_line_without_an_end_belongs_to_its_invocation() -> None:
    journal = Journal()
    journal.written(RUNTIME, b"no end", 0)
    journal.flush(0)
    first = journal.take()[0]
    journal.written(RUNTIME, b"more\n", 0)

    assert (first, journal.take()[0]) == ("no end\n", "more\n")


def test_a_flood_is_cut_and_says_so() -> None:
    journal = Journal()
    for _ in range(20):
        journal.written(RUNTIME, b"x" * 1023 * 1024 + b"\n", 0)
    journal.flush(0)
    log, telemetry = journal.take()

    assert log.endswith(f"lamella: {3 * (1023 * 1024 + 1):,} more bytes of log were dropped\n")
    assert len(records(telemetry, "function")) == 17
    journal.written(RUNTIME, b"again\n", 0)
    assert journal.take()[0] == "again\n"


def test_a_flood_without_an_end_of_line_is_cut_too() -> None:
    journal = Journal()
    for _ in range(20):
        journal.written(RUNTIME, b"x" * 1024 * 1024, 0)
    log, telemetry = journal.take()

    assert [len(record) for record in records(telemetry, "function")] == [16 * 1024 * 1024]
    assert len(log) == 16 * 1024 * 1024 + 1


def test_what_a_part_of_a_line_costs_does_not_grow_with_the_line() -> None:
    journal = Journal()
    journal.written(RUNTIME, b"x" * 8_000_000, 0)
    tracemalloc.start()
    try:
        journal.written(RUNTIME, b"x" * 1_000, 0)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 100_000


def test_a_subscriber_gets_what_was_emitted_since_the_init() -> None:
    journal = Journal()
    journal.emit(schema.init_start(0, "init", "f"))
    journal.written(RUNTIME, b"early\n", 0)
    seen: list[Any] = []
    journal.subscribe("watcher", ("function",), seen.append)
    journal.written(RUNTIME, b"late\n", 0)
    journal.emit(schema.start(0, "r", ""))
    journal.unsubscribe_all()
    journal.written(RUNTIME, b"too late\n", 0)

    assert [event["record"] for event in seen] == ["early", "late"]
