"""Tests of lamella.build.passes.record."""

import base64
import csv
import hashlib
import importlib.metadata
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.passes import record
from units import unit

INFO = "python/a-1.dist-info/"
RECORD = f"{INFO}RECORD"


def digest(content: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()


def test_a_release_lists_every_file_that_is_left() -> None:
    found = unit(
        {
            "python/a/__init__.py": "x = 1",
            "python/a/__pycache__/__init__.cpython-312.pyc": "bytecode",
            "python/a/sourceless.pyc": "bytecode",
            "python/bin/native": "elf",
            f"{INFO}METADATA": "Name: a",
            RECORD: "a/gone.py,sha256=x,1\n",
        }
    )
    left = found.after(record.apply(found.tree, found))
    assert left.text(RECORD).splitlines() == [
        f"a-1.dist-info/METADATA,{digest('Name: a')},7",
        "a-1.dist-info/RECORD,,",
        f"a/__init__.py,{digest('x = 1')},5",
        "a/__pycache__/__init__.cpython-312.pyc,,",
        "a/sourceless.pyc,,",
        f"bin/native,{digest('elf')},3",
    ]


def test_in_a_folder_each_distribution_lists_its_own() -> None:
    other = "python/b-2.dist-info/RECORD"
    found = unit(
        {
            "python/a/__init__.py": "",
            "python/a/__pycache__/__init__.cpython-312.pyc": "",
            "python/b.pyc": "",
            "python/b/__pycache__/x.cpython-312.pyc": "",
            "python/own.py": "",
            RECORD: "a/__init__.py,,\na/gone.py,,\n",
            other: "b.py,,\n",
        },
        origin="folder",
    )
    left = found.after(record.apply(found.tree, found))
    assert [line.split(",")[0] for line in left.text(RECORD).splitlines()] == [
        "a-1.dist-info/RECORD",
        "a/__init__.py",
        "a/__pycache__/__init__.cpython-312.pyc",
    ]
    assert [line.split(",")[0] for line in left.text(other).splitlines()] == ["b-2.dist-info/RECORD", "b.pyc"]


def test_a_site_packages_folder_is_a_site() -> None:
    site = "python/lib/python3.12/site-packages/"
    found = unit({f"{site}a.py": "", f"{site}a-1.dist-info/RECORD": ""})
    left = found.after(record.apply(found.tree, found))
    assert left.text(f"{site}a-1.dist-info/RECORD") == f"a-1.dist-info/RECORD,,\na.py,{digest('')},0\n"


def test_a_record_that_is_right_is_not_a_change() -> None:
    found = unit({"python/a.py": "", RECORD: ""})
    once = found.after(record.apply(found.tree, found))
    again = record.apply(once.tree, once)
    assert again.record.changed == ()
    assert again.tree == once.tree


@pytest.mark.parametrize("content", ["", "x" * 200_000, "gone.py,,\n"])
def test_a_record_that_says_nothing_of_a_users_folder_stays(content: str) -> None:
    found = unit({"python/a.py": "", RECORD: content}, origin="folder")
    result = record.apply(found.tree, found)
    assert result.tree == found.tree
    assert len(result.record.notes) == 1


_NAMES = st.text(alphabet=string.ascii_letters + ' ,"äß', min_size=1, max_size=6).map(lambda name: f"{name}.txt")


@given(st.sets(_NAMES, max_size=5))
def test_any_name_can_be_read_back(names: set[str]) -> None:
    found = unit({**{f"python/a/{name}": name for name in names}, RECORD: ""})
    left = found.after(record.apply(found.tree, found))
    rows = list(csv.reader(left.text(RECORD).splitlines()))
    assert {row[0] for row in rows} == {f"a/{name}" for name in names} | {"a-1.dist-info/RECORD"}
    assert all(row[1:] == [digest(row[0][2:]), str(len(row[0][2:].encode()))] for row in rows if row[1])


def test_importlib_metadata_reads_it(tmp_path: Path) -> None:
    found = unit({"python/a/__init__.py": "", f"{INFO}METADATA": "Name: a\nVersion: 1\n", RECORD: ""})
    place = found.after(record.apply(found.tree, found)).write(tmp_path)
    (distribution,) = importlib.metadata.distributions(path=[str(place)])
    assert distribution.files is not None
    assert all(Path(file.locate()).is_file() for file in distribution.files)
    assert len(distribution.files) == 3
