"""What an ELF file asks of the dynamic loader; the layouts are those of the System V ABI (gABI).

Read by segments, as the loader does it: a file needs no sections to be run.
"""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lamella.build.elf.parse import HEADER, MAGIC, PT_DYNAMIC, PT_LOAD, SEGMENT, Segment

_ENTRY: Final = struct.Struct("<qQ")
_DT_NULL, _DT_NEEDED, _DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 0, 1, 5, 15, 29
_PT_INTERP: Final = 3
_64_BIT_LITTLE_ENDIAN: Final = b"\x02\x01"


@dataclass(frozen=True, slots=True)
class Dynamic:
    """What a program or library needs.

    Attributes:
        loader: The dynamic loader's path; `None` in a library or a static program.
        needed: Names of libraries in the file's order, such as `libz.so.1`.
        run_paths: Folders that are searched first; may hold `$ORIGIN`.
    """

    loader: str | None
    needed: tuple[str, ...]
    run_paths: tuple[str, ...]


NOTHING: Final = Dynamic(None, (), ())


def read_dynamic(data: bytes | mmap.mmap) -> Dynamic:
    """Read the dynamic section; of what is no 64-bit little-endian ELF file that can be read, `NOTHING`."""
    if data[: len(MAGIC) + 2] != MAGIC + _64_BIT_LITTLE_ENDIAN:
        return NOTHING
    try:
        return _read(data)
    except (struct.error, OverflowError, ValueError):
        return NOTHING


def _read(data: bytes | mmap.mmap) -> Dynamic:
    _, _, _, _, _, start, _, _, _, _, count, *_ = HEADER.unpack_from(data)
    segments = [Segment(*SEGMENT.unpack_from(data, start + index * SEGMENT.size)) for index in range(count)]
    loaders = [_text(data, each.offset) for each in segments if each.type == _PT_INTERP]
    entries = [entry for each in segments if each.type == PT_DYNAMIC for entry in _entries(data, each)]
    tables = [value for tag, value in entries if tag == _DT_STRTAB]
    if not tables:
        return Dynamic(loaders[0] if loaders else None, (), ())
    strings = _offset(segments, tables[0])
    needed = tuple(_text(data, strings + value) for tag, value in entries if tag == _DT_NEEDED)
    joined = [_text(data, strings + value) for tag, value in entries if tag in (_DT_RPATH, _DT_RUNPATH)]
    run_paths = tuple(folder for text in joined for folder in text.split(":") if folder)
    return Dynamic(loaders[0] if loaders else None, needed, run_paths)


def _entries(data: bytes | mmap.mmap, dynamic: Segment) -> Iterator[tuple[int, int]]:
    for at in range(dynamic.offset, dynamic.offset + dynamic.filesz, _ENTRY.size):
        tag, value = _ENTRY.unpack_from(data, at)
        if tag == _DT_NULL:
            return
        yield tag, value


def _offset(segments: list[Segment], address: int) -> int:
    for each in segments:
        if each.type == PT_LOAD and each.vaddr <= address < each.vaddr + each.filesz:
            return address - each.vaddr + each.offset
    raise ValueError("an address outside the file")


def _text(data: bytes | mmap.mmap, offset: int) -> str:
    end = data.find(b"\0", offset)
    if end < 0:
        raise ValueError("a name is not terminated")
    return data[offset:end].decode()
