from dataclasses import replace
from pathlib import Path

import pytest

from lamella.archive.member import Member, Method
from lamella.build.assembly import assemble, check_limits, idle, pass_totals
from lamella.build.cache import StoredPack
from lamella.build.pack import Pack, placed
from lamella.errors import LayoutError, OverLimitError
from lamella.model.layer import Budget
from lamella.model.passes import Change, PassRecord, Removal
from lamella.model.tree import File

MEGABYTE = 1_000_000


def pack_of(unit: str, **sizes: int) -> StoredPack:
    files = [
        (
            File(f"python/{path}", size, f"{unit}-{path}", 0o644, unit),
            Member(f"python/{path}", 0o644, size, size, 0, Method.STORED),
        )
        for path, size in sorted(sizes.items())
    ]
    return StoredPack(Pack(unit, placed(files), (), 0, 0), Path("unused"), 0)


def test_a_later_unit_wins_and_the_clash_is_told() -> None:
    assembly = assemble([pack_of("one==1", a=1, b=2), pack_of("two==1", b=3)])
    assert [(it.packed.file.path, it.packed.file.origin) for it in assembly.files] == [
        ("python/a", "one==1"),
        ("python/b", "two==1"),
    ]
    assert assembly.clashes == ("python/b: two==1 replaces one==1",)
    assert assembly.unzipped_bytes == 4


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("Name", "name", "differ only in case"),
        ("e\u0301", "\u00e9", "differ only in case or accents"),
        ("a", "a/b", "a file and a folder"),
    ],
)
def test_names_that_cannot_be_unpacked_side_by_side(first: str, second: str, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        assemble([pack_of("one==1", **{first: 1}), pack_of("two==1", **{second: 1})])


@pytest.mark.parametrize(
    ("size", "budget", "message"),
    [
        (53 * MEGABYTE, Budget(), "direct upload's limit"),
        (53 * MEGABYTE, Budget(zipped_bytes=60 * MEGABYTE), None),
        (270 * MEGABYTE, Budget(zipped_bytes=300 * MEGABYTE), "Lambda's limit"),
        (20 * MEGABYTE, Budget(zipped_bytes=10 * MEGABYTE), "the budget's 10,000,000"),
        (20 * MEGABYTE, Budget(unzipped_bytes=10 * MEGABYTE), "the budget's 10,000,000"),
        (20 * MEGABYTE, Budget(), None),
    ],
)
def test_limits(size: int, budget: Budget, message: str | None) -> None:
    assembly = assemble([pack_of("botocore==1", data=size), *(pack_of(f"p{n}==1", **{f"f{n}": n}) for n in range(20))])
    if message is None:
        check_limits(assembly, budget)
        return
    with pytest.raises(OverLimitError, match=message) as caught:
        check_limits(assembly, budget)
    assert len(caught.value.why.splitlines()) == 11
    assert "botocore==1" in caught.value.why
    assert "botocore_services" in caught.value.hint


def test_who_publishes_through_a_bucket_asks_about_the_rest_alone() -> None:
    large = assemble([pack_of("one==1", data=53 * MEGABYTE)])
    check_limits(large, Budget(), by_bucket=True)
    with pytest.raises(OverLimitError, match="the budget's 10,000,000"):
        check_limits(large, Budget(zipped_bytes=10 * MEGABYTE), by_bucket=True)
    with pytest.raises(OverLimitError, match="Lambda's limit"):
        check_limits(assemble([pack_of("one==1", data=270 * MEGABYTE)]), Budget(), by_bucket=True)


def test_pass_totals_add_up_over_units() -> None:
    record = PassRecord(
        "prune", (Removal("a", 10, "tests"), Removal("b", 5, "tests")), (Change("c", 10, 4, "strip"),), {"tests": "why"}
    )
    assert pass_totals([record, record]) == {("prune", "tests"): (4, 30, "why"), ("prune", "strip"): (2, 12, "")}


def test_globs_that_match_nothing_are_told() -> None:
    there = pack_of("a==1", here=1)
    gone = replace(there.pack, records=(PassRecord("prune", (Removal("python/gone.py", 1, "r"),)),))
    assembly = assemble([replace(there, pack=gone)])
    path = assembly.files[0].packed.file.path
    assert idle([path, "python/gone.*", "python/nope/**", "**/nope"], assembly) == ("python/nope/**", "**/nope")
