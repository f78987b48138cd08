from pathlib import Path

import pytest

from lamella.errors import ConfigError
from lamella.model.place import Place
from lamella.state.open import TableAddress, Where, located

CALLER = Place("111122223333", "us-east-1")


def where(address: str | None, endpoint: str = "") -> Where:
    return Where(address, Path("/p"), Path("/s"), endpoint, CALLER)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (where(None), Path("/s/state.db")),
        (where(""), Path("/s/state.db")),
        (where("prod.db"), Path("/p/prod.db")),
        (where("a/state"), Path("/p/a/state")),
        (where("/x/prod.db"), Path("/x/prod.db")),
        (where("a.b/prod.db", "local"), Path("/p/a.b/prod.local.db")),
        (where("a/state", "endpoint-0a"), Path("/p/a/state.endpoint-0a")),
        (where("dynamodb://lamella"), TableAddress(CALLER, "lamella")),
        (where("dynamodb://lamella", "local"), TableAddress(CALLER, "lamella")),
        (where("dynamodb://eu-west-1/lamella"), TableAddress(Place("111122223333", "eu-west-1"), "lamella")),
    ],
)
def test_where_a_store_is(of: Where, expected: Path | TableAddress) -> None:
    assert located(of) == expected


@pytest.mark.parametrize("address", ["dynamodb://", "dynamodb://a/b/c", "redis://host", "s3://bucket/x"])
def test_addresses_that_mean_nothing(address: str) -> None:
    with pytest.raises(ConfigError, match="not the address of a state store") as caught:
        located(where(address))
    assert "dynamodb://REGION/TABLE" in caught.value.hint


def test_an_address_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/u")
    assert located(where("~/prod.db")) == Path("/home/u/prod.db")
