import pytest

from lamella.archive.entry import Kind
from lamella.archive.names import MAX_FOLDERS, Names, check_name, decoded, folded, shown
from lamella.archive.rules import Rule
from lamella.errors import HostileArchiveError


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"python/a.py", "python/a.py"),
        (b"python/", "python"),
        ("python/ünï/日本.txt".encode(), "python/ünï/日本.txt"),
        (b"python/with space/..a/b..", "python/with space/..a/b.."),
        (b"a/" * 63 + b"b", "a/" * 63 + "b"),
    ],
)
def test_honest_names(raw: bytes, name: str) -> None:
    assert decoded(raw) == name


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", Rule.NAME_EMPTY),
        (b"/", Rule.NAME_ABSOLUTE),
        (b"/etc", Rule.NAME_ABSOLUTE),
        (b"C:/x", Rule.NAME_ABSOLUTE),
        (b"c:x", Rule.NAME_ABSOLUTE),
        (b"../x", Rule.NAME_TRAVERSAL),
        (b"a/../../x", Rule.NAME_TRAVERSAL),
        (b"a/..", Rule.NAME_TRAVERSAL),
        (b"./a", Rule.NAME_TRAVERSAL),
        (b"a//b", Rule.NAME_TRAVERSAL),
        (b"a//", Rule.NAME_TRAVERSAL),
        (b"..\\x", Rule.NAME_CHARACTER),
        (b"a\nb", Rule.NAME_CHARACTER),
        (b"a\x1b[31mb", Rule.NAME_CHARACTER),
        (b"a\x7f", Rule.NAME_CHARACTER),
        ("a\u202egnp.exe".encode(), Rule.NAME_CHARACTER),
        ("a\u2066b".encode(), Rule.NAME_CHARACTER),
        ("a\u0085b".encode(), Rule.NAME_CHARACTER),
        (b"\xc0\xaf", Rule.NAME_ENCODING),
        (b"\xed\xa0\x80", Rule.NAME_ENCODING),
        (b"a" * 1025, Rule.NAME_TOO_LONG),
        (b"a/" * 64 + b"b", Rule.NAME_TOO_LONG),
    ],
)
def test_hostile_names(raw: bytes, rule: Rule) -> None:
    with pytest.raises(HostileArchiveError) as caught:
        decoded(raw)
    assert caught.value.rule == rule.code
    assert caught.value.what.isprintable()
    assert caught.value.what.isascii()


def names_of(*found: str) -> Names:
    names = Names()
    for name in found:
        check_name(name.rstrip("/"))
        names.add(name.rstrip("/"), Kind.FOLDER if name.endswith("/") else Kind.FILE)
    return names


@pytest.mark.parametrize(
    "found",
    [
        ("python/", "python/a.py"),
        ("python/a.py", "python/"),
        ("python/a/b.py", "python/a/c.py", "python/a/"),
        ("a", "ab", "a.b"),
        ("python/straße.py", "python/strase.py"),
    ],
)
def test_names_that_go_together(found: tuple[str, ...]) -> None:
    names_of(*found)


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (("a", "a"), Rule.DUPLICATE),
        (("a/", "a/"), Rule.DUPLICATE),
        (("a", "a/"), Rule.DUPLICATE),
        (("a/", "a"), Rule.DUPLICATE),
        (("a/b", "a"), Rule.FILE_AND_FOLDER),
        (("a", "a/b"), Rule.FILE_AND_FOLDER),
        (("a", "a/b/c"), Rule.FILE_AND_FOLDER),
        (("a", "A"), Rule.CASE_COLLISION),
        (("a/x", "A/y"), Rule.CASE_COLLISION),
        (("caf\u00e9", "cafe\u0301"), Rule.CASE_COLLISION),
        (("straße", "STRASSE"), Rule.CASE_COLLISION),
    ],
)
def test_names_that_collide(found: tuple[str, ...], rule: Rule) -> None:
    with pytest.raises(HostileArchiveError) as caught:
        names_of(*found)
    assert caught.value.rule == rule.code


def test_folders_are_counted() -> None:
    names = names_of(*(f"{number}/a" for number in range(MAX_FOLDERS)))
    with pytest.raises(HostileArchiveError) as caught:
        names.add("one/more", Kind.FILE)
    assert caught.value.rule == Rule.TOO_MANY_ENTRIES.code


def test_folding_is_stable() -> None:
    assert folded("Caf\u00e9") == folded("cafe\u0301") == folded(folded("CAFE\u0301"))


def test_what_is_shown_is_short_and_plain() -> None:
    assert shown(b"a\xff\x1b") == "`a\\\\xff\\x1b`"
    assert shown("ü\u202e") == "`\\xfc\\u202e`"
    assert len(shown("x" * 5000)) == 122
