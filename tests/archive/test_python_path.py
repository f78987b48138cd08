import pytest

from lamella.archive.python_path import Minor, below, module_of, root_of, roots, search_path, tag_minor

SITE = "python/lib/python3.12/site-packages"


def test_search_path_has_site_packages_first() -> None:
    assert search_path((3, 12)) == (SITE, "python")


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("python/a.py", "python"),
        (f"{SITE}/a.py", SITE),
        ("python/lib/python3.9/site-packages/a.py", "python/lib/python3.9/site-packages"),
        ("python/lib/python3.12/a.py", "python"),
        ("pythonic/a.py", None),
        ("nodejs/node_modules/a.js", None),
        ("python", None),
    ],
)
def test_root_of(path: str, root: str | None) -> None:
    assert root_of(path) == root


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["python/a.py", f"{SITE}/b.py", "lib/x.so"], {"python", SITE}),
        (["a.py", "b/c.py"], {""}),
        ([], {""}),
    ],
)
def test_roots(paths: list[str], expected: set[str]) -> None:
    assert roots(paths) == expected


@pytest.mark.parametrize(
    ("path", "among", "expected"),
    [
        ("python/a/b.py", {"python"}, ("python", "a/b.py")),
        (f"{SITE}/a.py", {"python"}, None),
        (f"{SITE}/a.py", {"python", SITE}, (SITE, "a.py")),
        ("other/a.py", {"python"}, None),
        ("a/b.py", {""}, ("", "a/b.py")),
    ],
)
def test_below(path: str, among: set[str], expected: tuple[str, str] | None) -> None:
    assert below(path, among) == expected


@pytest.mark.parametrize(
    ("path", "minor", "module"),
    [
        ("a.py", None, "a"),
        ("a/__init__.py", None, "a"),
        ("a/b.py", (3, 12), "a.b"),
        ("a/b.pyc", (3, 12), "a.b"),
        ("a/b.so", (3, 12), "a.b"),
        ("a/b.abi3.so", (3, 12), "a.b"),
        ("a/b.cpython-312-x86_64-linux-gnu.so", (3, 12), "a.b"),
        ("a/b.cpython-312-x86_64-linux-gnu.so", None, "a.b"),
        ("a/b.cpython-311-x86_64-linux-gnu.so", (3, 12), None),
        ("a/b.pypy310-pp73-x86_64-linux-gnu.so", (3, 12), None),
        ("a/__pycache__/b.cpython-312.pyc", (3, 12), None),
        ("a/__pycache__/b.pyc", (3, 12), None),
        ("a/libz.so.1", (3, 12), None),
        ("a-b/c.py", None, None),
        ("__init__.py", None, None),
        ("a/b.pyi", None, None),
        ("a/b.txt", None, None),
        ("ä/b.py", None, "ä.b"),
    ],
)
def test_module_of(path: str, minor: Minor | None, module: str | None) -> None:
    assert module_of(path, minor) == module


@pytest.mark.parametrize(
    ("name", "minor"),
    [("x.cpython-313-aarch64-linux-gnu.so", (3, 13)), ("x.cpython-39.pyc", (3, 9)), ("x.so", None)],
)
def test_tag_minor(name: str, minor: Minor | None) -> None:
    assert tag_minor(name) == minor
