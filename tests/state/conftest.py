"""The same store, opened again and again: SQLite, and DynamoDB of the embedded cloud."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lamella.state.dynamodb import DynamoStore
from lamella.state.sqlite import SqliteStore
from lamella.state.store import Store
from stores import TABLE, Opened, made_table


@pytest.fixture(params=["sqlite", "dynamodb"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Give what opens the same store again and again, as other processes and machines do."""
    stores: list[Store] = []
    if request.param == "sqlite":

        def made() -> Store:
            return SqliteStore(tmp_path / "state.db")
    else:
        clients, place = made_table(request.getfixturevalue("cloud"))

        def made() -> Store:
            return DynamoStore(clients, place, TABLE)

    def opening() -> Store:
        stores.append(made())
        return stores[-1]

    yield opening
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opened) -> Store:
    return opened()
