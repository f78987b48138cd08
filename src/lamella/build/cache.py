"""The cache of packs: content-addressed files in the user's cache folder, safe for builds at the same time.

A pack is written under another name and renamed into place, so a reader sees a whole pack or none. Nothing is ever
changed in place. A damaged pack reads as absent and is written anew.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamella.atomic import replacing
from lamella.build import pack as packs
from lamella.build.pack import Pack, Packed

_TOUCH_AFTER_S = 3600.0


@dataclass(frozen=True, slots=True)
class StoredPack:
    """A pack in the cache; its data is read from the file member by member."""

    pack: Pack
    path: Path
    data_offset: int


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A file of the cache: its size and when it was last used (seconds since the epoch)."""

    path: Path
    size_bytes: int
    used_at_s: float


@dataclass(frozen=True, slots=True)
class Cache:
    """The cache in one folder."""

    folder: Path

    def get(self, digest: str, now_s: float) -> StoredPack | None:
        """Return the pack of a unit's digest, or `None`; notes that it was used."""
        path = self._path(digest)
        try:
            with path.open("rb") as file:
                start = file.read(packs.PREFIX_BYTES)
                length = packs.header_length(start)
                if length is None:
                    return None
                pack = packs.parse_header(start + file.read(length - len(start)))
                status = os.fstat(file.fileno())
        except FileNotFoundError:
            return None
        if pack is None or status.st_size != length + _data_bytes(pack):
            return None
        if now_s - status.st_mtime > _TOUCH_AFTER_S:
            # Another user's cache, mounted read-only, is still a good cache.
            with contextlib.suppress(OSError):
                os.utime(path, (now_s, now_s))
        return StoredPack(pack, path, length)

    def put(self, digest: str, pack: Pack, data: Iterator[bytes]) -> StoredPack:
        """Store a pack; `data` gives the members' stored data in the pack's order."""
        path = self._path(digest)
        start = packs.header(pack)
        with replacing(path) as file:
            file.write(start)
            for chunk in data:
                file.write(chunk)
        return StoredPack(pack, path, len(start))

    def entries(self) -> tuple[CacheEntry, ...]:
        """Return every file of the cache."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            with contextlib.suppress(FileNotFoundError):  # another build's temporary file may go meanwhile
                if path.is_file():
                    status = path.stat()
                    found.append(CacheEntry(path, status.st_size, status.st_mtime))
        return tuple(found)

    def _path(self, digest: str) -> Path:
        return self.folder / "packs" / digest[:2] / f"{digest}.pack"


def read_data(stored: StoredPack, packed: Packed, descriptor: int) -> bytes:
    """Return a member's stored data from the open file of its pack.

    Raises:
        OSError: The file is shorter than its header says.
    """
    data = os.pread(descriptor, packed.member.compressed_bytes, stored.data_offset + packed.offset)
    if len(data) != packed.member.compressed_bytes:
        raise OSError(f"{stored.path} was cut short while it was read")
    return data


def _data_bytes(pack: Pack) -> int:
    return sum(packed.member.compressed_bytes for packed in pack.packed)
