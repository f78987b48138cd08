"""Stripping: synthetic files for the rules, arbitrary bytes for the invariant."""

import struct
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.elf.parse import PT_LOAD, SECTION, SHT_NOBITS, SHT_NULL, UnreadableError, parse
from lamella.build.elf.strip import MIN_SAVED_BYTES, NothingToStrip, Stripped, Untouched, strip_elf
from lamella.build.elf.verify import difference

PROGBITS, SYMTAB, STRTAB, NOBITS, DYNSYM, RELA = 1, 2, 3, 8, 11, 4
ALLOC = 2
X86_64, AARCH64 = 62, 183


@dataclass(frozen=True)
class Piece:
    """A section of a synthetic file; `load_align` puts it into a PT_LOAD of its own."""

    name: str
    type: int = PROGBITS
    flags: int = 0
    content: bytes = b""
    link: int = 0
    info: int = 0
    align: int = 1
    load_align: int = 0


def build(pieces: list[Piece], machine: int = X86_64, tail: bytes = b"") -> bytes:
    """Lay the sections out in order; those with `load_align` start congruent to their address."""
    loads = [piece for piece in pieces if piece.load_align]
    phnum = len(loads) + 1
    body = bytearray(64 + 56 * phnum)
    names, headers, segments, addresses = b"\0", [bytes(64)], [], 0x400000
    segments.append((PT_LOAD, 4, 0, 0, 0, len(body), len(body), 0x1000))
    named = [*pieces, Piece(".shstrtab", STRTAB)]
    for piece in named:
        names_at = len(names)
        names += piece.name.encode() + b"\0"
        align = piece.load_align or piece.align
        body += bytes(-len(body) % (0x1000 if piece.load_align else align))
        address = 0
        if piece.load_align:
            addresses += 0x200000
            address = addresses + len(body) % piece.load_align
            segments.append(
                (PT_LOAD, 6, len(body), address, address, len(piece.content), len(piece.content) + 8, align)
            )
        content = names if piece.name == ".shstrtab" else piece.content
        headers.append(
            SECTION.pack(
                names_at,
                piece.type,
                piece.flags | (ALLOC if piece.load_align else 0),
                address,
                len(body),
                len(content),
                piece.link,
                piece.info,
                piece.align,
                0,
            )
        )
        body += b"" if piece.type == NOBITS else content
    body += bytes(-len(body) % 8)
    shoff = len(body)
    body += b"".join(headers)
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    counts = (64, 56, phnum, 64, len(headers), len(headers) - 1)
    struct.pack_into("<16sHHIQQQIHHHHHH", body, 0, ident, 3, machine, 1, 0, 64, shoff, 0, *counts)
    struct.pack_into(f"<{'IIQQQQQQ' * phnum}", body, 64, *(field for segment in segments for field in segment))
    return bytes(body) + tail


TEXT = Piece(".text", content=b"code" * 64, load_align=0x1000)
DATA = Piece(".data", content=b"data" * 64, load_align=0x10000)
SYMBOLS = Piece(".symtab", SYMTAB, content=b"s" * 24 * 1000, link=4, align=8)
STRINGS = Piece(".strtab", STRTAB, content=b"n" * 9000)
DEBUG = Piece(".debug_info", content=b"d" * 5000)
PLAIN = [TEXT, DATA, SYMBOLS, STRINGS, DEBUG]


def stripped(data: bytes) -> Stripped:
    result = strip_elf(data)
    assert isinstance(result, Stripped), result
    return result


@pytest.mark.parametrize("machine", [X86_64, AARCH64])
def test_symbols_and_debug_data_go_and_segments_stay(machine: int) -> None:
    data = build(PLAIN, machine)
    result = stripped(data)
    assert result.sections == (".symtab", ".strtab", ".debug_info")
    assert len(data) - len(result.content) >= 24 * 1000 + 9000 + 5000 - 8
    before, after = parse(data), parse(result.content)
    assert [replace(load, offset=0) for load in after.loads] == [replace(load, offset=0) for load in before.loads]
    assert all((load.offset - load.vaddr) % load.align == 0 for load in after.loads)
    assert [load.offset for load in after.loads] == [load.offset for load in before.loads]
    assert [section.type for section in after.sections] == [SHT_NULL, PROGBITS, PROGBITS, *[SHT_NULL] * 3, STRTAB]


