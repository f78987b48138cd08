"""An inspection as text, JSON and CSV."""

import csv
import io
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest

from lamella.archive.inspect import inspect
from lamella.archive.inspection import Inspection
from lamella.archive.scan import Layer, Origin
from lamella.render.inspect_csv import inspect_csv
from lamella.render.inspect_json import inspect_json
from lamella.render.inspect_text import inspect_text

LayerOf = Callable[..., Layer]
PYC = struct.pack("<H2s3L", 3531, b"\r\n", 1, 0, 0)
ELF = b"\x7fELF\x02\x01" + bytes(10) + struct.pack("<2H", 3, 62)


@pytest.fixture(name="found")
def _found(layer_of: LayerOf) -> Inspection:
    info = "python/a-{}.dist-info"
    first = {
        f"{info.format(1)}/RECORD": "a/__init__.py,,\na/_c.abi3.so,,\n",
        "python/a/__init__.py": "x = 1\n",
        "python/a/__pycache__/__init__.cpython-312.pyc": PYC,
        "python/a/_c.abi3.so": ELF,
        "python/[bold]odd": "",
    }
    second = {f"{info.format(2)}/RECORD": "a/__init__.py,,\n", "python/a/__init__.py": "x = 2222\n"}
    return inspect([layer_of(first, "one.zip"), layer_of(second, "two.zip")])


def test_json_has_the_documented_keys(found: Inspection) -> None:
    document: dict[str, Any] = json.loads(inspect_json(found, largest=1))
    assert list(document) == [
        "layers",
        "target",
        "python",
        "total",
        "packages",
        "largest_files",
        "bytecode",
        "native",
        "choices",
        "replaced_files",
        "clashes",
        "notes",
    ]
    assert document["layers"][0]["path"] == "one.zip"
    assert document["layers"][0]["code_sha256"] == "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert document["target"] is None
    assert document["python"] == {"version": "3.12", "evidence": "1 of 1 bytecode files"}
    assert document["total"]["files"] == 7
    assert document["packages"][0] == {
        "name": "a",
        "version": "1",
        "layer": 1,
        "root": "python",
        "files": 4,
        "size_bytes": found.packages[0].size_bytes,
        "zipped_bytes": found.packages[0].zipped_bytes,
        "taken": False,
    }
    assert document["packages"][1]["name"] is None
    assert [each["path"] for each in document["largest_files"]] == ["python/a-1.dist-info/RECORD"]
    assert document["bytecode"]["states"] == {"other_layer": 1}
    assert document["native"] == [{"path": "python/a/_c.abi3.so", "layer": 1, "machine": "x86_64", "size_bytes": 20}]
    assert [(each["kind"], each["name"], each["winner"]["layer"]) for each in document["choices"]] == [
        ("distribution", "a", 2),
        ("module", "a", 2),
    ]
    assert document["replaced_files"] == [{"path": "python/a/__init__.py", "loser": 1, "winner": 2, "same": False}]
    assert {note["code"] for note in document["notes"]} == {
        "ambiguous-metadata",
        "mixed-module",
        "bytecode-of-other-layer",
    }


def test_csv_has_a_row_for_each_package(found: Inspection) -> None:
    rows = list(csv.DictReader(io.StringIO(inspect_csv(found))))
    assert [(row["layer"], row["path"], row["package"], row["version"], row["taken"]) for row in rows] == [
        ("1", "one.zip", "a", "1", "no"),
        ("1", "one.zip", "", "", "yes"),
        ("2", "two.zip", "a", "2", "yes"),
    ]
    assert sum(int(row["size_bytes"]) for row in rows) == found.size_bytes


def test_text_says_what_matters(found: Inspection) -> None:
    text = inspect_text(found, 3, width=120, color=False)
    for words in (
        "1. one.zip  5 files",
        "Judged for python3.12 (1 of 1 bytecode files)",
        "(no package)",
        "layer 2: a 2",
        "1 file replaced by a later layer: 0 the same, 1 different.",
        "0 of 1 module with bytecode",
        "1 from another layer than its source",
        "1 file, 20 B: 1 for x86_64",
        "[ambiguous-metadata]",
    ):
        assert words in text
    assert "\x1b" not in text


def test_names_are_not_markup(found: Inspection) -> None:
    assert "python/[bold]odd" in inspect_text(found, 10, width=120, color=True)


def test_a_folder_has_no_zipped_sizes(found: Inspection) -> None:
    layers = tuple(type(layer)(Origin("folder"), layer.files, layer.size_bytes) for layer in found.layers[:1])
    plain = Inspection(layers, None, None, found.packages[:1], found.merged, found.bytecode, (), (), notes=())
    text = inspect_text(plain, 0, width=100, color=False)
    assert "folder  5 files" in text
    assert "a folder" in text
    assert "sha256" not in text
    assert "none" in text
    assert json.loads(inspect_json(plain, 0))["layers"][0]["sha256"] is None
