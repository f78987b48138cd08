from pathlib import Path

import pytest

from lamella.config.toml import ConfigFile, parse, read_table
from lamella.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("a = 1\nslim safe\n", "lamella.toml:2:6 is not TOML: ", "slim safe\n     ^"),
        ("a = ", "lamella.toml:1:5 is not TOML: ", "a = \n    ^"),
        ('a = 1\nb = "x', "lamella.toml:2:7 is not TOML: ", 'b = "x\n      ^'),
        ("[a]\n[a]\n", "lamella.toml:2:3 is not TOML: Cannot declare", "[a]\n  ^"),
    ],
)
def test_a_syntax_error_names_line_and_column(text: str, what: str, why: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse("lamella.toml", text.encode())
    assert caught.value.what.startswith(what)
    assert caught.value.why == why


def test_bytes_that_are_not_utf8_name_their_line() -> None:
    with pytest.raises(ConfigError) as caught:
        parse("lamella.toml", b"a = 1\nb = '\xff'\n")
    assert caught.value.what == "lamella.toml:2 is not UTF-8"
    assert "byte 11" in caught.value.why


@pytest.mark.parametrize("value", ["[" * 100_000, "1" * 10_000, "{ a = " * 100_000])
def test_values_beyond_all_measure(value: str) -> None:
    with pytest.raises(ConfigError, match=r"(?m)^lamella\.toml cannot be read as TOML$"):
        parse("lamella.toml", f"a = {value}".encode())


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse("lamella.toml", b"\xef\xbb\xbfa = 1") == {"a": 1}


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("lamella.toml", "jobs = 2", {"jobs": 2}),
        ("lamella.toml", "", {}),
        ("other.toml", "[tool.lamella]\njobs = 2", {"tool": {"lamella": {"jobs": 2}}}),
        ("pyproject.toml", "[tool.lamella]\njobs = 2", {"jobs": 2}),
        ("pyproject.toml", "[tool.other]", None),
        ("pyproject.toml", "tool = 1", None),
        ("pyproject.toml", "", None),
    ],
)
def test_pyproject_holds_the_table_under_tool(name: str, text: str, table: object) -> None:
    assert read_table(ConfigFile(Path("/p") / name, name, text.encode())) == table