def test_stripping_twice_changes_nothing_more() -> None:
    assert strip_elf(stripped(build(PLAIN)).content) == NothingToStrip()


def test_a_segment_after_the_symbols_moves_by_its_own_alignment() -> None:
    """The shape that patchelf leaves, and that GNU strip breaks: a PT_LOAD after the sections of the linker."""
    added = Piece(".dynstr", STRTAB, content=b"libc.so.6\0" * 20, load_align=0x1000)
    data = build([TEXT, DATA, SYMBOLS, STRINGS, DEBUG, added])
    was, now = parse(data).loads[-1], parse(stripped(data).content).loads[-1]
    assert now.offset < was.offset
    assert (was.offset - now.offset) % 0x1000 == 0
    assert stripped(data).content[now.offset : now.offset + now.filesz] == added.content


def test_a_large_alignment_keeps_its_segment_in_place() -> None:
    added = Piece(".late", content=b"x" * 100, load_align=0x200000)
    data = build([TEXT, DATA, SYMBOLS, STRINGS, DEBUG, added])
    assert strip_elf(data) == NothingToStrip()


def test_nobits_takes_no_room_and_stays() -> None:
    bss = Piece(".bss", NOBITS, ALLOC, content=b"b" * 100_000)
    result = stripped(build([TEXT, DATA, bss, replace(SYMBOLS, link=5), STRINGS]))
    assert [section.name for section in parse(result.content).sections if section.type == SHT_NOBITS] == [".bss"]


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        pytest.param([*PLAIN, Piece(".note.own", 7, content=b"k" * 50)], ".note.own", id="not on the list"),
        pytest.param([*PLAIN, Piece(".rela.own", RELA, link=3, info=1)], ".symtab", id="a relocation needs it"),
        pytest.param([*PLAIN, Piece(".own", content=b"q", link=4)], ".strtab", id="another section needs it"),
        pytest.param([*PLAIN, Piece(".comment", flags=ALLOC, content=b"GCC")], ".comment", id="mapped"),
        pytest.param([*PLAIN, Piece(".debugger", content=b"own")], ".debugger", id="only begins alike"),
    ],
)
def test_sections_that_stay(pieces: list[Piece], kept: str) -> None:
    data = build(pieces)
    result = stripped(data)
    (was,) = [section for section in parse(data).sections if section.name == kept]
    (now,) = [section for section in parse(result.content).sections if section.name == kept]
    assert data[was.offset : was.offset + was.size] == result.content[now.offset : now.offset + now.size]


@pytest.mark.parametrize(
    "name",
    [
        ".comment",
        ".zdebug_line",
        ".rela.debug_info",
        ".gnu_debuglink",
        ".gnu.build.attributes.hot",
        ".gdb_index",
        ".stabstr",
    ],
)
def test_sections_that_go(name: str) -> None:
    assert stripped(build([TEXT, Piece(name, content=b"x" * 4000)])).sections == (name,)


def test_a_small_gain_is_left() -> None:
    small, enough = MIN_SAVED_BYTES - 100, MIN_SAVED_BYTES + 100
    assert strip_elf(build([TEXT, Piece(".comment", content=b"G" * small)])) == NothingToStrip()
    assert stripped(build([TEXT, Piece(".comment", content=b"G" * enough)])).sections == (".comment",)


def patched(offset: int, value: bytes) -> bytes:
    data = build(PLAIN)
    return data[:offset] + value + data[offset + len(value) :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not an ELF file"),
        (b"!<arch>\nlibx.a", "not an ELF file"),
        (b"\x7fELF\x02\x01\x01", "not an ELF file"),
        (patched(4, b"\x01"), "not a 64-bit little-endian ELF file"),
        (patched(5, b"\x02"), "not a 64-bit little-endian ELF file"),
        (patched(18, b"\x08\x00"), "machine 8 is neither x86_64 nor aarch64"),
        (patched(16, b"\x01\x00"), "neither a program nor a shared object"),
        (patched(60, b"\x00\x00"), "no section headers"),
        (patched(60, b"\xff\xff"), "header sizes or counts are unusual"),
        (patched(62, b"\x00\x00"), "no section names"),
        (patched(58, b"\x00\x00"), "section header sizes or counts are unusual"),
        (patched(40, b"\xff" * 8), "a header table reaches past the end of the file"),
        (patched(64 + 32, b"\xff" * 8), "a segment reaches past the end of the file"),
        (patched(64 + 56 + 16, b"\x01"), "a segment's place in the file does not fit its place in memory"),
        (build([TEXT, Piece(".own", align=3, content=b"o"), DEBUG]), "an alignment is not a power of two"),
        (build(PLAIN, tail=b"an archive appended by its packer"), "no header speaks of the bytes"),
        (build(PLAIN)[:-1], "a header table reaches past the end of the file"),
    ],
)
def test_doubt_leaves_the_file_alone(data: bytes, reason: str) -> None:
    result = strip_elf(data)
    assert isinstance(result, Untouched)
    assert reason in result.reason


