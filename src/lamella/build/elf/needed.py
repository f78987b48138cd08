"""Which libraries a shared object asks the loader for (DT_NEEDED; System V ABI, chapter 5, "Dynamic Section")."""

import struct
from collections.abc import Iterator

from lamella.build.elf.parse import MAGIC, SHT_STRTAB, UnreadableError, parse

_SHT_DYNAMIC = 6
_DT_NULL, _DT_NEEDED = 0, 1
_ENTRY = struct.Struct("<qQ")


def needed_libraries(data: bytes) -> tuple[str, ...]:
    """Return the names of the libraries, in the file's order; none for what is no ELF file that can be read."""
    if not data.startswith(MAGIC):
        return ()
    try:
        return tuple(_needed(data))
    except UnreadableError:
        return ()


def _needed(data: bytes) -> Iterator[str]:
    elf = parse(data)
    for section in elf.sections:
        if section.type != _SHT_DYNAMIC or elf.sections[section.link].type != SHT_STRTAB:
            continue
        strings = elf.sections[section.link]
        names = data[strings.offset : strings.offset + strings.size]
        entries = data[section.offset : section.offset + section.size // _ENTRY.size * _ENTRY.size]
        for tag, value in _ENTRY.iter_unpack(entries):
            if tag == _DT_NULL:
                break
            if tag == _DT_NEEDED and value < len(names):
                yield names[value:].partition(b"\0")[0].decode("utf-8", "replace")
