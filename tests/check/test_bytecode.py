"""Bytecode is compared, never loaded."""

import marshal
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.check.bytecode import BadMarshalError, names_in, read_code, same, same_words

MINOR = sys.version_info[:2]
SOURCE = """
import os
X = {"a": (1, 2.5, b"x", None, ...), 10**40: "ü"}
class A:
    def f(self, *a, **k):
        try:
            return [i for i in a if i in {1, 2}]
        except ValueError as e:
            return f"{e!r}"
"""


def code(source: str, name: str = "/a/b.py") -> bytes:
    return marshal.dumps(compile(source, name, "exec"))


def test_the_same_source_elsewhere_is_the_same_code() -> None:
    assert same(read_code(code(SOURCE), MINOR), read_code(code(SOURCE, "/elsewhere/c.py"), MINOR))


@pytest.mark.parametrize("more", ["os.system('true')", "y = 1", "X = 2"])
def test_another_statement_is_other_code(more: str) -> None:
    one, other = read_code(code(SOURCE), MINOR), read_code(code(f"{SOURCE}\n{more}\n"), MINOR)
    assert not same(one, other)
    assert not same_words(one, other)


def test_another_order_of_the_same_words_is_other_code_with_the_same_words() -> None:
    one, other = read_code(code("a + b"), MINOR), read_code(code("a - b"), MINOR)
    assert not same(one, other)
    assert same_words(one, other)


def test_names_and_texts() -> None:
    assert {"os", "X", "ValueError", "ü", "f"} <= names_in(read_code(code(SOURCE), MINOR))


@given(st.binary(max_size=300))
def test_any_bytes_are_code_or_refused(data: bytes) -> None:
    with pytest.raises(BadMarshalError):
        read_code(b"(" + data, MINOR)


@given(st.integers(0, len(code(SOURCE)) - 1), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(place: int, value: int) -> None:
    changed = bytearray(code(SOURCE))
    changed[place] = value
    try:
        read_code(bytes(changed), MINOR)
    except BadMarshalError:
        return
