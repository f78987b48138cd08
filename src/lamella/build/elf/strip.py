"""Take out of an ELF file what nothing needs at run time, without moving a byte in memory.

What stays is a list of ranges of the file. They close up: each moves down to the first free offset that is
congruent to its old one modulo its alignment, so `(p_offset - p_vaddr) % p_align` holds as before. Removed
sections become SHT_NULL entries, so that no index changes.
"""

import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace

from lamella.build.elf.parse import (
    HEADER,
    PAGE_BYTES,
    PHOFF_AND_SHOFF,
    PHOFF_AT,
    PT_LOAD,
    PT_NULL,
    SECTION,
    SEGMENT,
    Elf,
    Segment,
    UnreadableError,
    parse,
)
from lamella.build.elf.removable import removable
from lamella.build.elf.verify import difference

# Below this a smaller file is not worth content that no longer matches the package's published digest.
MIN_SAVED_BYTES = 1024
_TABLE_ALIGN = 8


@dataclass(frozen=True, slots=True)
class Stripped:
    """The smaller file, and the names of the sections that went."""

    content: bytes
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingToStrip:
    """The file holds nothing to remove, or too little to matter."""


@dataclass(frozen=True, slots=True)
class Untouched:
    """The file is left as it is because something about it is in doubt."""

    reason: str


StripResult = Stripped | NothingToStrip | Untouched


@dataclass(frozen=True, slots=True)
class _Range:
    """Bytes `start` to `end` of the file that stay, and the alignment that their place has to keep."""

    start: int
    end: int
    align: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A kept range and where it starts in the new file."""

    kept: _Range
    start: int

    @property
    def end(self) -> int:
        return self.start + self.kept.end - self.kept.start


def strip_elf(data: bytes) -> StripResult:
    """Remove symbols and debug data from a program or shared object, and prove the result sound.

    Args:
        data: Any bytes; no input raises.
    """
    try:
        elf = parse(data)
        gone = removable(elf)
        ranges = _kept_ranges(elf, gone)
        _refuse_unknown_bytes(data, elf, ranges, gone)
    except UnreadableError as error:
        return Untouched(str(error))
    placed = _close_up(ranges)
    table_at = -(-placed[-1].end // _TABLE_ALIGN) * _TABLE_ALIGN
    if table_at + SECTION.size * len(elf.sections) > len(data) - MIN_SAVED_BYTES:
        return NothingToStrip()
    content = _write(data, elf, gone, placed, table_at)
    found = difference(data, content)
    if found is not None:
        return Untouched(f"the stripped file failed verification: {found}")
    return Stripped(content, tuple(elf.sections[index].name for index in sorted(gone)))


def _kept_ranges(elf: Elf, gone: frozenset[int]) -> tuple[_Range, ...]:
    headers = (
        _Range(0, HEADER.size, PAGE_BYTES),
        _Range(elf.phoff, elf.phoff + SEGMENT.size * len(elf.segments), _TABLE_ALIGN),
    )
    segments = (
        _Range(segment.offset, segment.offset + segment.filesz, _alignment(segment))
        for segment in elf.segments
        if segment.type == PT_LOAD or (segment.type != PT_NULL and segment.filesz)
    )
    sections = (
        _Range(section.offset, section.offset + section.size, max(section.align, 1))
        for index, section in enumerate(elf.sections)
        if section.file_bytes and index not in gone
    )
    wanted = (*headers, *segments, *sections)
    if any(kept.align & (kept.align - 1) for kept in wanted):
        raise UnreadableError("an alignment is not a power of two")
    return tuple(_merged(wanted))


def _alignment(segment: Segment) -> int:
    if segment.type != PT_LOAD:
        return max(segment.align, 1)
    align = max(segment.align, PAGE_BYTES)
    if (segment.offset - segment.vaddr) % align:
        raise UnreadableError("a segment's place in the file does not fit its place in memory")
    return align


def _merged(ranges: Iterable[_Range]) -> Iterable[_Range]:
    """Join ranges that overlap or touch."""
    ordered = sorted(ranges, key=lambda kept: kept.start)
    current = ordered[0]
    for kept in ordered[1:]:
        if kept.start > current.end:
            yield current
            current = kept
        else:
            current = _Range(current.start, max(current.end, kept.end), max(current.align, kept.align))
    yield current


def _refuse_unknown_bytes(data: bytes, elf: Elf, kept: Iterable[_Range], gone: frozenset[int]) -> None:
    """Data that no header speaks of, such as an appended archive, may be found by its place in the file."""
    table = _Range(elf.shoff, elf.shoff + SECTION.size * len(elf.sections), 1)
    going = (elf.sections[index] for index in gone)
    spoken_of = [*kept, table, *(_Range(at.offset, at.offset + at.file_bytes, 1) for at in going)]
    end = 0
    for known in (*_merged(spoken_of), _Range(len(data), len(data), 1)):
        if data.count(0, end, known.start) < known.start - end:
            raise UnreadableError(f"no header speaks of the bytes at offset {end}")
        end = known.end


def _close_up(ranges: Iterable[_Range]) -> tuple[_Placed, ...]:
    placed: list[_Placed] = []
    end = 0
    for kept in ranges:
        start = end + (kept.start - end) % kept.align
        placed.append(_Placed(kept, start))
        end = placed[-1].end
    return tuple(placed)


def _write(data: bytes, elf: Elf, gone: frozenset[int], placed: tuple[_Placed, ...], table_at: int) -> bytes:
    file, old = io.BytesIO(), memoryview(data)
    for part in placed:
        file.seek(part.start)
        file.write(old[part.kept.start : part.kept.end])
    file.seek(table_at)
    for index, section in enumerate(elf.sections):
        moved = replace(section, offset=_moved(section.offset, placed))
        file.write(bytes(SECTION.size) if index in gone else SECTION.pack(*astuple(moved)[1:]))
    phoff = _moved(elf.phoff, placed)
    file.seek(phoff)
    for segment in elf.segments:
        offset = segment.offset if segment.type == PT_NULL else _moved(segment.offset, placed)
        file.write(SEGMENT.pack(*astuple(replace(segment, offset=offset))))
    file.seek(PHOFF_AT)
    file.write(PHOFF_AND_SHOFF.pack(phoff, table_at))
    return file.getvalue()


def _moved(offset: int, placed: tuple[_Placed, ...]) -> int:
    """Where an old offset is now; one outside every range (a NOBITS section's) moves with the range before it."""
    before = [part for part in placed if part.kept.start <= offset][-1]
    return offset - before.kept.start + before.start
