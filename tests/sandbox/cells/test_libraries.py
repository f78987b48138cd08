"""Native libraries of this machine, and who needs which."""

import random
from pathlib import Path

import pytest

from lamella.build.elf.dynamic import NOTHING, Dynamic
from lamella.images import image
from lamella.sandbox.cells.libraries import installed, needs, read
from lamella.sandbox.cells.root import standard_library
from real_cells import INTERPRETER


def test_the_c_library_is_installed() -> None:
    assert installed()["libc.so.6"].is_file()


def test_the_interpreter_needs_the_c_library_and_a_loader() -> None:
    needed = needs((INTERPRETER,), INTERPRETER.parents[1] / "lib")
    assert "libc.so.6" in needed.libraries
    assert needed.loader is not None
    assert Path(needed.loader).exists()
    assert needed.missing == ()


def test_needs_are_followed_to_the_end() -> None:
    modules = tuple(standard_library(INTERPRETER).glob("lib-dynload/_ssl*.so"))
    needed = needs((INTERPRETER, *modules), INTERPRETER.parents[1] / "lib").libraries
    for path in needed.values():
        assert set(read(path).needed) <= set(needed)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(INTERPRETER.read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0"))
    assert "libq.so.6" in needs((program,), tmp_path).missing


@pytest.mark.parametrize(
    "content", [b"", b"#!/bin/sh\n", b"\x7fELF", b"\x7fELF\x01" + b"\0" * 100, b"\x7fELF\x02" + b"\xff" * 90]
)
def test_what_is_no_elf_file_needs_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert read(file) == NOTHING


def test_a_damaged_file_is_read_without_harm(tmp_path: Path) -> None:
    whole = installed()["libz.so.1"].read_bytes()
    chance = random.Random(3)  # noqa: S311 -- not for secrets
    file = tmp_path / "file"
    for number in range(200):
        data = bytearray(whole[: chance.randrange(1, len(whole))] if number % 2 else whole)
        for _ in range(8):
            data[chance.randrange(min(len(data), 4096))] = chance.randrange(256)
        file.write_bytes(data)
        assert isinstance(read(file), Dynamic)


@pytest.mark.parametrize("system", ["al2", "al2023"])
def test_the_images_have_no_libgomp(system: str) -> None:
    known = image(system)
    assert {"libc.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"} <= set(known.libraries)
    assert not {"libgomp.so.1", "libX11.so.6", "libGL.so.1"} & set(known.libraries)
    assert ("find" in known.programs) == (system == "al2")
