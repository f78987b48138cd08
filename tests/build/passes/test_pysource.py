"""Tests of lamella.build.passes.pysource."""

import ast
import string
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.passes.pysource import scan


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", [(0, "a", ())]),
        ("import a.b as c, d", [(0, "a.b", ()), (0, "d", ())]),
        ("import a; import b", [(0, "a", ()), (0, "b", ())]),
        ("from a.b import c", [(0, "a.b", ("c",))]),
        ("from . import c", [(1, "", ("c",))]),
        ("from ..a.b import (c as d,\n  e,  # why (not)\n)", [(2, "a.b", ("c", "e"))]),
        ("from a import *", [(0, "a", ("*",))]),
        ("from a import b, \\\n    c", [(0, "a", ("b", "c"))]),
        ("from a \\\n  import b", [(0, "a", ("b",))]),
        ("from.a import b", []),
        ("try: import a\nexcept ImportError: pass", [(0, "a", ())]),
        ("def f():\n    if x:\n\t\tfrom a import b", [(0, "a", ("b",))]),
        ("x = 1\r\nimport a\r\n", [(0, "a", ())]),
        ("# import no \\\nimport a", [(0, "a", ())]),
        ("\ufeffimport a", [(0, "a", ())]),
        ('"""\nimport no\n"""\nimport a', [(0, "a", ())]),
        ("x = (\nimport_a,\n)\n", []),
        ("raise X from e", []),
        ("yield from a", []),
        ("print 'python 2'\nimport a", [(0, "a", ())]),
        ("type X = int\nimport a", [(0, "a", ())]),
        ("if TYPE_CHECKING:\n    import no\n\n    import no2\nimport a", [(0, "a", ())]),
        ("if typing.TYPE_CHECKING:\n  import no\nelse:\n  import a", [(0, "a", ())]),
    ],
)
def test_imports(source: str, expected: list[tuple[int, str, tuple[str, ...]]]) -> None:
    assert scan(source.encode()).imports == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'a'", [("a",)]),
        ("x = r\"a\" + b'b'", [("a",), ("b",)]),
        ("join(here, 'a', 'b', name)", [("a", "b")]),
        ("here / 'a' / 'b'", [("a", "b")]),
        ("files('p').joinpath('a').joinpath('b')", [("p", "a", "b")]),
        ("open('a'), open('b')", [("a",), ("b",)]),
        ("x = f'{here}/a/{name}.txt'", [("/a/",), (".txt",)]),
        ("'''long'''", []),
        ('"""Doc."""\nx = "a"', [("a",)]),
        ("def f():\n    'doc'\n    return 'a'", [("a",)]),
        ("f(\n'a'\n)", [("a",)]),
        ("# 'no'\nx = 'a'  # 'no'", [("a",)]),
        (r"x = 'it\'s'; y = 'a'", [(r"it\'s",), ("a",)]),
        ("x = ['1', '2', '3', '4', '5', '6', '7']", [(number,) for number in "1234567"]),
        ("def get_include():\n    return join(here, 'no')\n\nx = 'a'", [("a",)]),
        ("def _jupyter_labextension_paths(): return ['no']\nx = 'a'", [("a",)]),
        ("if TYPE_CHECKING:\n    x = 'no'\ny = 'a'", [("a",)]),
        ("x = 'unclosed\ny = 'a'", [("a",)]),
    ],
)
def test_strings(source: str, expected: list[tuple[str, ...]]) -> None:
    assert [run for run in scan(source.encode()).strings if any(run)] == expected


@pytest.mark.parametrize(
    "source",
    [
        "__all__ = ['a', 'b']",
        "__all__ += (\n'a',\n'b')",
        "__all__: list[str] = ['a'] + ['b']",
        "__all__.extend(['a', 'b'])",
    ],
)
def test_exported_names_are_apart(source: str) -> None:
    facts = scan(f"{source}\nx = 'c'".encode())
    assert (facts.exported, facts.strings) == (["a", "b"], [("c",)])


def test_a_long_string_is_no_path() -> None:
    assert scan(b"x = '" + b"a" * 400 + b"'").strings == []


_LINES = st.sampled_from(
    dedent("""
    import a.b
    from .c import d, e
    from . import (f,
        g)
    x = ("h", 'i')
    y = '''j
    k'''
    '''doc'''
    # 'comment
    def m(): return "n"
    z = {"o": [1, "p"]}
    """)
    .strip()
    .replace("\n    g", " g")
    .replace("j\nk", "j k")
    .splitlines()
)


@given(st.lists(_LINES, max_size=8))
def test_it_agrees_with_the_parser(lines: list[str]) -> None:
    source = "\n".join(lines)
    nodes = list(ast.walk(ast.parse(source)))
    statements = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    strings = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements
    }
    imports = [(0, alias.name, ()) for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    members = [
        (node.level, node.module or "", tuple(alias.name for alias in node.names))
        for node in nodes
        if isinstance(node, ast.ImportFrom)
    ]
    facts = scan(source.encode())
    assert sorted(facts.imports) == sorted([*imports, *members])
    assert {text for run in facts.strings for text in run} == strings


@given(st.text(alphabet=string.printable))
def test_any_text_can_be_read(text: str) -> None:
    facts = scan(text.encode())
    assert all(isinstance(part, str) for run in facts.strings for part in run)
