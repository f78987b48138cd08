"""Paths in little space come out as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from lamella.build.proof.grouping import grouped, ungrouped

PART = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


def test_one_line_a_folder() -> None:
    paths = ("python/a/x.py", "python/a/__init__.py", "bin/a b", "top")
    assert grouped(paths) == (": top", "bin: a%20b", "python/a: __init__.py x.py")


@given(st.sets(st.lists(PART, min_size=1, max_size=4).map("/".join)))
def test_there_and_back(paths: set[str]) -> None:
    assert ungrouped(grouped(paths)) == tuple(sorted(paths))


def test_what_is_no_such_line_gives_nothing() -> None:
    assert ungrouped(["", "python/a", "x:y"]) == ()
