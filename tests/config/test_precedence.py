from pathlib import Path

import pytest

from lamella.config.keypath import KeyPath
from lamella.config.origin import Default, Flag, InFile, Origin, Resolved, Variable
from lamella.config.precedence import SLIM, TARGETS, in_file, misspelt_variables, read_variables, resolve
from lamella.config.project import Overrides
from lamella.errors import ConfigError
from lamella.model.layer import Bytecode, Compress, Slim
from lamella.model.target import Target

FILE = KeyPath("lamella.toml", ("slim",), Path("/p/lamella.toml"))
IN_FILE = InFile(Path("/p/lamella.toml"), "slim")


@pytest.mark.parametrize(
    ("flag", "variable", "table", "value", "origin"),
    [
        ("a", "b", "c", "a", Flag("--slim")),
        (None, "b", "c", "b", Variable("LAMELLA_SLIM")),
        (None, None, "c", "c", IN_FILE),
        (None, None, None, "d", Default()),
        ("a", None, None, "a", Flag("--slim")),
        ("a", None, "c", "a", Flag("--slim")),
    ],
)
def test_the_first_that_speaks_wins(
    flag: str | None, variable: str | None, table: str | None, value: str, origin: Origin
) -> None:
    said = None if table is None else in_file(table, FILE)
    assert resolve(SLIM, (flag, variable), said, "d") == Resolved(value, origin)


def test_the_flag_for_targets_is_singular() -> None:
    assert (TARGETS.flag, TARGETS.variable) == ("--target", "LAMELLA_TARGETS")


def test_every_variable_is_read() -> None:
    environ = {
        "LAMELLA_TARGETS": "python3.12/x86_64, python3.13/arm64,",
        "LAMELLA_SLIM": "off",
        "LAMELLA_BYTECODE": "only",
        "LAMELLA_COMPRESS": "best",
        "LAMELLA_OUT": "o",
        "LAMELLA_JOBS": "7",
        "OTHER": "x",
    }
    assert read_variables(environ) == Overrides(
        (Target.parse("python3.12/x86_64"), Target.parse("python3.13/arm64")),
        Slim.OFF,
        Bytecode.ONLY,
        Compress.BEST,
        "o",
        7,
    )


@pytest.mark.parametrize("name", ["TARGETS", "SLIM", "BYTECODE", "COMPRESS", "OUT", "JOBS"])
def test_an_empty_variable_says_nothing(name: str) -> None:
    assert read_variables({f"LAMELLA_{name}": ""}) == Overrides()


@pytest.mark.parametrize(
    ("name", "value", "why", "hint"),
    [
        ("LAMELLA_SLIM", "save", "allowed: off, safe, compact, traced", "did you mean `safe`?"),
        ("LAMELLA_BYTECODE", "HASH", "allowed: hash, only, off", "did you mean `hash`?"),
        ("LAMELLA_COMPRESS", "zzz", "allowed: fast, best", ""),
        ("LAMELLA_JOBS", "0", "allowed: a whole number from 1 to 9999", ""),
        ("LAMELLA_JOBS", "9" * 5000, "allowed: a whole number from 1 to 9999", ""),
        ("LAMELLA_JOBS", "many", 'found: "many" (a string)', ""),
        ("LAMELLA_JOBS", "\u0663", "allowed: a whole number from 1 to 9999", ""),
        ("LAMELLA_TARGETS", "python3.12", "is not a target", "RUNTIME/ARCHITECTURE"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, why: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_variables({name: value})
    assert caught.value.what == f"{name} is wrong"
    assert why in caught.value.why
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("LAMELLA_TARGET", ("did you mean `LAMELLA_TARGETS`?",)),
        ("LAMELLA_CONFIGS", ("did you mean `LAMELLA_CONFIG`?",)),
        ("LAMELLA_CACHE", ()),
        ("LAMELLA_LOCAL", ()),
        ("TARGET", ()),
    ],
)
def test_a_variable_that_means_nothing(name: str, meant: tuple[str, ...]) -> None:
    assert tuple(said for _, said in misspelt_variables({name: "x"})) == meant
