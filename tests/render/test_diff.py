"""A difference as text, JSON and CSV."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from lamella.archive.diff import diff
from lamella.archive.difference import Difference
from lamella.archive.scan import Layer
from lamella.render.diff_csv import diff_csv
from lamella.render.diff_json import diff_json
from lamella.render.diff_text import collapsed, diff_text

LayerOf = Callable[..., Layer]


@pytest.fixture(name="found")
def _found(layer_of: LayerOf) -> Difference:
    before = {
        "python/a-1.dist-info/RECORD": "a/__init__.py,,\na/b.py,,\n",
        "python/a-1.dist-info/entry_points.txt": "[console_scripts]\nrun=a:x\n[plugins]\np=a:x\n",
        "python/a/__init__.py": "x" * 3000,
        "python/a/b.py": "",
    }
    after = {"python/c-2.dist-info/RECORD": "c.py,,\n", "python/c.py": "y" * 100}
    return diff(layer_of(before, "before.zip"), layer_of(after, "after.zip"))


def test_json_has_the_documented_keys(found: Difference) -> None:
    document: dict[str, Any] = json.loads(diff_json(found))
    assert list(document) == [
        "differs",
        "before",
        "after",
        "packages",
        "files_added",
        "files_removed",
        "files_changed",
        "modules_gone",
        "modules_new",
        "console_scripts_gone",
        "entry_points_gone",
    ]
    assert document["differs"] is True
    assert (document["before"]["path"], document["after"]["path"]) == ("before.zip", "after.zip")
    assert [(each["name"], each["change"]) for each in document["packages"]] == [("a", "removed"), ("c", "added")]
    assert document["packages"][0]["before"]["versions"] == ["1"]
    assert document["packages"][0]["after"] == {"versions": [], "files": 0, "size_bytes": 0, "zipped_bytes": 0}
    assert document["modules_gone"] == ["a", "a.b"]
    assert document["console_scripts_gone"] == [{"group": "console_scripts", "name": "run", "package": "a"}]
    assert document["entry_points_gone"] == [{"group": "plugins", "name": "p", "package": "a"}]


def test_csv_has_a_row_for_each_package(found: Difference) -> None:
    rows = list(csv.DictReader(io.StringIO(diff_csv(found))))
    assert [(row["package"], row["change"], row["before_version"], row["after_version"]) for row in rows] == [
        ("a", "removed", "1", ""),
        ("c", "added", "", "2"),
    ]


def test_text_says_what_matters(found: Difference) -> None:
    lines = diff_text(found, width=100, color=False).splitlines()
    assert lines[0].startswith("before before.zip  4 files, 3.07 kB unzipped, ")
    assert "- a and 1 module in it" in lines
    assert "- run (a)" in lines
    assert "- plugins: p (a)" in lines
    assert any(line.startswith("-  a        1") for line in lines)


def test_text_of_equal_layers(layer_of: LayerOf) -> None:
    same = layer_of({"python/a.py": ""})
    assert diff_text(diff(same, same), width=100, color=False).endswith("The same files with the same contents.")


def test_packages_without_their_metadata(layer_of: LayerOf) -> None:
    whole = {"python/a-1.dist-info/RECORD": "a.py,,\n", "python/a.py": "x"}
    text = diff_text(diff(layer_of(whole), layer_of({"python/a.py": "x"})), width=100, color=False)
    assert "The dist-info is gone but files are still there: a" in text


def test_long_lists_are_cut(layer_of: LayerOf) -> None:
    before = layer_of({f"python/m{number:03}.py": "" for number in range(50)})
    text = diff_text(diff(before, layer_of({"python/x.py": ""})), width=100, color=False)
    assert "Modules that disappear: 50" in text
    assert "- m019" in text
    assert "- m020" not in text
    assert "and 30 more lines; --output json lists all" in text


@pytest.mark.parametrize(
    ("gone", "lines"),
    [
        (["a", "a.b", "a.b.c", "d"], ["a and 2 modules in it", "d"]),
        (["a.t.x", "a.t.y", "b.c", "b.c.d"], ["a.t.x", "a.t.y", "b.c and 1 module in it"]),
        ([], []),
    ],
)
def test_collapsed(gone: list[str], lines: list[str]) -> None:
    assert collapsed(gone) == lines
