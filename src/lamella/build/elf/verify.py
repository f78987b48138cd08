"""Prove that a stripped ELF file loads as the original did: by parsing both, not by trusting how it was made."""

from collections.abc import Iterator
from dataclasses import replace

from lamella.build.elf.parse import (
    HEADER,
    PAGE_BYTES,
    PHOFF_AND_SHOFF,
    PHOFF_AT,
    PT_LOAD,
    PT_NULL,
    SECTION,
    SEGMENT,
    SHF_ALLOC,
    SHT_NULL,
    Elf,
    Section,
    Segment,
    UnreadableError,
    parse,
)

_COMPARE_BYTES = 1 << 20
_UNCHANGED_HEADER = (slice(PHOFF_AT), slice(PHOFF_AT + PHOFF_AND_SHOFF.size, HEADER.size))


def difference(before: bytes, after: bytes) -> str | None:
    """Return what a loader or a linker would see changed, or None.

    Checked: the file header apart from its two table offsets; every segment's header apart from its offset, and
    its bytes apart from the rewritten headers; the congruence of each PT_LOAD modulo 4096 and its alignment; every
    section that is still there, byte for byte; that only unmapped sections went.
    """
    try:
        old, new = parse(before), parse(after)
    except UnreadableError as error:
        return str(error)
    return next(_differences(before, old, after, new), None)


def _differences(before: bytes, old: Elf, after: bytes, new: Elf) -> Iterator[str]:
    if any(before[part] != after[part] for part in _UNCHANGED_HEADER):
        yield "the file header"
    if len(old.segments) != len(new.segments) or len(old.sections) != len(new.sections):
        yield "the number of headers"
        return
    for number, (was, now) in enumerate(zip(old.segments, new.segments, strict=True)):
        if replace(was, offset=now.offset) != now:
            yield f"the header of segment {number}"
        elif was.type != PT_NULL and not _same_segment(before, old, was, after, new, now):
            yield f"the bytes of segment {number}"
        elif now.type == PT_LOAD and not _fits_page(now):
            yield f"the place of segment {number} in the file"
    yield from _section_differences(before, old, after, new)


def _section_differences(before: bytes, old: Elf, after: bytes, new: Elf) -> Iterator[str]:
    for was, now in zip(old.sections, new.sections, strict=True):
        if not _same_section(before, was, after, now):
            yield f"section {was.name}"
    if new.shoff + SECTION.size * len(new.sections) != len(after):
        yield "the end of the file"


def _fits_page(load: Segment) -> bool:
    shift = load.offset - load.vaddr
    return shift % PAGE_BYTES == 0 and shift % max(load.align, 1) == 0


def _same_segment(before: bytes, old: Elf, was: Segment, after: bytes, new: Elf, now: Segment) -> bool:
    """Compare all but the header and the program headers, which have to be at the same place of the segment."""
    position = was.offset
    for start, end, new_start in sorted(_rewritten(old, new)):
        if start < was.offset + was.filesz and was.offset < end:
            if start - was.offset != new_start - now.offset:
                return False
            length = max(start - position, 0)
            if not _same_bytes(before, position, after, position - was.offset + now.offset, length):
                return False
            position = max(position, end)
    length = was.offset + was.filesz - position
    return _same_bytes(before, position, after, position - was.offset + now.offset, length)


def _rewritten(old: Elf, new: Elf) -> Iterator[tuple[int, int, int]]:
    yield 0, HEADER.size, 0
    yield old.phoff, old.phoff + SEGMENT.size * len(old.segments), new.phoff


def _same_section(before: bytes, was: Section, after: bytes, now: Section) -> bool:
    if now.type == SHT_NULL:
        return was.type == SHT_NULL or not was.flags & SHF_ALLOC
    if replace(was, offset=now.offset) != now:
        return False
    return _same_bytes(before, was.offset, after, now.offset, was.file_bytes)


def _same_bytes(before: bytes, old_at: int, after: bytes, new_at: int, length: int) -> bool:
    """Compare in pieces: a slice is a copy, and some libraries are large."""
    return all(
        before[old_at + done : old_at + min(done + _COMPARE_BYTES, length)]
        == after[new_at + done : new_at + min(done + _COMPARE_BYTES, length)]
        for done in range(0, length, _COMPARE_BYTES)
    )
