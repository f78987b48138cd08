import struct
from collections.abc import Callable

from lamella.archive.bytecode import Bytecode, Compiled, bytecode
from lamella.archive.merge import merge
from lamella.archive.pyc import State
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]
PY312 = (3, 12)
ROOTS = ("python/lib/python3.12/site-packages", "python")
# What layer_of gives every file: 2024-05-06 07:08:10.
TIME = 1714979290


def pyc(flags: int, modified_s: int = 0, size_bytes: int = 0) -> bytes:
    return struct.pack("<H2s3L", 3531, b"\r\n", flags, modified_s, size_bytes)


def report(*layers: Layer) -> Bytecode:
    return bytecode(merge(layers), PY312, ROOTS)


def test_modules_and_their_bytecode_are_counted(layer_of: LayerOf) -> None:
    found = report(
        layer_of(
            {
                "python/a.py": "x = 1",
                "python/__pycache__/a.cpython-312.pyc": pyc(1),
                "python/b.py": "x = 1",
                "python/__pycache__/b.cpython-312.pyc": pyc(0, TIME, 5),
                "python/c.py": "x = 1",
                "python/__pycache__/c.cpython-312.pyc": pyc(0, TIME + 2, 5),
                "python/d.py": "",
                "python/e.pyc": pyc(1),
                "python/__pycache__/gone.cpython-312.pyc": pyc(1),
                "python/not-a-module.py": "",
                "other/f.py": "",
            }
        )
    )
    assert (found.modules, found.usable, found.fragile) == (5, 2, 1)
    assert {each.path.rpartition("/")[2]: each.state for each in found.files} == {
        "a.cpython-312.pyc": State.UNCHECKED,
        "b.cpython-312.pyc": State.FRAGILE,
        "c.cpython-312.pyc": State.STALE,
        "e.pyc": State.SOURCELESS,
        "gone.cpython-312.pyc": State.ORPHAN,
    }


def test_bytecode_that_outlives_its_source_is_told(layer_of: LayerOf) -> None:
    path = "python/__pycache__/a.cpython-312.pyc"
    first = layer_of({"python/a.py": "old", path: pyc(1)})
    second = layer_of({"python/a.py": "new"})
    found = report(first, second)
    assert found.files == (Compiled(path, 0, State.OTHER_LAYER),)
    assert (found.modules, found.usable) == (1, 0)


def test_the_same_source_in_a_later_layer_keeps_its_bytecode(layer_of: LayerOf) -> None:
    first = layer_of({"python/a.py": "same", "python/__pycache__/a.cpython-312.pyc": pyc(1)})
    second = layer_of({"python/a.py": "same"})
    found = report(first, second)
    assert [each.state for each in found.files] == [State.UNCHECKED]
