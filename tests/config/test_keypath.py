import datetime as dt
from pathlib import Path

import pytest

from lamella.config.keypath import KeyPath, described, without_credentials
from lamella.config.origin import Default, InFile


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("layers", "data", "slim"), "layers.data.slim"),
        (("layers", "data", "include", 0, "to"), "layers.data.include[0].to"),
        (("layers", "a b", "slim"), 'layers."a b".slim'),
        (("layers", 'a"b'), 'layers."a\\"b"'),
        (("layers", ""), 'layers.""'),
    ],
)
def test_a_key_is_written_as_toml_writes_it(parts: tuple[str | int, ...], key: str) -> None:
    assert KeyPath("lamella.toml", parts).key == key


def test_a_variable_is_its_own_place() -> None:
    assert str(KeyPath("LAMELLA_SLIM")) == "LAMELLA_SLIM"
    assert str(KeyPath("lamella.toml").at("jobs")) == "lamella.toml: jobs"


def test_an_origin_needs_a_file() -> None:
    assert KeyPath("-r", ("x",)).origin == Default()
    assert KeyPath("lamella.toml", ("x",), Path("/p/lamella.toml")).origin == InFile(Path("/p/lamella.toml"), "x")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("fast", '"fast" (a string)'),
        (3, "3 (an integer)"),
        (True, "true (a boolean)"),
        (1.5, "1.5 (a number with a fraction)"),
        (["a", "b"], "2 values (a list)"),
        ([], "[] (a list)"),
        ({"zipped": 1, "x": 2}, "{zipped, x} (a table)"),
        ({}, "{} (a table)"),
        (dt.date(2026, 1, 2), "2026-01-02 (a date)"),
        ("x" * 200, f'"{"x" * 76}... (a string)'),
        ("https://user:secret@host/simple", '"https://***@host/simple" (a string)'),
    ],
)
def test_a_found_value_is_described_with_its_type(value: object, words: str) -> None:
    assert described(value) == words


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("x @ https://token@host/a.whl", "x @ https://***@host/a.whl"),
        ("x @ git+https://u:p@host/r.git@v1", "x @ git+https://***@host/r.git@v1"),
        ("x @ git+ssh://git@host/r.git", "x @ git+ssh://git@host/r.git"),
        ("https://host/a@b", "https://host/a@b"),
    ],
)
def test_credentials_are_hidden(text: str, clean: str) -> None:
    assert without_credentials(text) == clean
