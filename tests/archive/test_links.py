import pytest

from lamella.archive.links import MAX_LINKS, check_links
from lamella.archive.rules import Rule
from lamella.errors import HostileArchiveError


@pytest.mark.parametrize(
    "links",
    [
        {"lib/libz.so": "libz.so.1", "lib/libz.so.1": "libz.so.1.3"},
        {"nodejs/node_modules/.bin/x": "../x/cli.js"},
        {"a/b/c": "../../d"},
        {"a": "missing/file"},
        {"a": "./b//c"},
        {"lib64": "lib", "lib/x": "y"},
    ],
)
def test_links_that_stay_inside(links: dict[str, str]) -> None:
    check_links(links)


@pytest.mark.parametrize(
    ("links", "rule"),
    [
        ({"a": ""}, Rule.LINK_ESCAPES),
        ({"a": "/etc"}, Rule.LINK_ESCAPES),
        ({"a": ".."}, Rule.LINK_ESCAPES),
        ({"a/b": "../../c"}, Rule.LINK_ESCAPES),
        ({"a": "x\\y"}, Rule.LINK_ESCAPES),
        ({"a": "x\0y"}, Rule.LINK_ESCAPES),
        # Each target looks inside; through the first link the second leads out.
        ({"a/b/c": "../..", "x": "a/b/c/../y"}, Rule.LINK_ESCAPES),
        ({"a": "a"}, Rule.LINK_CHAIN),
        ({"a": "b", "b": "c", "c": "a"}, Rule.LINK_CHAIN),
        ({"a": "a/b"}, Rule.LINK_CHAIN),
        ({f"l{n}": f"l{n + 1}" for n in range(20)}, Rule.LINK_CHAIN),
        ({"a": "x" * 2000}, Rule.NAME_TOO_LONG),
        ({"a": "x/" * 70 + "y"}, Rule.NAME_TOO_LONG),
    ],
)
def test_links_that_are_refused(links: dict[str, str], rule: Rule) -> None:
    with pytest.raises(HostileArchiveError) as caught:
        check_links(links)
    assert caught.value.rule == rule.code


def test_links_are_counted() -> None:
    with pytest.raises(HostileArchiveError) as caught:
        check_links({f"l{n}": "x" for n in range(MAX_LINKS + 1)})
    assert caught.value.rule == Rule.LINK_CHAIN.code
