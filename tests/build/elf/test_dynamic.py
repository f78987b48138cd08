"""Libraries that native code asks the loader for."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.elf.dynamic import NOTHING, read_dynamic


def test_of_a_real_extension_module() -> None:
    spec = find_spec("msgspec._core")
    assert spec is not None
    assert spec.origin is not None
    found = read_dynamic(Path(spec.origin).read_bytes()).needed
    assert "libc.so.6" in found
    assert all(".so" in name for name in found)


@pytest.mark.parametrize("data", [b"", b"text", b"\x7fELF", b"\x7fELF" + bytes(100)])
def test_what_is_no_elf_file_needs_nothing(data: bytes) -> None:
    assert read_dynamic(data) == NOTHING


@given(st.data())
def test_a_damaged_file_is_no_error(data: st.DataObject) -> None:
    spec = find_spec("msgspec._core")
    assert spec is not None
    assert spec.origin is not None
    content = bytearray(Path(spec.origin).read_bytes())
    for _ in range(20):
        content[data.draw(st.integers(0, min(len(content), 4000) - 1))] = data.draw(st.integers(0, 255))
    assert all(isinstance(name, str) for name in read_dynamic(bytes(content)).needed)
