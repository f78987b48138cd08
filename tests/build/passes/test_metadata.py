"""Tests of lamella.build.passes.metadata."""

import base64
import hashlib
from collections.abc import Mapping

import pytest

from lamella.build.passes import metadata
from lamella.model.layer import Bytecode, Slim, Slimming
from units import removed, unit

INFO = "python/a-1.dist-info/"
DEFAULT = Slimming()


def row(path: str, content: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("METADATA", None),
        ("RECORD", None),
        ("entry_points.txt", None),
        ("LICENSE", None),
        ("LICENSE.txt", None),
        ("LICENCE.md", None),
        ("COPYING", None),
        ("NOTICE.txt", None),
        ("AUTHORS.md", None),
        ("WCSLIB_LICENSE.rst", None),
        ("licenses/PYTHON.rst", None),
        ("licenses/vendor/x/README", None),
        ("license_files/PKG", None),
        ("namespace_packages.txt", None),
        ("WHEEL", "build-only"),
        ("RECORD.jws", "build-only"),
        ("zip-safe", "build-only"),
        ("sboms/auditwheel.cdx.json", "build-only"),
        ("INSTALLER", "volatile"),
        ("REQUESTED", "volatile"),
        ("direct_url.json", "volatile"),
        ("uv_cache.json", "volatile"),
        ("uv_build.json", "volatile"),
    ],
)
def test_what_stays_of_a_dist_info(name: str, rule: str | None) -> None:
    found = unit({"python/a/__init__.py": "", INFO + name: "x"})
    assert removed(metadata.apply(found.tree, found, DEFAULT)).get(INFO + name) == rule


def test_without_slimming_only_what_the_installer_noted_goes() -> None:
    found = unit({INFO + name: "x" for name in ("WHEEL", "INSTALLER", "direct_url.json", "top_level.txt")})
    result = metadata.apply(found.tree, found, Slimming(slim=Slim.OFF))
    assert removed(result) == {INFO + "INSTALLER": "volatile", INFO + "direct_url.json": "volatile"}


def test_keep_wins() -> None:
    found = unit({INFO + "WHEEL": "x", INFO + "INSTALLER": "x"})
    result = metadata.apply(found.tree, found, Slimming(keep=("**/WHEEL", "**/INSTALLER")))
    assert removed(result) == {}


@pytest.mark.parametrize(
    ("source", "stays"),
    [("open(d / 'WHEEL')", True), ('read("a.dist-info/WHEEL")', True), ("# WHEEL of fortune", False)],
)
def test_a_file_that_a_source_names_stays(source: str, *, stays: bool) -> None:
    found = unit({"python/a/__init__.py": source, INFO + "WHEEL": "x"})
    result = metadata.apply(found.tree, found, DEFAULT)
    assert (INFO + "WHEEL" in result.tree.paths()) is stays
    assert len(result.record.notes) == stays


PACKAGE = {"python/a/__init__.py": ""}
MODULE = {"python/a.py": ""}
NATIVE = {"python/_a.cpython-312-x86_64-linux-gnu.so": "", **PACKAGE}


