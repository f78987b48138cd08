import importlib.util
import py_compile
import struct
import sys
from pathlib import Path

import pytest

from lamella.archive import pyc
from lamella.archive.pyc import HashHeader, Source, State, TimestampHeader, judge, read_header, source_of
from lamella.archive.python_path import Minor

PY312 = (3, 12)
TIME = 1_700_000_000
SOURCE = Source((TIME - 1, TIME), 42, own=True)


def head(minor: Minor, flags: int, first: int = 0, second: int = 0) -> bytes:
    return struct.pack("<H2s3L", pyc.MAGIC[minor], b"\r\n", flags, first, second)


def test_magic_number_of_this_interpreter() -> None:
    assert pyc.MAGIC[sys.version_info[:2]].to_bytes(2, "little") + b"\r\n" == importlib.util.MAGIC_NUMBER


@pytest.mark.parametrize(
    ("mode", "checked"),
    [(py_compile.PycInvalidationMode.UNCHECKED_HASH, False), (py_compile.PycInvalidationMode.CHECKED_HASH, True)],
)
def test_headers_of_this_interpreter(tmp_path: Path, mode: py_compile.PycInvalidationMode, *, checked: bool) -> None:
    source, compiled = tmp_path / "a.py", tmp_path / "a.pyc"
    source.write_text("x = 1\n")
    py_compile.compile(str(source), str(compiled), invalidation_mode=mode)
    assert read_header(compiled.read_bytes()) == HashHeader(sys.version_info[:2], checked)


def test_timestamp_header_of_this_interpreter(tmp_path: Path) -> None:
    source, compiled = tmp_path / "a.py", tmp_path / "a.pyc"
    source.write_text("x = 1\n")
    py_compile.compile(str(source), str(compiled), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    assert read_header(compiled.read_bytes()) == TimestampHeader(
        sys.version_info[:2], int(source.stat().st_mtime), len("x = 1\n")
    )


@pytest.mark.parametrize("data", [b"", b"\xcb\r\r\n", head(PY312, 0)[:15], b"\0" * 16, head(PY312, 0b100)])
def test_no_header(data: bytes) -> None:
    assert read_header(data) is None


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("python/a/__pycache__/b.cpython-312.pyc", "python/a/b.py"),
        ("python/a/__pycache__/b.cpython-312.opt-1.pyc", "python/a/b.py"),
        ("__pycache__/b.cpython-312.pyc", "b.py"),
        ("python/a/b.pyc", None),
    ],
)
def test_source_of(path: str, source: str | None) -> None:
    assert source_of(path) == source


IN_CACHE = "python/__pycache__/a.cpython-312.pyc"


@pytest.mark.parametrize(
    ("path", "data", "source", "minor", "state"),
    [
        (IN_CACHE, head(PY312, 0b01), SOURCE, PY312, State.UNCHECKED),
        (IN_CACHE, head(PY312, 0b01), SOURCE, None, State.UNCHECKED),
        (IN_CACHE, head(PY312, 0b11), SOURCE, PY312, State.CHECKED),
        (IN_CACHE, head(PY312, 0, TIME, 42), SOURCE, PY312, State.FRAGILE),
        (IN_CACHE, head(PY312, 0, TIME - 1, 42), SOURCE, PY312, State.FRAGILE),
        (IN_CACHE, head(PY312, 0, TIME + 1, 42), SOURCE, PY312, State.STALE),
        (IN_CACHE, head(PY312, 0, TIME, 43), SOURCE, PY312, State.STALE),
        (IN_CACHE, head(PY312, 0, TIME, 42), Source((), 42, own=True), PY312, State.STALE),
        (IN_CACHE, head(PY312, 0b01), Source((), 42, own=False), PY312, State.OTHER_LAYER),
        (IN_CACHE, head((3, 11), 0b01), SOURCE, PY312, State.OTHER_MINOR),
        (IN_CACHE, head((3, 11), 0b01), SOURCE, None, State.OTHER_MINOR),
        (IN_CACHE, head(PY312, 0b01), SOURCE, (3, 13), State.OTHER_MINOR),
        ("python/__pycache__/a.cpython-311.pyc", head(PY312, 0b01), SOURCE, PY312, State.OTHER_MINOR),
        (IN_CACHE, b"\x00\x00\r\n" + bytes(12), SOURCE, None, State.OTHER_MINOR),
        ("python/__pycache__/a.cpython-312.opt-2.pyc", head(PY312, 0b01), SOURCE, PY312, State.OPTIMISED),
        (IN_CACHE, head(PY312, 0b01), None, PY312, State.ORPHAN),
        (IN_CACHE, b"junk", SOURCE, PY312, State.MALFORMED),
        ("python/a.pyc", head(PY312, 0b01), None, PY312, State.SOURCELESS),
        ("python/a.pyc", head(PY312, 0, 1, 1), None, PY312, State.SOURCELESS),
        ("python/a.pyc", head(PY312, 0b01), SOURCE, PY312, State.SHADOWED),
        ("python/a.pyc", head((3, 11), 0b01), None, PY312, State.OTHER_MINOR),
    ],
)
def test_judge(path: str, data: bytes, source: Source | None, minor: Minor | None, state: State) -> None:
    assert judge(path, data, source, minor) is state


def test_usable_states() -> None:
    assert {state for state in State if state.usable} == {State.UNCHECKED, State.CHECKED, State.SOURCELESS}
