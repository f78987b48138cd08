from typing import Any

import pytest

from lamella.errors import ConfigError
from lamella.model.jsonpath import Missing, parse

DOCUMENT = {"a": {"b": [10, {"c d": None}]}, "": 1, 'q"': 2, "ü": 3}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$", DOCUMENT),
        ("$.a.b[0]", 10),
        ("$.a.b[-2]", 10),
        ('$.a["b"][1]["c d"]', None),
        ("$['a']['b'][0]", 10),
        ('$[""]', 1),
        ('$["q\\""]', 2),
        ("$['q\"']", 2),
        ("$.ü", 3),
        ('$["\\u00fc"]', 3),
        ("$.x.y", Missing("$.x")),
        ("$.a.b[2]", Missing("$.a.b[2]")),
        ("$.a.b[-3]", Missing("$.a.b[-3]")),
        ("$.a[0]", Missing("$.a[0]")),
        ("$.a.b.c", Missing("$.a.b.c")),
        ('$["no such"]', Missing('$["no such"]')),
    ],
)
def test_finds_one_place(path: str, expected: Any) -> None:
    assert parse(path).find(DOCUMENT) == expected


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a",
        "$a",
        "$.",
        "$..a",
        "$.*",
        "$[*]",
        "$[0:1]",
        "$[?@.a]",
        "$[01]",
        "$[-0]",
        "$.a ",
        "$['a]",
        '$["\\x"]',
        "$.a-b",
    ],
)
def test_anything_else_is_an_error_that_says_what_is_allowed(path: str) -> None:
    with pytest.raises(ConfigError, match="JSON path"):
        parse(path)
