"""The reader over zips made by others and by hand."""

import contextlib
import io
import mmap
import random
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamella.archive.entry import Kind
from lamella.archive.limits import ReaderLimits
from lamella.archive.member import compress
from lamella.archive.names import folded
from lamella.archive.reader import Archive
from lamella.archive.rules import Rule
from lamella.archive.writer import write
from lamella.errors import HostileArchiveError

DESCRIPTOR = 1 << 3
UTF8 = 1 << 11
REGULAR = (stat.S_IFREG | 0o644) << 16
SIGNATURE = b"PK\x07\x08"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@dataclass(frozen=True)
class Member:
    """An entry as raw as a test needs it; what is None follows from the content."""

    name: bytes = b"python/a.py"
    content: bytes = b"x = 1\n" * 20
    method: int = 8
    flags: int = UTF8
    attributes: int = REGULAR
    crc32: int | None = None
    size_bytes: int | None = None
    zipped_bytes: int | None = None
    raw: bytes | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    local_name: bytes | None = None
    local_values: tuple[int, int, int] | None = None
    local_signature: bytes = b"PK\x03\x04"
    central_signature: bytes = b"PK\x01\x02"
    descriptor: bytes | None = None
    disk: int = 0
    local_start: int | None = None
    dos_time: int = 0x5821_0000

    @property
    def data(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return deflated(self.content) if self.method == 8 else self.content

    @property
    def values(self) -> tuple[int, int, int]:
        return (
            zlib.crc32(self.content) if self.crc32 is None else self.crc32,
            len(self.data) if self.zipped_bytes is None else self.zipped_bytes,
            len(self.content) if self.size_bytes is None else self.size_bytes,
        )

    def local(self) -> bytes:
        values = self.local_values or ((0, 0, 0) if self.flags & DESCRIPTOR else self.values)
        name = self.name if self.local_name is None else self.local_name
        date, time = self.dos_time >> 16, self.dos_time & 0xFFFF
        header = struct.pack(
            "<5H3L2H", 20, self.flags, self.method, time, date, *values, len(name), len(self.local_extra)
        )
        descriptor = b""
        if self.flags & DESCRIPTOR:
            descriptor = self.descriptor or SIGNATURE + struct.pack("<3L", *self.values)
        return self.local_signature + header + name + self.local_extra + self.data + descriptor

    def central(self, start: int) -> bytes:
        date, time = self.dos_time >> 16, self.dos_time & 0xFFFF
        header = struct.pack(
            "<6H3L5H2L", 3 << 8 | 20, 20, self.flags, self.method, time, date, *self.values, len(self.name),
            len(self.extra), 0, self.disk, 0, self.attributes, start if self.local_start is None else self.local_start,
        )  # fmt: skip
        return self.central_signature + header + self.name + self.extra


@dataclass(frozen=True)
class Shape:
    """What surrounds the entries."""

    prefix: bytes = b""
    gap: bytes = b""
    before_end: bytes = b""
    comment: bytes = b""
    tail: bytes = b""
    disk: int = 0
    count: int | None = None
    count_here: int | None = None


def raw_zip(members: Sequence[Member], shape: Shape | None = None) -> bytes:
    around = shape or Shape()
    body, central = around.prefix, b""
    for member in members:
        central += member.central(len(body))
        body += member.local() + around.gap
    count = len(members) if around.count is None else around.count
    count_here = count if around.count_here is None else around.count_here
    end = struct.pack("<4H2LH", around.disk, 0, count_here, count, len(central), len(body), len(around.comment))
    return body + central + around.before_end + b"PK\x05\x06" + end + around.comment + around.tail


def one(**changed: object) -> bytes:
    return raw_zip([replace(Member(), **changed)])  # type: ignore[arg-type]


def names(*found: bytes, attributes: int = REGULAR) -> bytes:
    return raw_zip([Member(name=name, attributes=attributes) for name in found])


def overlapping(*found: bytes, kernel: bytes = b"kernel") -> bytes:
    """Each entry's stored data is the next entry, down to the kernel: one byte of the file is read many times."""
    inner = Member(name=found[-1], content=kernel)
    members, body = [inner], inner.local()
    for name in found[-2::-1]:
        member = Member(name=name, content=body, method=0)
        members.append(member)
        body = member.local()
    central = b"".join(member.central(len(body) - len(member.local())) for member in members)
    end = struct.pack("<4H2LH", 0, 0, len(members), len(members), len(central), len(body), 0)
    return body + central + b"PK\x05\x06" + end


def link(name: bytes, target: bytes) -> Member:
    return Member(name=name, content=target, method=0, attributes=(stat.S_IFLNK | 0o777) << 16)


def folder(name: bytes) -> Member:
    return Member(name=name, content=b"", method=0, attributes=(stat.S_IFDIR | 0o755) << 16 | 0x10)


def read_all(data: bytes) -> dict[str, bytes]:
    archive = Archive.parse(data)
    return {entry.path: archive.read(entry) for entry in archive.entries if entry.kind is Kind.FILE}


NESTED_END = b"PK\x05\x06" + bytes(18)
ZIP64_EXTRA = struct.pack("<2H2Q", 1, 16, 5, 5)
UNICODE_PATH = struct.pack("<2HBL", 0x7075, 5 + 4, 1, 0) + b"evil"
A = Member()
B = Member(name=b"python/b.py")

BROKEN: list[tuple[Rule, bytes]] = [
    (Rule.NO_END_RECORD, b""),
    (Rule.NO_END_RECORD, b"PK\x03\x04"),
    (Rule.NO_END_RECORD, one()[:-1]),
    (Rule.NO_END_RECORD, raw_zip([A], Shape(tail=b"x"))),
    (Rule.SEVERAL_END_RECORDS, one(extra=struct.pack("<2H", 0xCAFE, len(NESTED_END)) + NESTED_END)),
    (Rule.ZIP64, raw_zip([A], Shape(count=0xFFFF))),
    (Rule.ZIP64, raw_zip([A], Shape(before_end=b"PK\x06\x07" + bytes(16)))),
    (Rule.ZIP64, one(size_bytes=0xFFFFFFFF)),
    (Rule.ZIP64, one(extra=ZIP64_EXTRA)),
    (Rule.ZIP64, one(local_extra=ZIP64_EXTRA)),
    (Rule.SPANNED, raw_zip([A], Shape(disk=1))),
    (Rule.SPANNED, one(disk=1)),
    (Rule.COUNTS_DISAGREE, raw_zip([A, B], Shape(count=2, count_here=1))),
    (Rule.COUNTS_DISAGREE, raw_zip([A, B], Shape(count=1))),
    (Rule.COUNTS_DISAGREE, raw_zip([A], Shape(count=2))),
    (Rule.COUNTS_DISAGREE, raw_zip([A], Shape(before_end=b"stray"))),
    (Rule.COUNTS_DISAGREE, b"#!/bin/sh\n" + one()),
    (Rule.BAD_HEADER, one(central_signature=b"PK\x01\x03")),
    (Rule.BAD_HEADER, one(local_signature=b"PK\x03\x05")),
    (Rule.BAD_HEADER, one(local_start=10_000)),
    (Rule.BAD_EXTRA, one(extra=b"\xfe\xca\xff\x00")),
    (Rule.BAD_EXTRA, one(local_extra=b"\xfe\xca\xff")),
    (Rule.BAD_EXTRA, one(extra=struct.pack("<2H", 0xCAFE, 0) * 40)),
    (Rule.LOCAL_DISAGREES, one(local_name=b"python/b.py")),
    (Rule.LOCAL_DISAGREES, one(local_values=(1, 2, 3))),
    (Rule.LOCAL_DISAGREES, one(flags=UTF8 | DESCRIPTOR, local_values=(0, 0, 3))),
    (Rule.BAD_DESCRIPTOR, one(flags=UTF8 | DESCRIPTOR, descriptor=SIGNATURE + struct.pack("<3L", 1, 2, 3))),
    (Rule.NOT_CONTIGUOUS, overlapping(b"python/a.py", b"python/b.py")),
    (Rule.NOT_CONTIGUOUS, raw_zip([A], Shape(prefix=b"MZ stub"))),
    (Rule.NOT_CONTIGUOUS, raw_zip([A, B], Shape(gap=b"hidden"))),
    (Rule.NOT_CONTIGUOUS, one(zipped_bytes=5_000)),
    (Rule.ENCRYPTED, one(flags=UTF8 | 1)),
    (Rule.UNKNOWN_FLAGS, one(flags=UTF8 | 1 << 5)),
    (Rule.UNKNOWN_METHOD, one(method=14)),
    (Rule.TOO_MANY_BYTES, raw_zip([replace(A, size_bytes=0xFFFFFFF0)])),
    (Rule.BAD_RATIO, one(content=bytes(20_000_000))),
    (Rule.BAD_DATA, one(raw=b"\xff\xff\xff")),
    (Rule.BAD_DATA, one(raw=deflated(A.content) + b"more")),
    (Rule.BAD_DATA, one(raw=deflated(A.content)[:-2])),
    (Rule.BAD_SIZE, one(size_bytes=3)),
    (Rule.BAD_SIZE, one(size_bytes=300)),
    (Rule.BAD_SIZE, one(method=0, size_bytes=300)),
    (Rule.BAD_CHECKSUM, one(crc32=7)),
    (Rule.NAME_EMPTY, one(name=b"")),
    (Rule.NAME_TOO_LONG, one(name=b"a" * 1025)),
    (Rule.NAME_TOO_LONG, one(name=b"a/" * 64 + b"b")),
    (Rule.NAME_ENCODING, one(name=b"python/\xff.py")),
    (Rule.NAME_ENCODING, one(extra=UNICODE_PATH)),
    (Rule.NAME_CHARACTER, one(name=b"python/a\0.py")),
    (Rule.NAME_ABSOLUTE, one(name=b"/etc/passwd")),
    (Rule.NAME_TRAVERSAL, one(name=b"../../etc/passwd")),
    (Rule.DUPLICATE, names(b"python/a.py", b"python/a.py")),
    (Rule.DUPLICATE, raw_zip([folder(b"python/"), folder(b"python/")])),
    (Rule.CASE_COLLISION, names(b"python/a.py", b"python/A.py")),
    (Rule.FILE_AND_FOLDER, names(b"python", b"python/a.py")),
    (Rule.FILE_AND_FOLDER, raw_zip([link(b"python/x", b"y"), Member(name=b"python/x/a.py")])),
    (Rule.MODE, one(attributes=(stat.S_IFIFO | 0o644) << 16)),
    (Rule.MODE, one(attributes=(stat.S_IFCHR | 0o644) << 16)),
    (Rule.MODE, one(attributes=(stat.S_IFSOCK | 0o644) << 16)),
    (Rule.MODE, one(attributes=(stat.S_IFDIR | 0o755) << 16)),
    (Rule.MODE, one(name=b"python/", attributes=REGULAR)),
    (Rule.FOLDER_WITH_DATA, raw_zip([replace(folder(b"python/"), content=b"data")])),
    (Rule.LINK_ESCAPES, raw_zip([link(b"python/x", b"../../etc/passwd")])),
    (Rule.LINK_ESCAPES, raw_zip([link(b"python/x", b"/etc/passwd")])),
    (Rule.LINK_ESCAPES, raw_zip([link(b"python/x", b"")])),
    (Rule.LINK_ESCAPES, raw_zip([link(b"python/x", b"a" * 2000)])),
    (Rule.NAME_ENCODING, raw_zip([link(b"python/x", b"\xff")])),
    (Rule.LINK_CHAIN, raw_zip([link(b"python/x", b"y"), link(b"python/y", b"x")])),
]


@pytest.mark.parametrize(("rule", "data"), BROKEN)
def test_a_broken_rule_is_named(rule: Rule, data: bytes) -> None:
    with pytest.raises(HostileArchiveError) as caught:
        read_all(data)
    assert caught.value.rule == rule.code
    assert caught.value.what.startswith(rule.message)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("rule", "limits"),
    [
        (Rule.TOO_LARGE, ReaderLimits(archive_bytes=100)),
        (Rule.TOO_MANY_ENTRIES, ReaderLimits(entries=1)),
        (Rule.TOO_MANY_BYTES, ReaderLimits(unzipped_bytes=200)),
        (Rule.BAD_RATIO, ReaderLimits(ratio_from_bytes=10, entry_ratio=2)),
        (Rule.BAD_RATIO, ReaderLimits(ratio_from_bytes=10, archive_ratio=0)),
    ],
)
def test_limits(rule: Rule, limits: ReaderLimits) -> None:
    data = raw_zip([A, B])
    assert len(Archive.parse(data).entries) == 2
    with pytest.raises(HostileArchiveError) as caught:
        Archive.parse(data, limits)
    assert caught.value.rule == rule.code


