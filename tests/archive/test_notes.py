import struct
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from lamella.archive.inspect import inspect
from lamella.archive.inspection import NoteCode
from lamella.archive.notes import notes
from lamella.archive.scan import Layer
from lamella.model.target import Target

LayerOf = Callable[..., Layer]
UNCHECKED_PYC = struct.pack("<H2s3L", 3531, b"\r\n", 1, 0, 0)


def elf(machine: int) -> bytes:
    return b"\x7fELF\x02\x01" + bytes(10) + struct.pack("<2H", 3, machine)


Files = dict[str, str | bytes]


@pytest.mark.parametrize(
    ("layers", "target", "expected", "words"),
    [
        ([{"python/a.py": ""}], None, [], ""),
        ([{"a.py": ""}], None, [NoteCode.NOT_ON_PATH], "no python/ folder"),
        ([{"lib/x.so": ""}], None, [], ""),
        (
            [{"python/lib/python3.11/site-packages/a.py": "", "python/b.py": ""}],
            "python3.12/x86_64",
            [NoteCode.UNREAD_ROOT],
            "python3.12 does not look",
        ),
        ([{"python/a.py": ""}] * 6, None, [NoteCode.TOO_MANY_LAYERS], "6 layers; AWS allows 5"),
        (
            [{"python/botocore/__init__.py": ""}],
            "python3.12/arm64",
            [NoteCode.RUNTIME_BOTO3],
            "(/var/lang/lib/python3.12/site-packages)",
        ),
        ([{"python/botocore/__init__.py": ""}], "python3.10/arm64", [NoteCode.RUNTIME_BOTO3], "(/var/runtime)"),
        ([{"python/boto3/__init__.py": ""}], None, [NoteCode.RUNTIME_BOTOCORE], "python3.X"),
        ([{"python/boto3/__init__.py": ""}, {"python/botocore/__init__.py": ""}], None, [], ""),
        (
            [{"python/a/__init__.py": "", "python/a/old.py": ""}, {"python/a/__init__.py": ""}],
            None,
            [NoteCode.MIXED_MODULE],
            "a is a mixture: 1 module of",
        ),
        (
            [{"python/a-1.dist-info/METADATA": "", "python/a-2.dist-info/METADATA": ""}],
            None,
            [NoteCode.AMBIGUOUS_METADATA],
            "a has several dist-info folders",
        ),
        ([{"python/a": ""}, {"python/a/b.txt": ""}], None, [NoteCode.CLASH], "not documented"),
        (
            [
                {"python/a.py": "old", "python/__pycache__/a.cpython-312.pyc": UNCHECKED_PYC},
                {"python/a.py": "new"},
            ],
            None,
            [NoteCode.BYTECODE_OF_OTHER_LAYER],
            "Python runs the bytecode",
        ),
        (
            [{"python/a.so": elf(62)}],
            "python3.12/arm64",
            [NoteCode.FOREIGN_MACHINE],
            "x86_64: will not load on arm64",
        ),
        (
            [{"python/a.cpython-311-x86_64-linux-gnu.so": "", "python/b.abi3.so": ""}],
            "python3.12/x86_64",
            [NoteCode.FOREIGN_MINOR],
            "1 extension module for another Python than 3.12",
        ),
        (
            [{"a.so": elf(62), "b.so": elf(62), "c.so": elf(183)}],
            None,
            [NoteCode.FOREIGN_MACHINE],
            "1 native file for arm64",
        ),
    ],
)
def test_notes(
    layer_of: LayerOf, layers: Sequence[Files], target: str | None, expected: list[NoteCode], words: str
) -> None:
    found = inspect([layer_of(files) for files in layers], Target.parse(target) if target else None)
    assert [note.code for note in found.notes] == expected
    assert words in " ".join(note.text for note in found.notes)


def test_over_the_limit(layer_of: LayerOf) -> None:
    found = inspect([layer_of({"python/a.py": ""})])
    layers = tuple(replace(layer, size_bytes=262_144_001) for layer in found.layers)
    (note,) = notes(replace(found, layers=layers))
    assert note.code is NoteCode.OVER_LIMIT
    assert "262,144,000" in note.text
