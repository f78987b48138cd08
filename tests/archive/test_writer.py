import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.archive.member import Member, Method, compress
from lamella.archive.writer import Written, archive_size_bytes, write
from lamella.errors import OverLimitError

PARTS = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\\0", exclude_categories=["Cc", "Cs"]),
    min_size=1,
    max_size=8,
)
PATHS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.tuples(st.binary(max_size=300), st.sampled_from([0o644, 0o755])), max_size=8)


def zip_of(files: dict[str, tuple[bytes, int]], level: int = 6) -> tuple[bytes, Written]:
    packed = {path: compress(path, mode, content, level) for path, (content, mode) in files.items()}
    sink = io.BytesIO()
    written = write([member for member, _ in packed.values()], lambda member: packed[member.path][1], sink.write)
    assert written.size_bytes == archive_size_bytes(member for member, _ in packed.values()) == len(sink.getvalue())
    return sink.getvalue(), written


@given(FILES, st.sampled_from([1, 6, 12]))
def test_python_reads_back_what_was_written(files: dict[str, tuple[bytes, int]], level: int) -> None:
    data, _ = zip_of(files, level)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == sorted(files)
        for info in opened.infolist():
            content, mode = files[info.filename]
            assert opened.read(info) == content
            assert info.external_attr >> 16 == 0o100000 | mode
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


@given(FILES)
def test_order_of_members_does_not_matter(files: dict[str, tuple[bytes, int]]) -> None:
    assert zip_of(files) == zip_of(dict(reversed(files.items())))


@pytest.mark.parametrize(
    ("content", "method"), [(b"", Method.STORED), (b"a", Method.STORED), (b"a" * 100, Method.DEFLATED)]
)
def test_incompressible_is_stored(content: bytes, method: Method) -> None:
    assert compress("p", 0o644, content, 6)[0].method is method


@pytest.mark.parametrize("command", [["unzip", "-tq"], ["jar", "tf"], ["7z", "t"]])
def test_other_tools_open_it(command: list[str], tmp_path: Path) -> None:
    target = tmp_path / "layer.zip"
    target.write_bytes(zip_of({"python/é/a.py": (b"x = 1\n" * 50, 0o644), "bin/run": (b"#!/bin/sh\n", 0o755)})[0])
    subprocess.run([*command, str(target)], check=True, capture_output=True)


def test_unzip_restores_modes(tmp_path: Path) -> None:
    target = tmp_path / "layer.zip"
    target.write_bytes(zip_of({"bin/run": (b"#!/bin/sh\n", 0o755), "python/a.py": (b"", 0o644)})[0])
    subprocess.run(["unzip", "-q", str(target), "-d", str(tmp_path)], check=True)
    assert (tmp_path / "bin/run").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "python/a.py").stat().st_mode & 0o777 == 0o644


def test_zip64_is_refused_before_anything_is_written() -> None:
    huge = Member("python/huge", 0o644, 5 << 30, 5 << 30, 0, Method.STORED)
    sink: list[object] = []
    with pytest.raises(OverLimitError, match="would hold 1 files"):
        write([huge], lambda _: b"", sink.append)
    assert sink == []


def test_data_of_another_length_is_refused() -> None:
    member, _ = compress("p", 0o644, b"abc", 6)
    with pytest.raises(ValueError, match="announced"):
        write([member], lambda _: b"", lambda _: None)
