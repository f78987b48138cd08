from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fake_reads import NOON, FakeReads, code_of, layer_version_of, scope_of
from lamella.change.record import Published
from lamella.config.project import Project, Settings
from lamella.errors import ConfigError, RefusedError
from lamella.model.arn import LayerArn
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run import lock as module
from lamella.run.lock import check, exported_records, read_file, records_of, write_file

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
PROD = Environment("prod")
STABLE = "/lamella/data/python3.12/x86_64/stable"


def record(number: int, place: Place = IRELAND, layer: str = "data") -> Published:
    arn = LayerArn.at(place, layer).version(number)
    at = NOON + timedelta(minutes=number)
    return Published("prod", layer, "python3.12/x86_64", arn, code_of(b"zip"), 3, "", at, "d")


ONE, TWO, THERE, WEB = record(1), record(2), record(1, VIRGINIA), record(1, layer="web")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    versions = [layer_version_of(it.arn, b"zip") for it in (ONE, TWO, THERE, WEB)]
    return FakeReads(versions, {(IRELAND, STABLE): str(TWO.arn)}).install(monkeypatch, module)


def test_records_that_agree_with_aws_and_file(reads: FakeReads, tmp_path: Path) -> None:
    scope = scope_of(tmp_path, PROD, [IRELAND, VIRGINIA], [ONE, TWO, THERE, WEB])
    for exported in (None, [TWO, THERE, WEB]):
        checked = check(scope, None, exported)
        assert (checked.records, checked.drifts, checked.gaps, checked.exit_code) == (3, (), (), 0)
    assert [name for name, _ in reads.calls].count("layer_versions") == 6


def test_drift_is_found_per_layer_and_place(reads: FakeReads, tmp_path: Path) -> None:
    reads.versions = [
        layer_version_of(TWO.arn, b"other"),
        layer_version_of(record(3).arn, b"by hand"),
        layer_version_of(record(4).arn, b"by hand", runtime="python3.13"),
        layer_version_of(WEB.arn, b"zip"),
    ]
    reads.parameters[IRELAND, STABLE] = str(record(3).arn)
    scope = scope_of(tmp_path, PROD, [IRELAND, VIRGINIA], [ONE, TWO, THERE, WEB])
    checked = check(scope, None, [ONE, THERE, replace(WEB, environment="dev")])
    assert [(str(it.arn).split(":")[3], it.layer, it.kind.value) for it in checked.drifts] == [
        ("eu-west-1", "data", "not-in-store"),
        ("eu-west-1", "data", "changed"),
        ("eu-west-1", "data", "newer"),
        ("eu-west-1", "data", "not-in-file"),
        ("eu-west-1", "data", "pointer"),
        ("eu-west-1", "web", "not-in-file"),
        ("us-east-1", "data", "gone"),
    ]
    assert checked.exit_code == 3


@pytest.mark.parametrize(
    ("denied", "what"),
    [
        ("layer_versions", "versions of data"),
        ("layer_version", "version data:2"),
        ("parameters_below", "parameters below /lamella/data/"),
    ],
)
def test_what_cannot_be_read_is_a_gap(reads: FakeReads, tmp_path: Path, denied: str, what: str) -> None:
    reads.denied = {denied}
    checked = check(scope_of(tmp_path, PROD, [IRELAND], [TWO]), None, None)
    assert ([gap.what for gap in checked.gaps], checked.exit_code) == ([what], 5)


def test_places_out_of_scope_and_other_environments_are_not_checked(reads: FakeReads, tmp_path: Path) -> None:
    reads.versions = []
    records = [THERE, replace(TWO, environment="dev")]
    checked = check(scope_of(tmp_path, PROD, [IRELAND], records), None, records)
    assert (checked.records, checked.drifts) == (0, ())
    assert reads.calls == []


def test_a_file_is_written_for_one_environment_and_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "published.json"
    dev = replace(ONE, environment="dev")
    assert read_file(file) is None
    write_file(file, [dev, ONE])
    written = exported_records(scope_of(tmp_path, PROD, [IRELAND], [ONE, TWO]), None, file)
    assert written == (dev, TWO)
    write_file(file, written)
    assert read_file(file) == written
    assert exported_records(scope_of(tmp_path, PROD, [IRELAND], [ONE, TWO]), None, None) == (TWO,)


def test_a_device_is_not_read(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, PROD, [IRELAND], [TWO])
    assert exported_records(scope, None, Path("/dev/zero")) == (TWO,)


def test_a_store_that_lost_its_records_does_not_empty_the_file(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    write_file(file, [TWO, replace(WEB, environment="dev")])
    kept = file.read_bytes()
    with pytest.raises(RefusedError, match=r"no version of environment prod, and .* has 1"):
        exported_records(scope_of(tmp_path, PROD, [IRELAND], [replace(TWO, environment="dev")]), None, file)
    assert file.read_bytes() == kept
    deleted = replace(TWO, deleted_at=NOON)
    assert [it.environment for it in exported_records(scope_of(tmp_path, PROD, [IRELAND], [deleted]), None, file)] == [
        "dev"
    ]


def test_a_folder_or_another_document_is_no_exported_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_file(tmp_path)
    (tmp_path / "x").write_text("{}")
    with pytest.raises(ConfigError, match="no file of published versions"):
        read_file(tmp_path / "x")


def test_records_of_other_projects_and_accounts_in_the_same_store_are_not_meant(tmp_path: Path) -> None:
    elsewhere = record(1, Place("444455556666", "eu-west-1"))
    scope = scope_of(tmp_path, PROD, [IRELAND], [TWO, THERE, WEB, elsewhere])
    layers = {"data": Layer("data", ("six",), (Target.parse("python3.12/x86_64"),))}
    project = Project(tmp_path, tmp_path / "lamella.toml", layers, {}, Settings(tmp_path, 1, tmp_path), {})
    assert records_of(scope, project) == [TWO, THERE]
    assert records_of(scope, None) == [TWO, THERE, WEB]
