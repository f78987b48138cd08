"""Which sections of an ELF file nothing needs at run time.

Only sections without SHF_ALLOC: the loader never maps those. A section that is not on the list stays.
"""

import re

from lamella.build.elf.parse import SHF_ALLOC, SHT_NULL, SHT_STRTAB, SHT_SYMTAB, Elf, Section

_DEBUG = re.compile(
    r"\.rela?\.z?debug_.*|\.z?debug_.*|\.debug|\.line|\.stab(str)?|\.stab\..*|\.gdb_index"
    r"|\.gnu_debug(link|altlink|data)|\.gnu\.build\.attributes.*|\.comment|\.GCC\.command\.line"
)


def removable(elf: Elf) -> frozenset[int]:
    """Return the indices of the sections that can go.

    These are the debug sections, the symbol table of the linker (`.symtab`; the loader reads `.dynsym`) and its
    strings, unless a section that stays refers to them or a segment holds their bytes.
    """
    chosen = {index for index, section in enumerate(elf.sections) if _is_removable(section, elf)}
    while needed := chosen & _references(elf, chosen):
        chosen -= needed
    return frozenset(chosen)


def _is_removable(section: Section, elf: Elf) -> bool:
    if section.type == SHT_NULL or section.flags & SHF_ALLOC or section is elf.sections[elf.shstrndx]:
        return False
    symbols = section.type == SHT_SYMTAB or (section.type == SHT_STRTAB and section.name == ".strtab")
    return (symbols or _DEBUG.fullmatch(section.name) is not None) and not any(
        section.offset < segment.offset + segment.filesz and segment.offset < section.offset + section.file_bytes
        for segment in elf.segments
    )


def _references(elf: Elf, chosen: set[int]) -> set[int]:
    staying = (section for index, section in enumerate(elf.sections) if index not in chosen)
    return {index for section in staying for index in section.refers_to if index}
