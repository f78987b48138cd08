import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.profile.import_tree import Imported, ImportTree, PackageTime, by_package, parse, walk

HEADING = "import time: self [us] | cumulative | imported package\n"


def line(depth: int, self_us: int, cumulative_us: int, module: str) -> str:
    return f"import time: {self_us:9d} | {cumulative_us:10d} | {'  ' * depth}{module}\n"


def written(roots: tuple[Imported, ...], depth: int = 0) -> str:
    return "".join(
        written(each.children, depth + 1) + line(depth, each.self_us, each.cumulative_us, each.module) for each in roots
    )


TREE = (
    Imported("a", 5, 5),
    Imported("app", 10, 100, (Imported("b", 20, 50, (Imported("b.c", 30, 30),)), Imported("d", 40, 40))),
)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("", ImportTree(())),
        (HEADING + written(TREE), ImportTree(TREE)),
        ("START\n" + written(TREE[:1]) + "my log | line\n" + written(TREE[1:]) + "END\n", ImportTree(TREE)),
        # Output without a newline stands before the line.
        ("no newline" + line(0, 1, 1, "a"), ImportTree((Imported("a", 1, 1),))),
        # A line that another process broke.
        ("import time:   12 | 3import ti\n" + line(0, 1, 1, "a"), ImportTree((Imported("a", 1, 1),), 1)),
        # The parent's own line is lost: its imports go to the next shallower one.
        (line(2, 1, 1, "x") + line(0, 1, 9, "a"), ImportTree((Imported("a", 1, 9, (Imported("x", 1, 1),)),))),
        # The end of the log is lost: what is there stays, in order.
        (line(1, 1, 1, "x") + line(1, 2, 2, "y"), ImportTree((Imported("x", 1, 1), Imported("y", 2, 2)))),
        # Each figure is rounded for itself.
        (line(1, 3, 3, "x") + line(0, 1, 3, "a"), ImportTree((Imported("a", 1, 4, (Imported("x", 3, 3),)),))),
        ("import time: cached    | cached     |   os\n", ImportTree(())),
        ("import time: \n", ImportTree((), 1)),
        (line(0, 1, 1, "a").replace("\n", "\r\n"), ImportTree((Imported("a", 1, 1),))),
    ],
)
def test_parse(log: str, expected: ImportTree) -> None:
    assert parse(log) == expected


def test_depth_is_bounded_whatever_a_log_claims() -> None:
    tree = parse("".join(line(depth, 1, 1, f"m{depth}") for depth in reversed(range(5000))))
    assert max(len(above) for _, above in walk(tree.roots)) == 150
    assert len([*walk(tree.roots)]) == 5000


NAMES = st.from_regex(r"[a-z_]{1,8}(\.[a-z]{1,5})?", fullmatch=True)


def imported(children: st.SearchStrategy[list[Imported]]) -> st.SearchStrategy[Imported]:
    def made(name: str, self_us: int, below: list[Imported]) -> Imported:
        return Imported(name, self_us, self_us + sum(each.cumulative_us for each in below), tuple(below))

    return st.builds(made, NAMES, st.integers(0, 10**7), children)


TREES = st.lists(
    st.recursive(imported(st.just([])), lambda node: imported(st.lists(node, max_size=4)), max_leaves=20), max_size=4
).map(tuple)


@given(TREES)
def test_what_was_written_is_read(roots: tuple[Imported, ...]) -> None:
    assert parse(written(roots)) == ImportTree(roots)


@given(st.text() | st.lists(st.sampled_from([*written(TREE).splitlines(), "import time: 1 |", "x"])).map("\n".join))
def test_any_log_gives_a_tree_whose_sums_hold(log: str) -> None:
    for each, _ in walk(parse(log).roots):
        assert each.cumulative_us >= each.self_us + sum(child.cumulative_us for child in each.children)


def test_real_output() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", "-c", "import json"], capture_output=True, text=True, check=True
    )
    tree = parse(done.stderr)
    found = tree.find("json")
    assert tree.unreadable == 0
    assert found
    assert [child.module for child in found.children] == ["json.decoder", "json.encoder"]
    assert tree.find("json.nothing") is None


def test_walk_goes_from_the_outside_in() -> None:
    assert [(each.module, [over.module for over in above]) for each, above in walk(TREE)] == [
        ("a", []),
        ("app", []),
        ("b", ["app"]),
        ("b.c", ["app", "b"]),
        ("d", ["app"]),
    ]


def test_by_package_counts_a_package_below_itself_once() -> None:
    assert by_package(TREE, lambda module: module.partition(".")[0]) == (
        PackageTime("b", 2, 50, 50),
        PackageTime("d", 1, 40, 40),
        PackageTime("app", 1, 10, 100),
        PackageTime("a", 1, 5, 5),
    )


@given(TREES)
def test_packages_add_up(roots: tuple[Imported, ...]) -> None:
    rows = by_package(roots, lambda module: module.partition(".")[0])
    assert sum(row.self_us for row in rows) == sum(each.self_us for each, _ in walk(roots))
    assert all(row.self_us <= row.cumulative_us for row in rows)
    together = sum(root.cumulative_us for root in roots)
    assert by_package(roots, lambda _: "all")[:1] == (
        (PackageTime("all", len([*walk(roots)]), together, together),) if roots else ()
    )