def test_every_rule_has_an_example() -> None:
    in_limits = {Rule.TOO_LARGE, Rule.TOO_MANY_ENTRIES}
    assert {rule for rule, _ in BROKEN} | in_limits == set(Rule)


def test_codes_are_unique() -> None:
    assert len({rule.code for rule in Rule}) == len(Rule)


class Stream(io.RawIOBase):
    """A writer that cannot seek, as a pipe."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def streamed() -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(A.name.decode(), A.content)
    return stream.data


def by_python() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.mkdir("python")
        made.writestr(A.name.decode(), A.content)
        made.comment = b"made by hand"
    return buffer.getvalue()


OWNER = struct.pack("<2H2BLBL", 0x7875, 11, 1, 4, 0, 4, 0)
INFO_ZIP_LOCAL = struct.pack("<2HB2l", 0x5455, 9, 3, 1_700_000_001, 1_700_000_002) + OWNER
INFO_ZIP_CENTRAL = struct.pack("<2HBl", 0x5455, 5, 3, 1_700_000_001) + OWNER
INFO_ZIP = replace(A, flags=0, extra=INFO_ZIP_CENTRAL, local_extra=INFO_ZIP_LOCAL)
NO_SIGNATURE = struct.pack("<3L", *A.values)

ACCEPTED: dict[str, bytes] = {
    "Python": by_python(),
    "Python to a pipe": streamed(),
    "Info-ZIP": raw_zip([replace(folder(b"python/"), extra=INFO_ZIP_CENTRAL, local_extra=INFO_ZIP_LOCAL), INFO_ZIP]),
    "Info-ZIP to a pipe": raw_zip([replace(INFO_ZIP, flags=DESCRIPTOR, local_values=(0, 0, len(A.content)))]),
    "descriptor without signature": raw_zip([replace(A, flags=DESCRIPTOR, descriptor=NO_SIGNATURE)]),
    "stored": one(method=0),
    "stored to a pipe": one(method=0, flags=DESCRIPTOR),
    "jar": raw_zip([replace(folder(b"META-INF/"), method=8, extra=b"\xfe\xca\0\0", local_extra=b"\xfe\xca\0\0"), A]),
    "DOS": one(attributes=0x20),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_honest_writers_are_accepted(name: str) -> None:
    assert read_all(ACCEPTED[name]) == {"python/a.py": A.content}


def test_our_own_archives_are_accepted() -> None:
    contents = {"python/a.py": A.content, "python/empty": b"", "bin/run": b"#!/bin/sh\n"}
    packed = {path: compress(path, 0o755 if path == "bin/run" else 0o644, data, 6) for path, data in contents.items()}
    buffer = io.BytesIO()
    write([member for member, _ in packed.values()], lambda member: packed[member.path][1], buffer.write)
    assert read_all(buffer.getvalue()) == contents
    executable = {entry.path for entry in Archive.parse(buffer.getvalue()).entries if entry.executable}
    assert executable >= {"bin/run"}
    assert "python/a.py" not in executable


def test_an_empty_zip_is_empty() -> None:
    assert Archive.parse(raw_zip([])).entries == ()


def test_a_zip_inside_a_zip_is_a_file() -> None:
    inner = raw_zip([A])
    assert read_all(one(name=b"python/data.zip", content=inner, method=0)) == {"python/data.zip": inner}


def test_entries_carry_what_the_headers_say() -> None:
    data = raw_zip(
        [
            replace(INFO_ZIP, name=b"bin/run", attributes=(stat.S_IFREG | 0o755) << 16),
            link(b"bin/go", b"../bin/run"),
            folder(b"lib/"),
            replace(A, dos_time=0),
        ]
    )
    go, run, lib, plain = Archive.parse(data).entries
    assert (go.path, go.kind, go.link) == ("bin/go", Kind.LINK, "../bin/run")
    assert (run.path, run.executable, run.mode) == ("bin/run", True, 0o755)
    assert run.modified_s == (1704067200, 1_700_000_001)
    assert (lib.path, lib.kind, lib.mode) == ("lib", Kind.FOLDER, 0o755)
    assert (plain.kind, plain.executable, plain.modified_s) == (Kind.FILE, False, ())
    assert (plain.size_bytes, plain.zipped_bytes) == (len(A.content), len(A.data))


def test_a_map_of_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "layer.zip"
    path.write_bytes(one())
    with path.open("rb") as file:
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    assert [entry.path for entry in Archive.parse(data).entries] == ["python/a.py"]


def test_a_library_padded_to_large_pages_is_honest() -> None:
    size_bytes = 3 * 2 * 1024 * 1024
    padded = raw_zip(
        [Member(name=b"python/p.libs/libp.so", content=b"", raw=deflated(bytes(size_bytes)), size_bytes=size_bytes)]
    )
    assert [entry.size_bytes for entry in Archive.parse(padded).entries] == [size_bytes]


def overlap_bomb() -> bytes:
    return overlapping(*(b"f%d" % number for number in range(60)), kernel=random.Random(0).randbytes(100_000))  # noqa: S311 - any incompressible bytes


def ratio_bomb() -> bytes:
    data = deflated(bytes(200_000_000))
    return one(content=b"", raw=data, size_bytes=200_000_000)


def layered_bomb() -> bytes:
    inner = deflated(bytes(900_000))
    return raw_zip([Member(name=b"f%d" % n, content=b"", raw=inner, size_bytes=900_000) for n in range(200)])


@pytest.mark.parametrize(
    ("bomb", "rule"),
    [
        (overlap_bomb, Rule.NOT_CONTIGUOUS),
        (ratio_bomb, Rule.BAD_RATIO),
        (layered_bomb, Rule.BAD_RATIO),
    ],
)
def test_bombs_are_refused_without_inflating(bomb: Callable[[], bytes], rule: Rule) -> None:
    data = bomb()
    tracemalloc.start()
    try:
        with pytest.raises(HostileArchiveError) as caught:
            Archive.parse(data)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.rule == rule.code
    assert peak_bytes < 2_000_000


def test_inflating_stops_at_the_declared_size() -> None:
    data = one(content=b"", raw=deflated(bytes(100_000_000)), size_bytes=1000)
    archive = Archive.parse(data)
    tracemalloc.start()
    try:
        with pytest.raises(HostileArchiveError) as caught:
            archive.read(archive.entries[0])
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.rule == Rule.BAD_SIZE.code
    assert peak_bytes < 1_000_000


_PARTS = st.text(st.characters(min_codepoint=48, max_codepoint=0x3FF, categories=["L", "N"]), min_size=1, max_size=8)
_FILES = st.dictionaries(_PARTS.map(lambda part: f"python/{part}.py"), st.binary(max_size=200), max_size=6)


@given(_FILES, st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_what_python_writes_is_read_back(files: dict[str, bytes], method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for path, content in files.items():
            made.writestr(path, content)
    data = buffer.getvalue()
    if len({folded(path) for path in files}) < len(files):
        with pytest.raises(HostileArchiveError, match="differ only in case"):
            read_all(data)
    else:
        assert read_all(data) == files


SEEDS = (*ACCEPTED.values(), raw_zip([A, B, link(b"python/c", b"a.py"), folder(b"lib/")]))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    match draw(st.sampled_from(["flip", "cut", "splice", "insert"])):
        case "flip":
            for at in draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=4)):
                data[at] = draw(st.integers(0, 255))
        case "cut":
            start = draw(st.integers(0, len(data)))
            del data[start : draw(st.integers(start, len(data)))]
        case "splice":
            other = draw(st.sampled_from(SEEDS))
            data[draw(st.integers(0, len(data))) :] = other[draw(st.integers(0, len(other))) :]
        case _:
            at = draw(st.integers(0, len(data)))
            data[at:at] = draw(st.binary(min_size=1, max_size=40))
    return bytes(data)


@settings(max_examples=1500)
@given(st.one_of(damaged(), st.binary(max_size=120)))
def test_any_bytes_give_a_reading_or_a_typed_error(data: bytes) -> None:
    found: dict[str, bytes] = {}
    with contextlib.suppress(HostileArchiveError):
        found = read_all(data)
    assert all(not path.startswith("/") and ".." not in path.split("/") for path in found)
