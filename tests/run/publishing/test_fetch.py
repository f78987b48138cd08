import hashlib
from pathlib import Path

import pytest

from fake_reads import CLIENTS, NOON, FakeReads, code_of, layer_version_of
from lamella.change.promote import Promoted
from lamella.change.record import Published
from lamella.errors import AwsError, ChangedError, NotFoundError
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.run.publishing import fetch as module
from lamella.run.publishing.fetch import fetched

HERE = LayerArn.at(Place("111122223333", "eu-west-1"), "data").version(4)
THERE = LayerArn.at(Place("111122223333", "us-east-1"), "data").version(2)
ZIP = b"the zip"
SHA = hashlib.sha256(ZIP).hexdigest()
SOURCES = tuple(
    Published("staging", "data", "python3.12/x86_64", arn, code_of(ZIP), len(ZIP), "", NOON, "d")
    for arn in (HERE, THERE)
)
DATA = Promoted("data", "python3.12/x86_64", code_of(ZIP), SOURCES)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    versions = [layer_version_of(arn, ZIP) for arn in (HERE, THERE)]
    return FakeReads(versions, zips={HERE: ZIP, THERE: ZIP}).install(monkeypatch, module)


def test_a_zip_is_downloaded_once(reads: FakeReads, tmp_path: Path) -> None:
    archive, version = fetched(CLIENTS, DATA, tmp_path)
    assert (archive.path, archive.sha256, archive.size_bytes) == (tmp_path / f"{SHA}.zip", SHA, len(ZIP))
    assert archive.path.read_bytes() == ZIP
    assert version.arn == HERE
    assert fetched(CLIENTS, DATA, tmp_path)[0] == archive
    assert [name for name, _ in reads.calls].count("download") == 1


def test_a_zip_in_the_folder_that_was_damaged_is_downloaded_again(reads: FakeReads, tmp_path: Path) -> None:
    (tmp_path / f"{SHA}.zip").write_bytes(b"half")
    assert fetched(CLIENTS, DATA, tmp_path)[0].path.read_bytes() == ZIP
    assert ("download", str(HERE)) in reads.calls


def test_the_next_place_is_asked_where_one_does_not_answer(reads: FakeReads, tmp_path: Path) -> None:
    reads.denied = {HERE.place}
    assert fetched(CLIENTS, DATA, tmp_path)[1].arn == THERE


def test_other_bytes_than_recorded_are_never_promoted(reads: FakeReads, tmp_path: Path) -> None:
    reads.zips[HERE] = b"other bytes"
    with pytest.raises(ChangedError) as caught:
        fetched(CLIENTS, DATA, tmp_path)
    assert SHA in caught.value.why
    assert list(tmp_path.iterdir()) == []


def test_when_no_place_answers_each_is_told(reads: FakeReads, tmp_path: Path) -> None:
    reads.denied = {HERE.place, THERE.place}
    with pytest.raises(AwsError, match="no place gives the zip of data") as caught:
        fetched(CLIENTS, DATA, tmp_path)
    assert len(caught.value.why.splitlines()) == 2
    reads.denied = set()
    reads.versions = []
    with pytest.raises(NotFoundError, match=f"{HERE} is not there any more"):
        fetched(CLIENTS, Promoted("data", "python3.12/x86_64", code_of(ZIP), SOURCES[:1]), tmp_path)