@pytest.mark.parametrize(
    ("files", "declared", "target", "bytecode", "stays"),
    [
        (PACKAGE, "a\n", "python3.12/x86_64", Bytecode.HASH, False),
        (PACKAGE, "a\n", "python3.12/x86_64", Bytecode.ONLY, False),
        (PACKAGE, "a\n", "python3.11/x86_64", Bytecode.HASH, False),
        (PACKAGE, "a\n", "python3.11/x86_64", Bytecode.ONLY, True),
        (PACKAGE, "a\n", "python3.10/x86_64", Bytecode.HASH, True),
        (PACKAGE, "a\nb\n", "python3.12/x86_64", Bytecode.HASH, True),
        (MODULE, "a\n", "python3.12/x86_64", Bytecode.HASH, True),
        (MODULE, "a\n", "python3.12/x86_64", Bytecode.OFF, False),
        (MODULE, "a\n", "python3.11/x86_64", Bytecode.HASH, False),
        (NATIVE, "_a\na\n", "python3.12/x86_64", Bytecode.HASH, False),
        (NATIVE, "_a\na\n", "python3.11/x86_64", Bytecode.HASH, True),
        (PACKAGE | {"python/bin/x": ""}, "a\n", "python3.12/x86_64", Bytecode.HASH, False),
        (PACKAGE | {"python/a.libs/x.so": ""}, "a\n", "python3.12/x86_64", Bytecode.HASH, False),
    ],
)
def test_top_level_stays_where_importlib_metadata_would_say_something_else(
    files: Mapping[str, str], declared: str, target: str, bytecode: Bytecode, *, stays: bool
) -> None:
    found = unit({**files, INFO + "top_level.txt": declared}, target)
    result = metadata.apply(found.tree, found, Slimming(bytecode=bytecode))
    assert (INFO + "top_level.txt" in result.tree.paths()) is stays


def test_a_users_folder_is_not_taken_for_one_release() -> None:
    files = {"python/a/__init__.py": "", "python/own.py": "", INFO + "top_level.txt": "a\nown\n"}
    record = row("a/__init__.py", "")
    found = unit({**files, INFO + "RECORD": record}, origin="folder")
    assert INFO + "top_level.txt" in metadata.apply(found.tree, found, DEFAULT).tree.paths()


TWICE = {
    "python/a/__init__.py": "new",
    "python/a/old.py": "old",
    "python/a-1.dist-info/METADATA": "Name: a\n",
    "python/a-2.dist-info/METADATA": "Name: a\n",
}


def test_of_two_dist_infos_the_one_that_matches_the_files_stays() -> None:
    files = TWICE | {
        "python/a-1.dist-info/RECORD": row("a/__init__.py", "new") + row("a/old.py", "old"),
        "python/a-2.dist-info/RECORD": row("a/__init__.py", "newer"),
    }
    found = unit(files, origin="folder")
    result = metadata.apply(found.tree, found, DEFAULT)
    assert set(removed(result)) == {"python/a-2.dist-info/METADATA", "python/a-2.dist-info/RECORD"}
    assert result.record.notes == ("a 2 is there beside a 1: its metadata goes",)


def test_of_two_dist_infos_that_match_the_newer_stays_and_leftovers_are_noted() -> None:
    files = TWICE | {
        "python/a-1.dist-info/RECORD": row("a/__init__.py", "old") + row("a/old.py", "old"),
        "python/a-2.dist-info/RECORD": row("a/__init__.py", "new"),
    }
    found = unit(files, origin="folder")
    result = metadata.apply(found.tree, found, DEFAULT)
    assert set(removed(result)) == {"python/a-1.dist-info/METADATA", "python/a-1.dist-info/RECORD"}
    assert result.record.notes == (
        "a 1 is there beside a 2: its metadata goes; files that only it recorded stay: python/a/old.py",
    )


@pytest.mark.parametrize(("older", "newer"), [("1.9", "1.10"), ("2.0rc1", "2.0")])
def test_newer_is_what_versions_mean(older: str, newer: str) -> None:
    found = unit({f"python/a-{version}.dist-info/METADATA": "" for version in (older, newer)})
    result = metadata.apply(found.tree, found, DEFAULT)
    assert result.tree.paths() == {f"python/a-{newer}.dist-info/METADATA"}


def test_an_egg_info_keeps_what_importlib_metadata_reads() -> None:
    names = ("PKG-INFO", "entry_points.txt", "top_level.txt", "requires.txt", "SOURCES.txt", "not-zip-safe")
    found = unit({f"python/a.egg-info/{name}": "x" for name in names})
    assert removed(metadata.apply(found.tree, found, DEFAULT)) == {
        "python/a.egg-info/SOURCES.txt": "build-only",
        "python/a.egg-info/not-zip-safe": "build-only",
    }
