"""What a source imports, when, and whether anybody would hear if it failed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.proof.imports import Import, read_imports


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", [Import(0, "a", (), 1)]),
        ("import a.b as c, d", [Import(0, "a.b", (), 1), Import(0, "d", (), 1)]),
        ("import a; import b", [Import(0, "a", (), 1), Import(0, "b", (), 1)]),
        ("from a import b, c as d", [Import(0, "a", ("b", "c"), 1)]),
        ("from . import b", [Import(1, "", ("b",), 1)]),
        ("from ..a.b import (c,\n  d)", [Import(2, "a.b", ("c", "d"), 1)]),
        ("from a import *", [Import(0, "a", ("*",), 1)]),
        ("from.a import b", [Import(1, "a", ("b",), 1)]),
        ("def f():\n  import a", [Import(0, "a", (), 2, lazy=True)]),
        ("async def f():\n  import a", [Import(0, "a", (), 2, lazy=True)]),
        ("class C:\n  import a", [Import(0, "a", (), 2)]),
        ("if x: import a", [Import(0, "a", (), 1)]),
        (
            "try:\n  import a\nexcept ImportError:\n  import b",
            [Import(0, "a", (), 2, guarded=True), Import(0, "b", (), 4)],
        ),
        ("try: import a\nexcept ModuleNotFoundError: a = None", [Import(0, "a", (), 1, guarded=True)]),
        ("try:\n  import a\nexcept (ValueError, ImportError) as e:\n  pass", [Import(0, "a", (), 2, guarded=True)]),
        ("try:\n  import a\nexcept Exception:\n  pass", [Import(0, "a", (), 2, guarded=True)]),
        ("try:\n  import a\nexcept:\n  pass", [Import(0, "a", (), 2, guarded=True)]),
        ("try:\n  import a\nexcept ValueError:\n  pass", [Import(0, "a", (), 2)]),
        ("try:\n  import a\nfinally:\n  pass", [Import(0, "a", (), 2)]),
        (
            "try:\n  pass\nexcept ValueError:\n  pass\nexcept ImportError:\n  pass\nelse:\n  import a",
            [Import(0, "a", (), 8)],
        ),
        (
            "try:\n  if x:\n    import a\nexcept ImportError:\n  pass\nimport b",
            [Import(0, "a", (), 3, guarded=True), Import(0, "b", (), 6)],
        ),
        ("with suppress(ImportError):\n  import a", [Import(0, "a", (), 2, guarded=True)]),
        ("with contextlib.suppress(KeyError):\n  import a", [Import(0, "a", (), 2)]),
        ("if TYPE_CHECKING:\n  import a\nelse:\n  import b", [Import(0, "b", (), 4)]),
        ("if typing.TYPE_CHECKING:\n  from a import b", []),
        ("x = import_module('a.b')", [Import(0, "a.b", (), 1, guarded=True)]),
        ("x = importlib.import_module('.b', __package__)", [Import(1, "b", (), 1, guarded=True)]),
        ("if importlib.util.find_spec('a') is None: pass", [Import(0, "a", (), 1, guarded=True)]),
        ("def f():\n  return __import__('a')", [Import(0, "a", (), 2, lazy=True, guarded=True)]),
        ("x = import_optional_dependency('a', 'it is needed')", [Import(0, "a", (), 1, guarded=True)]),
        ("x = import_module(name)", []),
        ("'''\nimport a\n'''", []),
        ("# import a", []),
        ("important = 1", []),
        ("", []),
    ],
)  # fmt: skip
def test_imports(source: str, expected: list[Import]) -> None:
    assert list(read_imports(source.encode()).imports) == expected


@pytest.mark.parametrize(
    ("source", "lists"),
    [
        ("import pkgutil\nfor m in pkgutil.iter_modules(__path__): pass", True),
        ("from pkgutil import walk_packages\nx = list(walk_packages(p))", True),
        ("import pkgutil\nx = 'iter_modules('", False),
        ("import pkgutil", False),
    ],
)
def test_listing_of_modules(source: str, lists: bool) -> None:  # noqa: FBT001 - a table's column
    assert read_imports(source.encode()).lists_modules is lists


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(source: bytes) -> None:
    assert all(each.line >= 1 for each in read_imports(b"import " + source).imports)
