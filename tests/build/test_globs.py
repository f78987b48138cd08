"""Tests of lamella.build.globs."""

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.globs import Globs
from lamella.errors import ConfigError


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("python/pandas/tests/**", "python/pandas/tests/io/test_csv.py", True),
        ("python/pandas/tests/**", "python/pandas/tests.py", False),
        ("python/pandas/tests/", "python/pandas/tests/a", True),
        ("python/*.py", "python/six.py", True),
        ("python/*.py", "python/six/a.py", False),
        ("**/tests/**", "tests/a", True),
        ("**/tests/**", "python/a/tests/b/c", True),
        ("**/tests/**", "python/a/tests", False),
        ("**/*.pyi", "python/a/b.pyi", True),
        ("**/*.pyi", "b.pyi", True),
        ("**/*.pyi", "b.pyi/c", False),
        ("**/README*", "python/a/README.md", True),
        ("**/README*", "python/README/x.md", False),
        ("python/**/x", "python/x", True),
        ("python/**/x", "python/a/b/x", True),
        ("python/**/**/x", "python/x", True),
        ("**", "python/a", True),
        ("python/a?c", "python/abc", True),
        ("python/a?c", "python/a/c", False),
        ("python/[a-c]x", "python/bx", True),
        ("python/[!a-c]x", "python/bx", False),
        ("python/[!a-c]x", "python/dx", True),
        ("python/[]]x", "python/]x", True),
        ("python/[ab", "python/[ab", True),
        ("python/a**b", "python/axxb", True),
        ("python/a.b", "python/aXb", False),
        ("/python/x", "python/x", True),
        ("./python/x", "python/x", True),
        ("python/X", "python/x", False),
        ("**/a*/**", "python/ab/c", True),
        ("python/*/tests/**/data*", "python/p/tests/q/r/data.csv", True),
    ],
)
def test_matches(pattern: str, path: str, *, expected: bool) -> None:
    assert Globs([pattern]).matches(path) is expected


@pytest.mark.parametrize("pattern", ["", "a//b", "../a", "python/../etc", "python/[z-a]", "a/./b"])
def test_what_is_not_a_glob_is_an_error_of_configuration(pattern: str) -> None:
    with pytest.raises(ConfigError):
        Globs([pattern])


def test_no_pattern_matches_nothing() -> None:
    empty = Globs([])
    assert not empty
    assert not empty.matches("python/a")


def test_several_patterns_are_alternatives() -> None:
    globs = Globs(["**/*.a", "**/docs/**", "python/x", "**/b?"])
    found = [path for path in ("p/l.a", "docs/y", "python/x", "q/bb", "q/b", "l.ab") if globs.matches(path)]
    assert found == ["p/l.a", "docs/y", "python/x", "q/bb"]


def _plain(pattern: list[str], path: list[str]) -> bool:
    match pattern, path:
        case [], _:
            return not path
        case ["**"], _:
            return bool(path)
        case ["**", *rest], _:
            return _plain(rest, path) or (bool(path) and _plain(pattern, path[1:]))
        case [part, *rest], [name, *below]:
            return fnmatch.fnmatchcase(name, part) and _plain(rest, below)
        case _:
            return False


_PART = st.text(alphabet="ab.*?", min_size=1, max_size=4).filter(lambda part: part not in {".", ".."})
_NAME = st.text(alphabet="ab.", min_size=1, max_size=4)


@given(st.lists(st.just("**") | _PART, min_size=1, max_size=5), st.lists(_NAME, min_size=1, max_size=5).map(tuple))
def test_look_ups_agree_with_a_plain_matcher(pattern: list[str], path: tuple[str, ...]) -> None:
    assert Globs(["/".join(pattern)]).matches("/".join(path)) is _plain(pattern, list(path))