def test_trailing_zeros_are_padding() -> None:
    assert stripped(build(PLAIN, tail=b"\0")).content == stripped(build(PLAIN)).content


BROKEN = [
    pytest.param(lambda good, _: good[:-1], "a header table reaches past", id="cut"),
    pytest.param(lambda good, _: good[:24] + b"\x01" + good[25:], "the file header", id="entry"),
    pytest.param(
        lambda good, load: good[: load.offset] + b"!" + good[load.offset + 1 :],
        "the bytes of segment 2",
        id="byte",
    ),
    pytest.param(lambda good, _: good[:68] + b"\x07" + good[69:], "the header of segment 0", id="flags"),
    pytest.param(lambda good, _: good + b"\0", "the end of the file", id="longer"),
    pytest.param(
        lambda good, _: good[: 64 + 2 * 56 + 8] + struct.pack("<Q", 64) + good[64 + 2 * 56 + 16 :],
        "segment 2",
        id="offset",
    ),
]


@pytest.mark.parametrize(("damage", "found"), BROKEN)
def test_verification_finds_damage(damage: object, found: str) -> None:
    data = build(PLAIN)
    good = stripped(data).content
    assert difference(data, good) is None
    assert callable(damage)
    assert found in (difference(data, damage(good, parse(good).loads[-1])) or "nothing")


def test_verification_finds_a_mapped_section_gone() -> None:
    data = build(PLAIN)
    good = bytearray(stripped(data).content)
    at = parse(bytes(good)).shoff + SECTION.size
    good[at : at + SECTION.size] = bytes(SECTION.size)
    assert difference(data, bytes(good)) == "section .text"


@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    assert strip_elf(data) == Untouched("not an ELF file") or data.startswith(b"\x7fELF")


@given(
    st.lists(
        st.tuples(
            st.one_of(st.integers(0, 64 + 3 * 56), st.integers(-64 * 7, -1)),
            st.binary(min_size=1, max_size=8),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_damaged_headers_give_an_answer_that_holds(edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(build(PLAIN))
    for offset, value in edits:
        at = offset % len(data)
        data[at : at + len(value)] = value
    before = bytes(data)
    result = strip_elf(before)
    if isinstance(result, Stripped):
        assert difference(before, result.content) is None
        assert len(result.content) <= len(before) - MIN_SAVED_BYTES


@given(
    st.lists(
        st.builds(
            Piece,
            name=st.sampled_from([".text", ".data", ".comment", ".debug_str", ".own", ".strtab", ".gnu_debugdata"]),
            content=st.binary(max_size=3000),
            align=st.sampled_from([1, 8, 64]),
            load_align=st.sampled_from([0, 0, 0, 0x1000, 0x10000]),
        ),
        max_size=8,
    ),
    st.sampled_from([X86_64, AARCH64]),
)
def test_whatever_the_layout_segments_keep_their_bytes_and_place(pieces: list[Piece], machine: int) -> None:
    data = build(pieces, machine)
    match strip_elf(data):
        case Stripped(content):
            new = parse(content)
            for was, now in zip(parse(data).loads[1:], new.loads[1:], strict=True):
                assert content[now.offset : now.offset + now.filesz] == data[was.offset : was.offset + was.filesz]
                assert (now.offset - now.vaddr) % now.align == 0
        case NothingToStrip():
            going = {".comment", ".debug_str", ".gnu_debugdata"}
            sizes = [len(piece.content) for piece in pieces if piece.name in going and not piece.load_align]
            padding = sum(piece.load_align or piece.align for piece in pieces)
            assert sum(sizes) < MIN_SAVED_BYTES + padding + 8
        case Untouched(reason):
            pytest.fail(reason)


def test_parse_names_what_it_refuses() -> None:
    with pytest.raises(UnreadableError, match="not an ELF file"):
        parse(b"MZ")
