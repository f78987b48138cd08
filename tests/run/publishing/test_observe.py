from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fake_reads import CLIENTS, FakeReads, layer_version_of
from lamella.change.action import ArchiveFile, Metadata
from lamella.change.wanted import Item, Seen, Wanted
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn
from lamella.model.digests import sha256_of
from lamella.model.grant import Grant, Statement
from lamella.model.place import Place
from lamella.run.publishing import observe as module
from lamella.run.publishing.observe import observe

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
PUBLIC = Statement("s", "*")


def version(number: int, data: bytes, place: Place = IRELAND, runtime: str = "python3.12") -> LayerVersion:
    return layer_version_of(LayerArn.at(place, "data").version(number), data, runtime=runtime)


def wanted(data: bytes, runtime: str = "python3.12", grants: tuple[Grant, ...] = ()) -> Wanted:
    sha256 = sha256_of(version(1, data).code_sha256 or "")
    archive = ArchiveFile(Path("/data.zip"), sha256, len(data))
    return Wanted("data", f"{runtime}/x86_64", "data", archive, Metadata("", (runtime,), ("x86_64",)), grants)


def seen(*wanted: Wanted, places: tuple[Place, ...] = (IRELAND,), channel: str = "") -> list[Item]:
    with ThreadPoolExecutor(2) as executor:
        found = observe(CLIENTS, wanted, places, channel, executor)
    assert [item.place for item in found] == sorted(item.place for item in found)
    return list(found)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    return FakeReads().install(monkeypatch, module)


@pytest.mark.usefixtures("reads")
def test_nothing_is_there() -> None:
    assert seen(wanted(b"a"), places=(IRELAND, VIRGINIA)) == [
        Item(wanted(b"a"), IRELAND, Seen()),
        Item(wanted(b"a"), VIRGINIA, Seen()),
    ]
    assert seen() == []


def test_the_newest_with_the_same_runtimes_and_architectures_counts_and_a_layer_is_listed_once(
    reads: FakeReads,
) -> None:
    reads.versions = [version(2, b"a"), version(10, b"b"), version(11, b"c", runtime="python3.13"), version(1, b"d")]
    found = seen(wanted(b"x"), wanted(b"x", "python3.13"), wanted(b"x", "python3.11"))
    numbers = [it.seen.newest.arn.number if isinstance(it.seen, Seen) and it.seen.newest else None for it in found]
    assert numbers == [10, 11, None]
    assert [name for name, _ in reads.calls].count("layer_versions") == 1
    assert [name for name, _ in reads.calls].count("layer_version") == 2


def test_a_version_that_goes_between_two_reads_is_passed_over(
    reads: FakeReads, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads.versions = [version(1, b"a"), version(2, b"b")]
    whole = reads.layer_version
    monkeypatch.setattr(module, "layer_version", lambda at, arn: None if arn.number == 2 else whole(at, arn))
    assert seen(wanted(b"x")) == [Item(wanted(b"x"), IRELAND, Seen(replace(version(1, b"a"), statements=None)))]


def test_a_policy_is_read_where_grants_are_wanted_and_the_version_stays(reads: FakeReads) -> None:
    reads.versions = [replace(version(1, b"a"), statements=(PUBLIC,))]
    assert seen(wanted(b"a", grants=(Grant("*"),)))[0].seen == Seen(reads.versions[0])
    assert ("statements", str(reads.versions[0].arn)) in reads.calls
    reads.calls.clear()
    seen(wanted(b"other", grants=(Grant("*"),)), places=(IRELAND,))
    seen(wanted(b"a"))
    assert "statements" not in {name for name, _ in reads.calls}


def test_the_channels_parameter_is_read(reads: FakeReads) -> None:
    reads.parameters[IRELAND, "/lamella/data/python3.12/x86_64/stable"] = "arn"
    assert seen(wanted(b"a"), channel="stable")[0].seen == Seen(None, "arn")
    assert seen(wanted(b"a"), channel="beta")[0].seen == Seen()


@pytest.mark.parametrize(
    ("denied", "what"),
    [
        (IRELAND, "versions of data"),
        ("layer_versions", "versions of data"),
        ("layer_version", "version data:1"),
        ("statements", "policy of data:1"),
        ("get_parameter", "parameter /lamella/data/python3.12/x86_64/stable"),
    ],
)
def test_what_cannot_be_read_is_a_gap_that_says_what(reads: FakeReads, denied: Place | str, what: str) -> None:
    reads.versions = [version(1, b"a")]
    reads.denied = {denied}
    (item,) = seen(wanted(b"a", grants=(Grant("*"),)), channel="stable")
    assert isinstance(item.seen, Gap)
    assert (item.seen.place, item.seen.what) == (IRELAND, what)
    assert "was refused: no identity-based policy allows it" in item.seen.why
