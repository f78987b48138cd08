"""What an ELF file asks of the dynamic loader; the layouts are those of the System V ABI (gABI)."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamella.build.elf.parse import HEADER, MAGIC, PT_DYNAMIC, PT_LOAD, SEGMENT, Segment

_ENTRY = struct.Struct("<qQ")
_DT_NEEDED, _DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 1, 5, 15, 29
_PT_INTERP = 3
_CLASS_64 = 2


@dataclass(frozen=True, slots=True)
class Dynamic:
    """What a program or library needs.

    Attributes:
        loader: The dynamic loader's path; `None` in a library or a static program.
        needed: Names of libraries, such as `libz.so.1`.
        run_paths: Folders that are searched first, `$ORIGIN` replaced.
    """

    loader: str | None
    needed: tuple[str, ...]
    run_paths: tuple[Path, ...]


NOTHING = Dynamic(None, (), ())


def read(path: Path) -> Dynamic:
    """Read the dynamic section; of a file that is no 64-bit ELF file, `NOTHING`.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        if file.read(5) != MAGIC + bytes([_CLASS_64]):
            return NOTHING
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _read(data, path)
            except (struct.error, OverflowError, ValueError):
                return NOTHING


def _read(data: mmap.mmap, path: Path) -> Dynamic:
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
    origin = str(path.parent)
    folders = [folder for text in joined for folder in text.split(":") if folder]
    run_paths = (Path(each.replace("$ORIGIN", origin).replace("${ORIGIN}", origin)) for each in folders)
    return Dynamic(loaders[0] if loaders else None, needed, tuple(run_paths))


def _entries(data: mmap.mmap, dynamic: Segment) -> Iterator[tuple[int, int]]:
    for at in range(dynamic.offset, dynamic.offset + dynamic.filesz, _ENTRY.size):
        tag, value = _ENTRY.unpack_from(data, at)
        if tag == 0:
            return
        yield tag, value


def _offset(segments: list[Segment], address: int) -> int:
    for each in segments:
        if each.type == PT_LOAD and each.vaddr <= address < each.vaddr + each.filesz:
            return address - each.vaddr + each.offset
    raise ValueError("an address outside the file")


def _text(data: mmap.mmap, offset: int) -> str:
    end = data.find(b"\0", offset)
    if end < 0:
        raise ValueError("a name is not terminated")
    return data[offset:end].decode()
