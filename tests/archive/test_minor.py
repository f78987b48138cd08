import struct
from collections.abc import Callable

import pytest

from lamella.archive.minor import Guess, guess
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]


def pyc(magic: int) -> bytes:
    return struct.pack("<H2s3L", magic, b"\r\n", 1, 0, 0)


EXTENSION = "python/a.cpython-313-x86_64-linux-gnu.so"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"python/a.py": ""}, None),
        ({"python/a.so": "", "python/b.abi3.so": ""}, None),
        (
            {EXTENSION: "", "python/__pycache__/a.cpython-312.pyc": pyc(3531)},
            Guess((3, 13), "1 of 1 extension modules"),
        ),
        (
            {"python/a.pyc": pyc(3531), "python/b.pyc": pyc(3531), "python/c.pyc": pyc(3495)},
            Guess((3, 12), "2 of 3 bytecode files"),
        ),
        (
            {"python/a.pyc": b"junk", "python/lib/python3.11/site-packages/a.py": ""},
            Guess((3, 11), "1 of 1 files in a site-packages folder"),
        ),
    ],
)
def test_guess(layer_of: LayerOf, files: dict[str, str | bytes], expected: Guess | None) -> None:
    assert guess(layer_of(files).files) == expected
