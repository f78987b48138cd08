"""What needs sources: snippets of the kind that packages hold, and code that only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.introspection import Reach, needs

WHOLE, PACKAGE_FILES, OWN = Reach.TOP_LEVEL, Reach.PACKAGE_FILES, Reach.MODULE


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import inspect\nx = inspect.getsource(f)", [(WHOLE, 2)], id="at import, as datasets does"),
        pytest.param("def f(g):\n  return inspect.getsourcelines(g)", [(WHOLE, 2)], id="in a function"),
        pytest.param("from inspect import findsource\nread = findsource", [(WHOLE, 2)], id="by reference"),
        pytest.param(
            "try:\n  x = inspect.getsource(f)\nexcept TypeError:\n  x = ''", [(WHOLE, 2)], id="another error is caught"
        ),
        pytest.param(
            "try:\n  x = inspect.getsource(f)\nexcept OSError as e:\n  raise OSError('no source') from e",
            [(WHOLE, 2)],
            id="caught and raised, as torch does",
        ),
        pytest.param(
            "try:\n  def f(g):\n    return inspect.getsource(g)\nexcept OSError:\n  pass",
            [(WHOLE, 3)],
            id="the try is around the definition only",
        ),
        pytest.param("try:\n  x = inspect.getsource(f)\nexcept (TypeError, OSError):\n  x = ''", [], id="caught"),
        pytest.param("try:\n  x = inspect.getsource(f)\nexcept Exception:\n  pass", [], id="all caught"),
        pytest.param("try:\n  x = inspect.getsource(f)\nexcept:\n  pass", [], id="bare except"),
        pytest.param("try: x = inspect.getsource(f)\nexcept OSError: pass", [], id="in one line"),
        pytest.param(
            "if a:\n  try:\n    for b in c:\n      inspect.getsource(b)\n  except (\n    OSError,  # none\n  ): pass",
            [],
            id="deeper",
        ),
        pytest.param("try:\n  pass\nexcept OSError:\n  inspect.getsource(f)", [(WHOLE, 4)], id="in the handler"),
        pytest.param(
            "try:\n  inspect.getsource(f)\nfinally:\n  a()\ntry:\n  b()\nexcept OSError:\n  c()",
            [(WHOLE, 2)],
            id="another try catches",
        ),
        pytest.param("with suppress(OSError):\n  x = inspect.getsource(f)", [], id="suppressed"),
        pytest.param("x = entry.getsource()", [], id="another getsource"),
        pytest.param(
            "def f(module):\n  try:\n    return inspect.getsource(module)\n  except OSError:\n    return ''",
            [(PACKAGE_FILES, 3)],
            id="caught, of a module: anyio's lazy imports",
        ),
    ],
)
def test_reading_source(source: str, expected: list[tuple[Reach, int]]) -> None:
    assert [(need.reach, need.line) for need in needs(source.encode())] == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("here = dirname(__file__)\ntext = open(join(here, 'version.py')).read()", id="at import"),
        pytest.param("def f():\n  return glob(dirname(__file__) + '/*.py')", id="glob"),
        pytest.param("class A:\n  def f(self, m):\n    return m.__file__.endswith('__init__.py')", id="torchvision"),
        pytest.param("C = not getattr(core, '__file__', '').endswith('.py')", id="sqlglot"),
        pytest.param("def f(p):\n  return '__init__.py' in map(str, resources.files(p).iterdir())", id="hydra"),
        pytest.param("def f(m):\n  return m.__spec__.origin.replace('__init__.py', f'{n}.py')", id="sqlalchemy"),
        pytest.param("def f():\n  return open(__file__).read()", id="itself"),
        pytest.param("data = __file__[:-3] + '.json'", id="a slice of its name"),
        pytest.param("data = __file__.replace('py', 'json')", id="its name with another suffix"),
    ],
)
def test_looking_for_files(source: str) -> None:
    (need,) = needs(source.encode())
    assert need.reach is WHOLE
    assert need.line in {1, 2, 3}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(x):\n  return x.endswith('.py')\nhere = __file__", id="in different functions"),
        pytest.param("def f():\n  return dirname(__file__), ('.py', '.pyc')", id="it knows of bytecode"),
        pytest.param("if __name__ == '__main__':\n  open(join(dirname(__file__), 'x.py'))", id="only as a program"),
        pytest.param("def f():\n  open(__file__)\nif __name__ == '__main__':\n  f()", id="a generator"),
        pytest.param("NAMES = ['__file__', '__path__', 'x.py']", id="names as data, as lexers hold them"),
        pytest.param("here = dirname(__file__); text = open(join(here, 'words.txt'))", id="other data"),
    ],
)
def test_what_only_looks_alike(source: str) -> None:
    assert needs(source.encode()) == ()


@pytest.mark.parametrize(
    ("source", "library"),
    [
        ("from typeguard import typechecked\n@typechecked\ndef f(): ...", "typeguard"),
        ("from numba import njit\n@njit(cache=True)\ndef f(): ...", "numba"),
        ("import torch\n@torch.jit.script\ndef f(): ...", "TorchScript"),
        ("class A(pydantic.BaseModel):\n  model_config = dict(use_attribute_docstrings=True)", "pydantic"),
    ],
)
def test_code_that_a_library_reads(source: str, library: str) -> None:
    (need,) = needs(source.encode())
    assert (need.reach, need.line) == (OWN, 0)
    assert library in need.why


def test_a_library_that_does_not_read() -> None:
    assert needs(b"from numba import njit\n@njit\ndef f(): ...") == ()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("print 'old'", id="Python 2"),
        pytest.param("type X[T] = list[T]", id="3.12"),
        pytest.param("""x = f"{y["a"]}" """, id="3.12, quotes inside of quotes"),
        pytest.param("try:\n  pass\nexcept A, B:\n  pass", id="3.14"),
        pytest.param("x = '\\d'", id="a warning"),
    ],
)
def test_the_syntax_of_other_versions_makes_no_difference(other: str) -> None:
    guarded = "try:\n  inspect.getsource(f)\nexcept OSError:\n  pass"
    assert needs(f"{other}\n{guarded}".encode()) == ()
    assert [need.reach for need in needs(f"{other}\ninspect.getsource(f)".encode())] == [WHOLE]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("# inspect.getsource(f)", id="a comment"),
        pytest.param('"""Like inspect.getsource(f)."""', id="a docstring"),
        pytest.param("from inspect import getsource", id="an import alone"),
        pytest.param("def getsource(f): ...", id="another function of that name"),
        pytest.param("class A:\n  getsource_of = 1", id="a longer name"),
    ],
)
def test_words_that_are_no_calls(source: str) -> None:
    assert needs(source.encode()) == ()


WORDS = ["try:", "except:", "def", "class", "getsource", "__file__", "'.py'", "(", ")", "cache=True", "numba"]


@given(st.lists(st.sampled_from([*WORDS, "\n", "  ", "\0", "é"]), max_size=30))
def test_any_text_gives_an_answer(words: list[str]) -> None:
    source = " ".join(words)
    found = needs(source.encode())
    assert all(need.why for need in found)
    if "getsource" not in source and "__file__" not in source and "numba" not in source:
        assert found == ()


@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    assert all(need.line >= 1 for need in needs(b"__file__[0]; '.py'; getsource(\n" + data) if need.line)
