"""What an ELF file says of itself: machine, needs, symbol versions, segments.

Layouts: System V ABI (gABI), LSB symbol versioning.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lamella.archive.native import machine_of
from lamella.build.elf.parse import HEADER, PAGE_BYTES, PT_DYNAMIC, PT_LOAD, SEGMENT, Segment

_ENTRY: Final = struct.Struct("<qQ")
_NEED: Final = struct.Struct("<HHIII")
_AUXILIARY: Final = struct.Struct("<IHHII")
_DT_NEEDED, _DT_STRTAB, _DT_SONAME, _DT_RPATH, _DT_RUNPATH = 1, 5, 14, 15, 29
_DT_VERNEED: Final = 0x6FFFFFFE
_PT_GNU_STACK, _PT_GNU_RELRO = 0x6474E551, 0x6474E552
_PF_X: Final = 1
_SHARED_OBJECT: Final = 3
_MOST = 4_096


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An ELF file that could not be read; `machine` where the first bytes tell it."""

    machine: str
    reason: str


@dataclass(frozen=True, slots=True)
class NativeFacts:
    """An ELF file of 64 bits.

    Attributes:
        machine: In Lambda's words where it has any: `x86_64`, `arm64`.
        library: Whether it is a shared object.
        needed: Names of libraries.
        soname: Its own name; empty without one.
        run_paths: Folders that are searched first; may hold `$ORIGIN`.
        versions: Symbol versions that it needs of libraries: (`libc.so.6`, `GLIBC_2.34`).
        executable_stack: Whether it asks for one.
        relro: Whether its relocations become read-only.
        misplaced: Number of the first segment whose place in the file does not fit its place in memory, from 0.
    """

    machine: str
    library: bool
    needed: tuple[str, ...] = ()
    soname: str = ""
    run_paths: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    executable_stack: bool = False
    relro: bool = False
    misplaced: int | None = None


def read_native(data: bytes) -> NativeFacts | Unreadable:
    """Read an ELF file by its segments, as the loader does; no input raises."""
    machine = machine_of(data[:20]) or "unknown"
    if data[4:6] != b"\x02\x01":
        return Unreadable(machine, "not a 64-bit little-endian file")
    try:
        return _read(data, machine)
    except (struct.error, ValueError, UnicodeDecodeError, OverflowError) as error:
        return Unreadable(machine, " ".join(str(error).split())[:120])


def _read(data: bytes, machine: str) -> NativeFacts:
    _, kind, _, _, _, start, _, _, _, _, count, *_ = HEADER.unpack_from(data)
    if count > _MOST:
        raise ValueError("too many segments")
    segments = [Segment(*SEGMENT.unpack_from(data, start + number * SEGMENT.size)) for number in range(count)]
    entries = [entry for each in segments if each.type == PT_DYNAMIC for entry in _entries(data, each)]
    loads = [each for each in segments if each.type == PT_LOAD]
    misplaced = next((number for number, each in enumerate(loads) if (each.offset - each.vaddr) % PAGE_BYTES), None)
    if any(each.offset + each.filesz > len(data) for each in loads):
        raise ValueError("a segment reaches past the end of the file")
    values = dict(entries)
    if _DT_STRTAB not in values:
        return NativeFacts(machine, kind == _SHARED_OBJECT, relro=_has(segments, _PT_GNU_RELRO),
                           executable_stack=_executable_stack(segments), misplaced=misplaced)  # fmt: skip
    strings = _offset(segments, values[_DT_STRTAB])
    joined = [_text(data, strings + value) for tag, value in entries if tag in {_DT_RPATH, _DT_RUNPATH}]
    return NativeFacts(
        machine,
        kind == _SHARED_OBJECT,
        tuple(_text(data, strings + value) for tag, value in entries if tag == _DT_NEEDED),
        _text(data, strings + values[_DT_SONAME]) if _DT_SONAME in values else "",
        tuple(folder for text in joined for folder in text.split(":") if folder),
        tuple(_versions(data, _offset(segments, values[_DT_VERNEED]), strings)) if _DT_VERNEED in values else (),
        _executable_stack(segments),
        _has(segments, _PT_GNU_RELRO),
        misplaced,
    )


def _entries(data: bytes, dynamic: Segment) -> Iterator[tuple[int, int]]:
    for at in range(dynamic.offset, min(dynamic.offset + dynamic.filesz, len(data)), _ENTRY.size):
        tag, value = _ENTRY.unpack_from(data, at)
        if tag == 0:
            return
        yield tag, value


def _versions(data: bytes, at: int, strings: int) -> Iterator[tuple[str, str]]:
    for _ in range(_MOST):
        _, count, file, auxiliary, following = _NEED.unpack_from(data, at)
        library = _text(data, strings + file)
        inner = at + auxiliary
        for _ in range(min(count, _MOST)):
            _, _, _, name, next_inner = _AUXILIARY.unpack_from(data, inner)
            yield library, _text(data, strings + name)
            if not next_inner:
                break
            inner += next_inner
        if not following:
            return
        at += following


def _executable_stack(segments: list[Segment]) -> bool:
    return any(each.type == _PT_GNU_STACK and each.flags & _PF_X for each in segments)


def _has(segments: list[Segment], kind: int) -> bool:
    return any(each.type == kind for each in segments)


def _offset(segments: list[Segment], address: int) -> int:
    for each in segments:
        if each.type == PT_LOAD and each.vaddr <= address < each.vaddr + each.filesz:
            return address - each.vaddr + each.offset
    raise ValueError("an address outside the file")


def _text(data: bytes, offset: int) -> str:
    end = data.find(b"\0", offset, offset + 4_096)
    if end < 0:
        raise ValueError("a name is not terminated")
    return data[offset:end].decode()
