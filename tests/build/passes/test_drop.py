"""Tests of lamella.build.passes.drop."""

import pytest

from lamella.build.passes import drop
from lamella.errors import ConfigError
from lamella.model.layer import Slim, Slimming
from units import removed, unit

UNIT = unit({"python/a/__init__.py": "", "python/a/big.bin": "12345", "python/a/data/x.csv": "1"})


@pytest.mark.parametrize("slim", list(Slim))
def test_what_the_user_drops_goes(slim: Slim) -> None:
    result = drop.apply(UNIT.tree, UNIT, Slimming(slim=slim, drop=("python/a/big.bin", "**/data/**")))
    assert removed(result) == {
        "python/a/big.bin": "drop:python/a/big.bin",
        "python/a/data/x.csv": "drop:**/data/**",
    }
    assert result.record.reasons["drop:**/data/**"] == "lamella.toml drops **/data/**"
    assert result.tree.paths() == {"python/a/__init__.py"}


def test_keep_wins() -> None:
    slimming = Slimming(drop=("python/a/**",), keep=("**/*.csv",))
    assert drop.apply(UNIT.tree, UNIT, slimming).tree.paths() == {"python/a/data/x.csv"}


def test_nothing_to_drop_changes_nothing() -> None:
    result = drop.apply(UNIT.tree, UNIT, Slimming())
    assert result.tree == UNIT.tree
    assert result.record.reasons == {}


def test_a_bad_glob_is_the_users_error() -> None:
    with pytest.raises(ConfigError):
        drop.apply(UNIT.tree, UNIT, Slimming(drop=("../x",)))
