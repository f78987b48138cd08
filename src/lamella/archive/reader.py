"""Reads a zip that may be hostile, from memory alone.

What is accepted has one reading for every unpacker: everything is checked before anything is inflated, and
inflating stops at the size that was declared.
"""

import calendar
import datetime as dt
import itertools
import stat
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from lamella.archive.entry import Entry, Kind
from lamella.archive.limits import ReaderLimits
from lamella.archive.links import check_links
from lamella.archive.names import MAX_NAME_BYTES, Names, decoded, shown
from lamella.archive.records import STORED, Central, End, read_central, read_end, read_local
from lamella.archive.rules import Rule

_DOS_FOLDER = 0x10


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    method: int
    crc32: int


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip whose structure keeps every rule; contents are checked as they are read.

    Attributes:
        data: The whole file.
        entries: Sorted by path.
    """

    data: memoryview
    entries: tuple[Entry, ...]
    _places: Mapping[str, _Place]

    @classmethod
    def parse(cls, data: bytes | memoryview, limits: ReaderLimits | None = None) -> Self:
        """Check the structure of a zip.

        Args:
            data: The whole file.
            limits: Other limits than the usual ones.

        Raises:
            HostileArchiveError: A rule is broken, see `lamella.archive.rules.Rule`.
        """
        allowed = limits or ReaderLimits()
        view = memoryview(data).toreadonly()
        if len(view) > allowed.archive_bytes:
            raise Rule.TOO_LARGE.broken(f"{len(view):,} bytes, at most {allowed.archive_bytes:,}")
        end = read_end(view)
        if end.count > allowed.entries:
            raise Rule.TOO_MANY_ENTRIES.broken(f"{end.count:,}, at most {allowed.entries:,}")
        directory = _read_directory(view, end)
        _check_sizes(directory, len(view), allowed)
        starts = _check_contiguous(view, directory, end)
        entries, places = _named(directory, starts)
        archive = cls(view, entries, places)
        return archive._with_links()

    def read(self, entry: Entry) -> bytes:
        """Return an entry's content.

        Raises:
            HostileArchiveError: The data is damaged or does not have the declared size and CRC-32.
        """
        place = self._places[entry.path]
        raw = self._raw(entry, place)
        content = bytes(raw) if place.method == STORED else _inflated(raw, entry)
        if len(content) != entry.size_bytes:
            raise Rule.BAD_SIZE.broken(shown(entry.path))
        if zlib.crc32(content) != place.crc32:
            raise Rule.BAD_CHECKSUM.broken(shown(entry.path))
        return content

    def _raw(self, entry: Entry, place: _Place) -> memoryview:
        return self.data[place.start : place.start + (entry.zipped_bytes or 0)]

    def _with_links(self) -> Self:
        links = {entry.path: self._link(entry) for entry in self.entries if entry.kind is Kind.LINK}
        if not links:
            return self
        check_links(links)
        entries = tuple(_linked(entry, links.get(entry.path, "")) for entry in self.entries)
        return type(self)(self.data, entries, self._places)

    def _link(self, entry: Entry) -> str:
        if not 0 < entry.size_bytes <= MAX_NAME_BYTES:
            raise Rule.LINK_ESCAPES.broken(f"{shown(entry.path)}, a target of {entry.size_bytes:,} bytes")
        try:
            return self.read(entry).decode("utf-8")
        except UnicodeDecodeError:
            raise Rule.NAME_ENCODING.broken(f"target of {shown(entry.path)}") from None


def _linked(entry: Entry, link: str) -> Entry:
    if entry.kind is not Kind.LINK:
        return entry
    return Entry(entry.path, entry.kind, entry.size_bytes, entry.zipped_bytes, entry.mode, entry.modified_s, link)


def _read_directory(view: memoryview, end: End) -> list[Central]:
    directory: list[Central] = []
    at = end.directory_start
    for _ in range(end.count):
        central, at = read_central(view, at, end.directory_end)
        directory.append(central)
    if at != end.directory_end:
        raise Rule.COUNTS_DISAGREE.broken(f"{end.directory_end - at:,} bytes after the last central header")
    return directory


def _check_sizes(directory: Sequence[Central], archive_bytes: int, allowed: ReaderLimits) -> None:
    total = 0
    for central in directory:
        size_bytes = central.size_bytes
        total += size_bytes
        if total > allowed.unzipped_bytes:
            raise Rule.TOO_MANY_BYTES.broken(f"more than {allowed.unzipped_bytes:,} bytes unzipped")
        if size_bytes > allowed.ratio_from_bytes and size_bytes > allowed.entry_ratio * central.zipped_bytes:
            detail = f"{shown(central.raw_name)}, {central.zipped_bytes:,} bytes become {size_bytes:,}"
            raise Rule.BAD_RATIO.broken(detail)
        if central.method == STORED and size_bytes != central.zipped_bytes:
            raise Rule.BAD_SIZE.broken(shown(central.raw_name))
    if total > allowed.ratio_from_bytes and total > allowed.archive_ratio * archive_bytes:
        raise Rule.BAD_RATIO.broken(f"{archive_bytes:,} bytes become {total:,}")


def _check_contiguous(view: memoryview, directory: Sequence[Central], end: End) -> list[int]:
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    for central in directory:
        data_start, entry_end = read_local(view, central, end.directory_start)
        starts.append(data_start)
        spans.append((central.local_start, entry_end))
    edges = [(0, 0), *sorted(spans), (end.directory_start, end.directory_start)]
    for (_, before_end), (after_start, _) in itertools.pairwise(edges):
        if before_end != after_start:
            what = "overlap" if before_end > after_start else "gap"
            raise Rule.NOT_CONTIGUOUS.broken(f"{what} of {abs(before_end - after_start):,} bytes at {after_start:,}")
    return starts


def _named(directory: Sequence[Central], starts: Sequence[int]) -> tuple[tuple[Entry, ...], dict[str, _Place]]:
    names = Names()
    entries: list[Entry] = []
    places: dict[str, _Place] = {}
    for central, start in zip(directory, starts, strict=True):
        path = decoded(central.raw_name)
        kind = _kind(central)
        names.add(path, kind)
        mode = stat.S_IMODE(central.attributes >> 16) or (0o755 if kind is Kind.FOLDER else 0o644)
        entries.append(Entry(path, kind, central.size_bytes, central.zipped_bytes, mode, _times(central)))
        places[path] = _Place(start, central.method, central.crc32)
    return tuple(sorted(entries, key=lambda entry: entry.path)), places


def _kind(central: Central) -> Kind:
    is_folder = central.raw_name.endswith(b"/")
    file_type = stat.S_IFMT(central.attributes >> 16)
    marked_folder = file_type == stat.S_IFDIR or bool(central.attributes & _DOS_FOLDER)
    if file_type not in {0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK} or marked_folder > is_folder:
        raise Rule.MODE.broken(f"{shown(central.raw_name)}, mode {central.attributes >> 16:o}")
    if is_folder:
        if file_type not in {0, stat.S_IFDIR}:
            raise Rule.MODE.broken(f"{shown(central.raw_name)}, mode {central.attributes >> 16:o}")
        if central.size_bytes:
            raise Rule.FOLDER_WITH_DATA.broken(shown(central.raw_name))
        return Kind.FOLDER
    return Kind.LINK if file_type == stat.S_IFLNK else Kind.FILE


def _times(central: Central) -> tuple[int, ...]:
    times = (_dos_time_s(central.dos_time), central.unix_time_s)
    return tuple(time for time in times if time is not None)


@lru_cache(maxsize=1024)
def _dos_time_s(packed: int) -> int | None:
    date, time = packed >> 16, packed & 0xFFFF
    try:
        moment = dt.datetime(
            1980 + (date >> 9),
            date >> 5 & 15,
            date & 31,
            time >> 11,
            time >> 5 & 63,
            (time & 31) * 2,
            tzinfo=dt.UTC,
        )
    except ValueError:
        return None
    return calendar.timegm(moment.timetuple())


def _inflated(raw: memoryview, entry: Entry) -> bytes:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(raw, entry.size_bytes + 1)
    except zlib.error:
        raise Rule.BAD_DATA.broken(shown(entry.path)) from None
    if len(content) > entry.size_bytes:
        raise Rule.BAD_SIZE.broken(shown(entry.path))
    if not inflate.eof or inflate.unused_data:
        raise Rule.BAD_DATA.broken(shown(entry.path))
    return content
