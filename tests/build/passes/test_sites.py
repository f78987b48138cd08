"""Tests of lamella.build.passes.sites."""

import pytest

from lamella.build.passes.sites import dotted, site_of, within_site

PACKAGES = "python/lib/python3.12/site-packages/"


@pytest.mark.parametrize(
    ("path", "site", "within"),
    [
        ("python/a.py", "python/", "a.py"),
        (f"{PACKAGES}a/b.py", PACKAGES, "a/b.py"),
        ("bin/tool", None, "bin/tool"),
        ("pythonx/a.py", None, "pythonx/a.py"),
    ],
)
def test_where_python_imports_from(path: str, site: str | None, within: str) -> None:
    assert site_of(path) == site
    assert within_site(path) == within


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("python/a.py", "a"),
        ("python/a/__init__.py", "a"),
        ("python/a/b.cpython-312-x86_64-linux-gnu.so", "a.b"),
        ("python/a/b.abi3.so", "a.b"),
        ("python/a/b.pyc", "a.b"),
        (f"{PACKAGES}a/b.py", "a.b"),
        ("python/a/b.pyi", None),
        ("python/a-b/c.py", None),
        ("python/a/data.txt", None),
    ],
)
def test_the_name_of_a_module(path: str, name: str | None) -> None:
    assert dotted(path) == name
