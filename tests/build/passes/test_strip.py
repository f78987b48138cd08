"""The strip pass: what is a candidate, what is recorded, and real wheels that other strippers break."""

import hashlib
import io
import os
import platform
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection
from uv import find_uv_bin

from lamella.build.passes import strip
from lamella.model.layer import Slim, Slimming
from lamella.model.passes import Change, PassResult
from lamella.model.target import Target
from lamella.model.tree import File, Tree

TARGET = Target.parse("python3.12/x86_64")
DEFAULT = Slimming()


@dataclass
class Memory:
    """Contents in memory."""

    by_digest: dict[str, bytes] = field(default_factory=dict)

    def read(self, file: File) -> bytes:
        return self.by_digest[file.sha256]

    def file(self, path: str, content: bytes, mode: int = 0o644) -> File:
        digest = hashlib.sha256(content).hexdigest()
        self.by_digest[digest] = content
        return File(path, len(content), digest, mode, "x==1")


def elf(section: str, size: int = 2000, machine: int = 62) -> bytes:
    """One segment, one section that takes `size` bytes, and the section names."""
    names = b"\0" + section.encode() + b"\0.shstrtab\0"
    head = 64 + 56
    names_at = head + size
    table_at = names_at + len(names)
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    header = struct.pack("<16sHHIQQQIHHHHHH", ident, 3, machine, 1, 0, 64, table_at, 0, 64, 56, 1, 64, 3, 2)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, head, head, 4096)
    sections = (
        bytes(64),
        struct.pack("<IIQQQQIIQQ", 1, 1, 0, 0, head, size, 0, 0, 1, 0),
        struct.pack("<IIQQQQIIQQ", 2 + len(section), 3, 0, 0, names_at, len(names), 0, 0, 1, 0),
    )
    return header + segment + b"x" * size + names + b"".join(sections)


def applied(memory: Memory, *files: File, slimming: Slimming = DEFAULT) -> PassResult:
    return strip.apply(Tree.of(TARGET, files), memory, slimming)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("python/a/b.cpython-312-x86_64-linux-gnu.so", 0o644),
        ("python/a.libs/libgomp-a34b3233.so.1.0.0", 0o644),
        ("python/a.libs/libx", 0o644),
        ("bin/tool", 0o755),
        ("lib/libz.so.1", 0o755),
    ],
)
def test_candidates_are_stripped_and_recorded(path: str, mode: int) -> None:
    memory = Memory()
    before = memory.file(path, elf(".comment"), mode)
    result = applied(memory, before)
    (after,) = result.tree.files
    content = result.contents[after.sha256]
    assert after == File(path, len(content), hashlib.sha256(content).hexdigest(), mode, "x==1")
    assert result.record.changed == (Change(path, before.size_bytes, after.size_bytes, "symbols"),)
    assert result.record.reasons == {"symbols": strip.REASONS["symbols"]}
    assert 1990 < before.size_bytes - after.size_bytes <= 2000


def test_debug_data_is_named_as_such() -> None:
    memory = Memory()
    result = applied(memory, memory.file("python/x.so", elf(".debug_info")))
    assert [change.rule for change in result.record.changed] == ["debug"]


@pytest.mark.parametrize(
    ("path", "content", "slimming"),
    [
        pytest.param("python/x.so", elf(".comment"), Slimming(slim=Slim.OFF), id="slim off"),
        pytest.param("python/x.so", elf(".comment"), Slimming(keep=("python/*.so",)), id="kept by the user"),
        pytest.param("python/x.bin", elf(".comment"), Slimming(), id="no native name"),
        pytest.param("python/x.so", elf(".comment", size=200), Slimming(), id="little to gain"),
        pytest.param("python/x.so", b"INPUT(libx.a)", Slimming(), id="a linker script"),
    ],
)
def test_left_without_a_word(path: str, content: bytes, slimming: Slimming) -> None:
    memory = Memory()
    file = memory.file(path, content)
    result = applied(memory, file, slimming=slimming)
    assert result.tree.files == (file,)
    assert (result.record.changed, result.record.notes, result.contents) == ((), (), {})


def test_doubt_is_noted() -> None:
    memory = Memory()
    file = memory.file("python/x.so", elf(".comment") + b"payload")
    result = applied(memory, file)
    assert result.tree.files == (file,)
    (note,) = result.record.notes
    assert note.startswith("python/x.so is not stripped: no header speaks of the bytes at offset ")


def installed(folder: Path, architecture: str, *requirements: str) -> Path:
    # Files of a linked installation are those of uv's cache; this test writes to them.
    command = [find_uv_bin(), "pip", "install", "--target", str(folder), "--link-mode", "copy", "--no-deps"]
    command += ["--python-platform", f"{architecture}-manylinux_2_28", "--python-version", "3.12", *requirements]
    environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return folder


def what_a_loader_reads(data: bytes) -> dict[str, object]:
    file = ELFFile(io.BytesIO(data))
    segments = [dict(segment.header, p_offset=0) for segment in file.iter_segments()]
    mapped = {
        (index, section.name, section["sh_addr"]): section["sh_type"] == "SHT_NOBITS" or section.data()
        for index, section in enumerate(file.iter_sections())
        if section["sh_flags"] & 2
    }
    (dynamic,) = [segment for segment in file.iter_segments() if isinstance(segment, DynamicSegment)]
    symbols = file.get_section_by_name(".dynsym")
    assert isinstance(symbols, SymbolTableSection)
    tags = [(tag.entry.d_tag, tag.entry.d_val, getattr(tag, "needed", None)) for tag in dynamic.iter_tags()]
    exported = {symbol.name: dict(symbol.entry) for symbol in symbols.iter_symbols()}
    return {"segments": segments, "mapped": mapped, "tags": tags, "exported": exported}


@pytest.mark.e2e
@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_real_wheels_load_as_before(architecture: str, tmp_path: Path) -> None:
    """numpy 2.2's bundled libraries, rewritten by patchelf, are those that GNU strip breaks: "not page-aligned"."""
    root = installed(tmp_path, architecture, "numpy==2.2.4", "cryptography==44.0.2")
    memory = Memory()
    libraries = [path for path in sorted(root.rglob("*")) if path.is_file() and ".so" in path.name]
    files = [memory.file(f"python/{path.relative_to(root)}", path.read_bytes()) for path in libraries]
    result = applied(memory, *files)
    assert result.record.notes == ()
    bundled = {change.path for change in result.record.changed if "/numpy.libs/" in change.path}
    assert any("openblas" in path for path in bundled)
    assert sum(change.before_bytes - change.after_bytes for change in result.record.changed) > 3_000_000
    for before, after in zip(Tree.of(TARGET, files).files, result.tree.files, strict=True):
        if before != after:
            content = result.contents[after.sha256]
            assert what_a_loader_reads(memory.read(before)) == what_a_loader_reads(content)
            (root / after.path.removeprefix("python/")).write_bytes(content)
    if platform.machine() == architecture:
        load = "import ctypes, sys; [ctypes.CDLL(path) for path in sys.argv[1:]]"
        paths = [str(root / path.removeprefix("python/")) for path in sorted(bundled)]
        subprocess.run([sys.executable, "-c", load, *paths], check=True)
