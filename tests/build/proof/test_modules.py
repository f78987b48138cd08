"""Which files are which module, and what an import runs."""

import pytest

from lamella.build.proof.imports import Import
from lamella.build.proof.modules import Modules, module_of, source_path

PATHS = [
    "python/a/__init__.py",
    "python/a/__pycache__/__init__.cpython-312.pyc",
    "python/a/b/__init__.py",
    "python/a/b/c.py",
    "python/a/d.cpython-312-x86_64-linux-gnu.so",
    "python/a/data.txt",
    "python/e.py",
    "python/ns/f.py",
]


@pytest.mark.parametrize(
    ("path", "source", "module"),
    [
        ("python/a/b.py", "python/a/b.py", "a.b"),
        ("python/a/b.pyc", "python/a/b.py", "a.b"),
        ("python/a/__pycache__/b.cpython-312.pyc", "python/a/b.py", "a.b"),
        ("python/a/__pycache__/__init__.cpython-312.pyc", "python/a/__init__.py", "a"),
        ("python/__pycache__/b.cpython-312.pyc", "python/b.py", "b"),
        ("python/lib/python3.12/site-packages/b.py", "python/lib/python3.12/site-packages/b.py", "b"),
        ("python/a/b.abi3.so", "python/a/b.abi3.so", "a.b"),
        ("python/a/libx.so.1", "python/a/libx.so.1", None),
        ("python/a/b.txt", "python/a/b.txt", None),
        ("lib/b.py", "lib/b.py", None),
    ],
)
def test_names(path: str, source: str, module: str | None) -> None:
    assert (source_path(path), module_of(path)) == (source, module)


def test_a_module_has_all_its_files() -> None:
    modules = Modules(PATHS)
    assert list(modules) == ["a", "a.b", "a.b.c", "a.d", "e", "ns.f"]
    assert modules.files["a"] == PATHS[:2]
    assert [name for name in modules if modules.is_package(name)] == ["a", "a.b"]
    assert list(modules.below("a")) == ["a.b", "a.b.c", "a.d"]
    assert list(modules.above("a.b.c")) == ["a", "a.b"]
    assert list(modules.above("ns.f")) == []


@pytest.mark.parametrize(
    ("importer", "each", "runs"),
    [
        ("e", Import(0, "a.b.c", (), 1), {"a", "a.b", "a.b.c"}),
        ("e", Import(0, "a", ("d", "nothing"), 1), {"a", "a.d"}),
        ("e", Import(0, "a.nothing", (), 1), {"a"}),
        ("e", Import(0, "other", (), 1), set()),
        ("a", Import(1, "", ("d",), 1), {"a", "a.d"}),
        ("a.b", Import(1, "c", (), 1), {"a", "a.b", "a.b.c"}),
        ("a.b.c", Import(2, "d", ("x",), 1), {"a", "a.d"}),
        ("a.b.c", Import(9, "d", (), 1), set()),
        ("ns.f", Import(0, "ns", ("f",), 1), {"ns.f"}),
        ("", Import(1, "e", (), 1), {"e"}),
    ],
)
def test_what_an_import_runs(importer: str, each: Import, runs: set[str]) -> None:
    assert set(Modules(PATHS).imported(importer, each)) == runs
