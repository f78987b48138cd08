"""Logical lines: what is code, what is text, and where a line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.logical_lines import Line, logical_lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("\n  \n# comment\n", []),
        ("x = 1\n", [Line(1, 0, "x = 1", ())]),
        ("x = 1  # more\r\ny", [Line(1, 0, "x = 1", ()), Line(2, 0, "y", ())]),
        ("f(\n  'a',\n  b)\nc", [Line(1, 0, 'f(   "",   b)', ("a",)), Line(4, 0, "c", ())]),
        ("x = \\\n  1\ny", [Line(1, 0, "x =    1", ()), Line(3, 0, "y", ())]),
        ("if a:\n\tb", [Line(1, 0, "if a:", ()), Line(2, 8, "b", ())]),
        ("'a\\'b' + r\"c\"", [Line(1, 0, '"" + ""', ("a\\'b", "c"))]),
        ('"""a\n\'b\'\n# c"""\nd', [Line(1, 0, '""', ("a\n'b'\n# c",)), Line(4, 0, "d", ())]),
        ("x = f'{name}.py'", [Line(1, 0, 'x = ""{name}', (".py",))]),
        ("'# no comment' # comment", [Line(1, 0, '""', ("# no comment",))]),
        ("''", [Line(1, 0, '""', ("",))]),
        ("x = ')'\ny = '('\nz", [Line(1, 0, 'x = ""', (")",)), Line(2, 0, 'y = ""', ("(",)), Line(3, 0, "z", ())]),
    ],
)
def test_lines(source: str, expected: list[Line]) -> None:
    assert logical_lines(source.encode()) == expected


@given(st.binary(max_size=200))
def test_any_bytes_give_lines_in_order(data: bytes) -> None:
    numbers = [line.number for line in logical_lines(data)]
    assert numbers == sorted(set(numbers))
