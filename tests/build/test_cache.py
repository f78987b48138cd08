import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamella.archive.member import compress
from lamella.build.cache import Cache, read_data
from lamella.build.pack import Pack, placed
from lamella.model.passes import PassRecord, Removal
from lamella.model.tree import File

DIGEST = "ab" + "0" * 62


def store(cache: Cache, content: bytes = b"x" * 100) -> Pack:
    member, data = compress("python/a.py", 0o644, content, 6)
    file = File("python/a.py", len(content), "s", 0o644, "a==1")
    record = PassRecord("prune", (Removal("python/t.py", 3, "tests"),), (), {"tests": "why"}, ("note",))
    pack = Pack("a==1", placed([(file, member)]), (record,), 200, 2, natives={"python/a.libs/x.so": "d"})
    cache.put(DIGEST, pack, iter([data]))
    return pack


def test_a_pack_comes_back_whole(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    pack = store(cache)
    stored = cache.get(DIGEST, 0)
    assert stored is not None
    assert stored.pack == pack
    descriptor = os.open(stored.path, os.O_RDONLY)
    try:
        assert read_data(stored, stored.pack.packed[0], descriptor) == compress("p", 0o644, b"x" * 100, 6)[1]
    finally:
        os.close(descriptor)


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert Cache(tmp_path / "nothing").get(DIGEST, 0) is None
    assert Cache(tmp_path / "nothing").entries() == ()


@pytest.mark.parametrize("keep", [0, 5, 30, -1])
def test_a_cut_pack_reads_as_absent(tmp_path: Path, keep: int) -> None:
    cache = Cache(tmp_path)
    store(cache)
    [entry] = cache.entries()
    entry.path.write_bytes(entry.path.read_bytes()[:keep])
    assert cache.get(DIGEST, 0) is None


def test_a_pack_of_another_format_reads_as_absent(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    store(cache)
    [entry] = cache.entries()
    data = bytearray(entry.path.read_bytes())
    data[25] ^= 0xFF
    entry.path.write_bytes(bytes(data))
    assert cache.get(DIGEST, 0) is None


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def broken() -> Iterator[bytes]:
        yield b"first"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        cache.put(DIGEST, Pack("a==1", (), (), 0, 0), broken())
    assert cache.entries() == ()


def test_use_is_noted_once_an_hour(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    store(cache)
    written = cache.entries()[0].used_at_s
    cache.get(DIGEST, written + 60)
    assert cache.entries()[0].used_at_s == written
    cache.get(DIGEST, written + 7200)
    assert cache.entries()[0].used_at_s == pytest.approx(written + 7200)
