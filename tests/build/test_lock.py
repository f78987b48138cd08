from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.lock import Lock, LockedTarget, parse, render, settled
from lamella.errors import ConfigError
from lamella.model.evidence import Evidence
from lamella.model.package import Artifact, Release

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
RELEASES = st.builds(Release, WORDS, WORDS, st.sampled_from(Artifact), WORDS, WORDS, WORDS, st.none() | WORDS)
SOME = st.lists(WORDS, max_size=3).map(tuple)
PATHS = st.sets(WORDS.filter(lambda word: "/" not in word)).map(lambda paths: tuple(sorted(paths)))
EVIDENCE = st.builds(Evidence, PATHS, SOME, WORDS, WORDS, SOME, WORDS, WORDS)
TARGETS = st.builds(
    LockedTarget, WORDS, st.lists(RELEASES, max_size=3).map(tuple), WORDS, WORDS, WORDS, WORDS, st.none() | EVIDENCE
)
LOCKS = st.dictionaries(WORDS, st.dictionaries(WORDS, TARGETS, min_size=1, max_size=2), max_size=3).map(Lock)


@given(LOCKS)
def test_what_is_written_is_read(lock: Lock) -> None:
    assert parse(render(lock)) == lock


def test_putting_keeps_all_others() -> None:
    first = LockedTarget("a", ())
    lock = Lock({}).put("one", "t", first).put("one", "u", first).put("two", "t", first)
    changed = lock.put("one", "t", LockedTarget("b", ()))
    assert changed.get("one", "u") == changed.get("two", "t") == first
    assert changed.get("one", "t") == LockedTarget("b", ())
    assert changed.get("three", "t") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = ", "cannot be read"),
        ("version = 'x'", "cannot be read"),
        ("version = 2", "has version 2"),
        ("version = 1\n[layers.a.t]\nsource_sha256 = 1", "cannot be read"),
    ],
)
def test_a_damaged_lock_is_an_error_that_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        parse(text)
    assert caught.value.hint


KNOWN = LockedTarget("s", (), "cpython-3.12.1", "deflate-0.9.0", "a1", "t1")


@pytest.mark.parametrize(
    ("now", "kept", "said"),
    [
        (replace(KNOWN, compiler="cpython-3.12.7", archive_sha256="a2"), True, "cpython-3.12.7"),
        (replace(KNOWN, compressor="deflate-1", archive_sha256="a2"), True, "deflate-1"),
        (replace(KNOWN, compiler="", archive_sha256="a2"), True, "no compiler"),
        (replace(KNOWN, compiler="cpython-3.12.7", archive_sha256="a2", tree_sha256="t2"), False, None),
        (replace(KNOWN, compiler="cpython-3.12.7", evidence=Evidence((), (), "", "")), False, None),
        (replace(KNOWN, source_sha256="s2", compiler="cpython-3.12.7"), False, None),
        (replace(KNOWN, archive_sha256="a2"), False, None),
        (KNOWN, False, None),
    ],
)
def test_another_machine_does_not_rewrite_the_lock(now: LockedTarget, said: str | None, *, kept: bool) -> None:
    entry, messages = settled(KNOWN, now)
    assert entry == (KNOWN if kept else now)
    assert len(messages) == (said is not None)
    assert all(said in message for message in messages if said)


def test_a_lock_without_compiler_takes_the_first_that_comes() -> None:
    known = replace(KNOWN, compiler="")
    assert settled(known, KNOWN) == (KNOWN, ())
    assert settled(None, KNOWN) == (KNOWN, ())
