from dataclasses import replace
from pathlib import Path

import pytest

from fake_reads import NOON, FakeReads, code_of, layer_version_of, scope_of
from lamella.change.action import AddLayerVersionPermission, PublishLayerVersion, PutParameter
from lamella.change.plan import Plan, PlanKind
from lamella.change.record import Published
from lamella.config.project import Project, Settings
from lamella.errors import NotFoundError
from lamella.model.arn import LayerArn
from lamella.model.grant import Grant, Share
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run.promote import Promotion, promote
from lamella.run.publishing import fetch, observe

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("444455556666", "us-east-1")
X86 = Target.parse("python3.12/x86_64")
STAGING = Environment("staging", name_template="staging-{layer}")
PROD = Environment("prod", name_template="prod-{layer}")
ZIP = b"the zip"
SOURCE = LayerArn.at(IRELAND, "staging-data").version(4)
RECORD = Published("staging", "data", str(X86), SOURCE, code_of(ZIP), len(ZIP), "1.4", NOON, "d")
DESCRIPTION = "1.4 commit 0123456 sha256 x"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    there = replace(layer_version_of(SOURCE, ZIP), description=DESCRIPTION, license_info="MIT")
    return FakeReads([there], zips={SOURCE: ZIP}).install(monkeypatch, fetch).install(monkeypatch, observe)


def promotion(tmp_path: Path, asked: Promotion, records: list[Published], layers: dict[str, Layer]) -> Plan:
    project = Project(tmp_path, tmp_path / "lamella.toml", layers, {}, Settings(tmp_path, 1, tmp_path / "cache"), {})
    source = scope_of(tmp_path, STAGING, [IRELAND], records)
    to = scope_of(tmp_path, PROD, [VIRGINIA], [])
    return promote(project, source, to, asked, NOON).plan


DATA = Layer("data", ("six",), (X86,), share=Share(accounts=("777788889999",)))


@pytest.mark.usefixtures("reads")
def test_the_same_bytes_get_the_other_environments_name_grants_and_channel(tmp_path: Path) -> None:
    plan = promotion(tmp_path, Promotion(commit="c" * 40), [RECORD], {"data": DATA})
    publish, grant, pointer = (step.action for step in plan.steps)
    assert isinstance(publish, PublishLayerVersion)
    assert (publish.place, publish.layer_name, publish.layer, publish.label) == (VIRGINIA, "prod-data", "data", "1.4")
    assert publish.archive.code_sha256 == RECORD.code_sha256
    assert publish.archive.path.read_bytes() == ZIP
    assert publish.archive.path.parent == tmp_path / "cache" / "promoted"
    assert (publish.metadata.description, publish.metadata.license_info) == (DESCRIPTION, "MIT")
    assert isinstance(grant, AddLayerVersionPermission)
    assert grant.grant == Grant("777788889999")
    assert isinstance(pointer, PutParameter)
    assert pointer.name == f"/lamella/prod-data/{X86}/stable"
    assert (plan.kind, plan.environment, plan.commit) == (PlanKind.PROMOTE, "prod", "c" * 40)
    assert plan.notes == ("the bytes of environment staging",)


def test_what_is_there_already_is_left_alone(reads: FakeReads, tmp_path: Path) -> None:
    there = LayerArn.at(VIRGINIA, "prod-data").version(1)
    reads.versions.append(replace(reads.versions[0], arn=there))
    plan = promotion(tmp_path, Promotion(channel=""), [RECORD], {"data": replace(DATA, share=None)})
    assert plan.steps == ()
    assert [it.subject for it in plan.left_alone] == [f"data {X86}"]


@pytest.mark.usefixtures("reads")
def test_a_layer_that_left_the_file_is_promoted_without_grants_and_that_is_said(tmp_path: Path) -> None:
    plan = promotion(tmp_path, Promotion(("data",), {X86}), [RECORD], {})
    assert [type(step.action) for step in plan.steps] == [PublishLayerVersion, PutParameter]
    assert plan.notes[1:] == ("data is no layer of the file any more: it gets no grants",)


@pytest.mark.usefixtures("reads")
@pytest.mark.parametrize(
    "others",
    [
        replace(RECORD, arn=LayerArn.at(Place("777788889999", "eu-west-1"), "staging-data").version(9)),
        replace(RECORD, layer="of another project", arn=LayerArn.at(IRELAND, "staging-other").version(9)),
    ],
)
def test_records_of_other_projects_in_the_same_store_are_not_promoted(tmp_path: Path, others: Published) -> None:
    plan = promotion(tmp_path, Promotion(), [others, RECORD], {"data": replace(DATA, share=None)})
    assert [type(step.action) for step in plan.steps] == [PublishLayerVersion, PutParameter]
    with pytest.raises(NotFoundError, match="has no published version to promote"):
        promotion(tmp_path, Promotion(), [others], {"data": DATA})
