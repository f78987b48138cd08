"""Rollouts in every state store."""

import math
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from lamella.change.record import Published
from lamella.change.rollout.event import Command
from lamella.change.rollout.function import FunctionRef, Standing
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Phase, State
from lamella.state.sqlite import FORMAT, SqliteStore
from lamella.state.store import Store
from sample_rollouts import BAKING, FUNCTIONS, ID, IRELAND, MADE, STARTED, UNRESTORED, at, planned
from stores import Opened

PUBLISHED = Published("prod", "data", "python3.12/x86_64", FUNCTIONS[0].new, "q" * 43 + "=", 7, "", MADE, "d")
LATER = replace(STARTED, head=replace(STARTED.head, id="20261126-000000-aaaaaa"))


def test_no_rollout(store: Store) -> None:
    assert list(store.rollouts.heads()) == []
    assert store.rollouts.load(ID) is None
    assert list(store.rollouts.history(ID)) == []
    assert list(store.rollouts.requests(ID)) == []


@pytest.mark.parametrize("state", [STARTED, BAKING, UNRESTORED])
def test_a_rollout_comes_back_whole_and_in_order(opened: Opened, state: State) -> None:
    assert opened().rollouts.create(state)
    saved = opened().rollouts.load(ID)
    assert saved is not None
    assert saved.state == state
    assert list(saved.state.functions) == list(state.functions)


def test_waiting_for_ever_comes_back(store: Store) -> None:
    settings = replace(STARTED.head.settings, wait_for_data_s=math.inf)
    state = replace(STARTED, head=replace(STARTED.head, settings=settings))
    store.rollouts.create(state)
    saved = store.rollouts.load(ID)
    assert saved is not None
    assert saved.state == state


def test_an_id_is_given_once(opened: Opened) -> None:
    assert opened().rollouts.create(STARTED)
    assert not opened().rollouts.create(BAKING)
    saved = opened().rollouts.load(ID)
    assert saved is not None
    assert saved.state == STARTED


def test_heads_come_newest_first(store: Store) -> None:
    store.rollouts.create(STARTED)
    store.rollouts.create(LATER)
    assert [head.id for head in store.rollouts.heads()] == [LATER.head.id, ID]


def test_what_changed_is_written_and_the_history_grows(opened: Opened) -> None:
    rollouts = opened().rollouts
    rollouts.create(STARTED)
    saved = rollouts.load(ID)
    assert saved is not None
    ref = next(iter(STARTED.functions))
    moved = replace(STARTED.functions[ref], standing=Standing.MOVED, weights={"live": 0.1})
    head = replace(STARTED.head, phase=Phase.MOVING, stage=1)
    told = [Entry(at(1), Phase.MOVING, 1, "stage 1 begins"), Entry(at(2), Phase.MOVING, 1, "moved", ref)]
    revision = rollouts.save(ID, saved.revision, head, [moved], told)
    assert revision is not None
    assert rollouts.save(ID, revision, replace(head, stage=2), [], told[:1]) is not None
    again = opened().rollouts.load(ID)
    assert again is not None
    assert again.state == State(replace(head, stage=2), {**STARTED.functions, ref: moved})
    assert list(opened().rollouts.history(ID)) == [*told, told[0]]


def test_who_is_behind_writes_nothing(opened: Opened) -> None:
    first, second = opened().rollouts, opened().rollouts
    first.create(STARTED)
    saved = second.load(ID)
    assert saved is not None
    ref = next(iter(STARTED.functions))
    assert first.save(ID, saved.revision, STARTED.head, [], []) is not None
    moved = replace(STARTED.functions[ref], standing=Standing.MOVED)
    head = replace(STARTED.head, stage=2)
    assert second.save(ID, saved.revision, head, [moved], [Entry(at(1), Phase.MOVING, 2, "x")]) is None
    kept = second.load(ID)
    assert kept is not None
    assert kept.state == STARTED
    assert list(second.history(ID)) == []


def test_of_many_that_write_at_once_one_succeeds(opened: Opened) -> None:
    stores = [opened().rollouts for _ in range(4)]
    stores[0].create(STARTED)
    saved = stores[0].load(ID)
    assert saved is not None
    refs = list(STARTED.functions)

    def save(number: int) -> int | None:
        changed = [replace(STARTED.functions[ref], why=str(number)) for ref in refs]
        head = replace(STARTED.head, why=str(number))
        return stores[number].save(ID, saved.revision, head, changed, [])

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(save, range(4)))
    assert sum(revision is not None for revision in written) == 1
    winner = str(next(number for number, revision in enumerate(written) if revision is not None))
    kept = stores[0].load(ID)
    assert kept is not None
    assert kept.state.head.why == winner
    assert {function.why for function in kept.state.functions.values()} == {winner}


def test_more_functions_than_one_transaction_holds(store: Store) -> None:
    base = next(iter(STARTED.functions.values()))
    refs = [FunctionRef(IRELAND, f"f{number:03d}") for number in range(230)]
    functions = {ref: replace(base, planned=replace(planned(IRELAND, "x", 1), ref=ref)) for ref in refs}
    store.rollouts.create(State(STARTED.head, functions))
    saved = store.rollouts.load(ID)
    assert saved is not None
    moved = {ref: replace(function, standing=Standing.MOVED) for ref, function in functions.items()}
    assert store.rollouts.save(ID, saved.revision, STARTED.head, list(moved.values()), []) is not None
    again = store.rollouts.load(ID)
    assert again is not None
    assert again.state.functions == moved
    assert list(again.state.functions) == refs


def test_requests_wait_in_order_until_they_are_answered(opened: Opened) -> None:
    rollouts = opened().rollouts
    rollouts.ask(ID, Command.PAUSE, "ana", at(1))
    opened().rollouts.ask(ID, Command.ROLLBACK, "bob", at(2))
    rollouts.ask("other", Command.PAUSE, "ana", at(3))
    waiting = opened().rollouts.requests(ID)
    assert [(each.command, each.by, each.at) for each in waiting] == [
        (Command.PAUSE, "ana", at(1)),
        (Command.ROLLBACK, "bob", at(2)),
    ]
    rollouts.answer(ID, waiting[0].key)
    rollouts.answer(ID, waiting[0].key)
    assert [each.by for each in rollouts.requests(ID)] == ["bob"]


def test_a_file_of_the_first_format_gets_room_for_rollouts(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    SqliteStore(path).close()
    connection = sqlite3.connect(path)
    for table in ("rollouts", "rollout_functions", "rollout_history", "rollout_requests"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    store = SqliteStore(path)
    store.record(PUBLISHED)
    assert store.rollouts.create(STARTED)
    store.close()
    store = SqliteStore(path)
    assert list(store.records()) == [PUBLISHED]
    assert [head.id for head in store.rollouts.heads()] == [ID]
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    connection.close()
