import struct

import pytest

from lamella.archive.native import Native, foreign, machine_of
from lamella.model.target import Architecture


def elf(machine: int, order: str = "<") -> bytes:
    return b"\x7fELF\x02" + (b"\x01" if order == "<" else b"\x02") + bytes(10) + struct.pack(f"{order}2H", 3, machine)


@pytest.mark.parametrize(
    ("head", "machine"),
    [
        (elf(62), "x86_64"),
        (elf(183), "arm64"),
        (elf(22, ">"), "s390x"),
        (elf(4711), "machine 4711"),
        (elf(62)[:19], None),
        (b"#!/bin/sh\nexec python3", None),
        (b"", None),
    ],
)
def test_machine_of(head: bytes, machine: str | None) -> None:
    assert machine_of(head) == machine


INTEL = Native("a.so", 0, "x86_64", 1)
ARM = Native("b.so", 0, "arm64", 1)


@pytest.mark.parametrize(
    ("found", "architecture", "strangers"),
    [
        ((), None, ()),
        ((INTEL, INTEL, ARM), None, (ARM,)),
        ((INTEL, ARM), Architecture.ARM64, (INTEL,)),
        ((INTEL,), Architecture.X86_64, ()),
    ],
)
def test_foreign(found: tuple[Native, ...], architecture: Architecture | None, strangers: tuple[Native, ...]) -> None:
    assert foreign(found, architecture) == strangers
