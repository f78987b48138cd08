"""Read the headers of an ELF file; the layouts are those of the System V ABI (gABI) and elf(5)."""

import struct
from dataclasses import dataclass

MAGIC = b"\x7fELF"
HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SEGMENT = struct.Struct("<IIQQQQQQ")
SECTION = struct.Struct("<IIQQQQIIQQ")
PHOFF_AT, PHOFF_AND_SHOFF = 32, struct.Struct("<QQ")
PAGE_BYTES = 4096

PT_NULL, PT_LOAD, PT_DYNAMIC = 0, 1, 2
SHT_NULL, SHT_SYMTAB, SHT_STRTAB, SHT_RELA, SHT_NOBITS, SHT_REL = 0, 2, 3, 4, 8, 9
SHF_ALLOC, SHF_INFO_LINK = 0x2, 0x40

_64_BIT_LITTLE_ENDIAN = b"\x02\x01\x01"
_PROGRAM, _SHARED_OBJECT = 2, 3
_MACHINES = {62: "x86_64", 183: "aarch64"}
# Real files have tens; a hostile one must not make the passes over them slow.
_MAX_HEADERS = 1024


class UnreadableError(ValueError):
    """The bytes are no ELF file of a kind that is known here; the message says which test failed."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A program header, its fields in file order; offsets and sizes in bytes."""

    type: int
    flags: int
    offset: int
    vaddr: int
    paddr: int
    filesz: int
    memsz: int
    align: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section header: the name that `name_offset` points to, then its fields in file order."""

    name: str
    name_offset: int
    type: int
    flags: int
    addr: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entsize: int

    @property
    def file_bytes(self) -> int:
        """How many bytes of the file it takes."""
        return 0 if self.type in (SHT_NULL, SHT_NOBITS) else self.size

    @property
    def refers_to(self) -> frozenset[int]:
        """Indices of the sections that it needs (`sh_link`, and `sh_info` where that is an index)."""
        by_info = self.type in (SHT_REL, SHT_RELA) or self.flags & SHF_INFO_LINK
        return frozenset({self.link, self.info} if by_info else {self.link})


@dataclass(frozen=True, slots=True)
class Elf:
    """The headers of one file; `segments` and `sections` keep the file's own indices."""

    identity: tuple[int | bytes, ...]
    phoff: int
    shoff: int
    shstrndx: int
    segments: tuple[Segment, ...]
    sections: tuple[Section, ...]

    @property
    def loads(self) -> tuple[Segment, ...]:
        """The segments that are mapped into memory."""
        return tuple(segment for segment in self.segments if segment.type == PT_LOAD)


def parse(data: bytes) -> Elf:
    """Read the headers of a 64-bit little-endian x86_64 or aarch64 program or shared object.

    Raises:
        UnreadableError: The file is of another kind, or a header points outside it.
    """
    if len(data) < HEADER.size or not data.startswith(MAGIC):
        raise UnreadableError("not an ELF file")
    ident, kind, machine, version, entry, phoff, shoff, flags, *counts = HEADER.unpack_from(data)
    ehsize, phentsize, phnum, shentsize, shnum, shstrndx = counts
    if ident[4:7] != _64_BIT_LITTLE_ENDIAN or version != 1:
        raise UnreadableError("not a 64-bit little-endian ELF file")
    if machine not in _MACHINES:
        raise UnreadableError(f"machine {machine} is neither x86_64 nor aarch64")
    if kind not in (_PROGRAM, _SHARED_OBJECT):
        raise UnreadableError("neither a program nor a shared object")
    if (ehsize, phentsize) != (HEADER.size, SEGMENT.size) or max(phnum, shnum) > _MAX_HEADERS:
        raise UnreadableError("header sizes or counts are unusual")
    if shnum == 0:
        raise UnreadableError("no section headers")
    if shentsize != SECTION.size or shstrndx >= shnum:
        raise UnreadableError("section header sizes or counts are unusual")
    segments = tuple(Segment(*fields) for fields in _table(data, SEGMENT, phoff, phnum))
    bare = list(_table(data, SECTION, shoff, shnum))
    _, names_type, _, _, names_offset, names_size, *_ = bare[shstrndx]
    if names_type != SHT_STRTAB or names_offset + names_size > len(data):
        raise UnreadableError("no section names")
    names = data[names_offset : names_offset + names_size]
    sections = tuple(Section(_name(names, fields[0]), *fields) for fields in bare)
    elf = Elf((ident, kind, machine, entry, flags), phoff, shoff, shstrndx, segments, sections)
    _check_bounds(elf, len(data))
    return elf


def _table(data: bytes, layout: struct.Struct, offset: int, count: int) -> list[tuple[int, ...]]:
    if offset + count * layout.size > len(data):
        raise UnreadableError("a header table reaches past the end of the file")
    return [layout.unpack_from(data, offset + index * layout.size) for index in range(count)]


def _name(names: bytes, offset: int) -> str:
    end = names.find(b"\0", offset)
    if end < 0:
        raise UnreadableError("a section name is not terminated")
    return names[offset:end].decode("ascii", "backslashreplace")


def _check_bounds(elf: Elf, size: int) -> None:
    if not elf.loads:
        raise UnreadableError("nothing in it is loaded into memory")
    for segment in elf.segments:
        if segment.type != PT_NULL and segment.offset + segment.filesz > size:
            raise UnreadableError("a segment reaches past the end of the file")
    for section in elf.sections:
        if section.offset + section.file_bytes > size and section.file_bytes:
            raise UnreadableError(f"section {section.name} reaches past the end of the file")
        if any(index >= len(elf.sections) for index in section.refers_to):
            raise UnreadableError(f"section {section.name} refers to a section that is not there")
