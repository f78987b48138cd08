import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from fake_reads import NOON, FakeReads, layer_version_of, scope_of
from lamella.archive.writer import Written
from lamella.build.outcome import Built, Job
from lamella.change.action import AddLayerVersionPermission, PublishLayerVersion, PutParameter
from lamella.change.plan import PlanKind
from lamella.errors import RefusedError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.model.grant import Share
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run.publish import publish, record
from lamella.run.publishing import observe

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
X86 = Target.parse("python3.12/x86_64")
PROD = Environment("prod", name_template="prod-{layer}")
ZIP = b"the zip"
SHA = hashlib.sha256(ZIP).hexdigest()


def built(folder: Path, name: str, share: Share | None = None) -> Built:
    path = folder / f"{name}.zip"
    path.write_bytes(ZIP)
    bill = {"components": [{"licenses": [{"license": {"name": "MIT"}}]}]}
    path.with_suffix(".cdx.json").write_text(json.dumps(bill))
    layer = Layer(name, ("six",), (X86,), version="1.4", share=share)
    made = SimpleNamespace(job=Job(layer, X86), path=path, written=Written(SHA, len(ZIP)))
    return cast("Built", made)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    return FakeReads().install(monkeypatch, observe)


@pytest.mark.usefixtures("reads")
def test_archives_become_versions_in_every_place(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, PROD, [VIRGINIA, IRELAND], [])
    archives = [built(tmp_path, "data", Share(accounts=("444455556666",))), built(tmp_path, "web")]
    plan = publish(scope, archives, NOON, commit="c" * 40).plan
    assert (plan.kind, plan.environment, plan.places) == (PlanKind.PUBLISH, "prod", (IRELAND, VIRGINIA))
    kinds = [PublishLayerVersion, AddLayerVersionPermission, PutParameter, PublishLayerVersion, PutParameter]
    assert [type(step.action) for step in plan.steps] == [*kinds, *kinds]
    first = plan.steps[0].action
    assert isinstance(first, PublishLayerVersion)
    assert (first.layer_name, first.label, first.archive.path) == ("prod-data", "1.4", tmp_path / "data.zip")
    assert first.metadata.description == f"1.4 commit {'c' * 12} sha256 {SHA}"
    assert first.metadata.license_info == "MIT"
    assert (plan.commit, plan.notes) == ("c" * 40, ())


@pytest.mark.parametrize(("channel", "moved"), [(None, "stable"), ("beta", "beta"), ("", None)])
@pytest.mark.usefixtures("reads")
def test_the_command_line_chooses_another_channel_or_none(
    tmp_path: Path, channel: str | None, moved: str | None
) -> None:
    plan = publish(scope_of(tmp_path, PROD, [IRELAND], []), [built(tmp_path, "web")], NOON, channel=channel).plan
    names = [step.action.name.rpartition("/")[2] for step in plan.steps if isinstance(step.action, PutParameter)]
    assert names == ([moved] if moved else [])


def test_only_what_the_plan_publishes_is_proven_and_notes_are_kept(reads: FakeReads, tmp_path: Path) -> None:
    there = layer_version_of(LayerArn.at(IRELAND, "prod-web").version(3), ZIP)
    reads.versions = [replace(there, description=f"1.4 sha256 {SHA}", license_info="MIT")]
    asked: list[str] = []

    def prove(archives: Sequence[Built]) -> Sequence[str]:
        asked.extend(str(each.job) for each in archives)
        return ["a note"]

    scope = scope_of(tmp_path, PROD, [IRELAND], [])
    made = publish(scope, [built(tmp_path, "data"), built(tmp_path, "web")], NOON, prove=prove)
    assert asked == [f"data {X86}"]
    assert made.plan.notes[-1] == "a note"
    assert [it.subject for it in made.plan.left_alone] == [f"web {X86}"]


def test_a_version_that_no_record_has_is_recorded_when_the_plan_is_performed(reads: FakeReads, tmp_path: Path) -> None:
    there = layer_version_of(LayerArn.at(IRELAND, "prod-web").version(3), ZIP)
    reads.versions = [replace(there, description=f"1.4 sha256 {SHA}", license_info="MIT")]
    scope = scope_of(tmp_path, PROD, [IRELAND], [])
    made = publish(scope, [built(tmp_path, "web")], NOON)
    assert made.plan.notes == (f"{there.arn} is there as wanted and not in the state store: --apply records it",)
    assert scope.store.records() == []
    record(scope, made.unrecorded)
    (kept,) = scope.store.records("prod")
    assert (kept.arn, kept.layer, kept.label, kept.digest) == (there.arn, "web", "1.4", "")
    again = publish(scope, [built(tmp_path, "web")], NOON)
    assert (again.unrecorded, again.plan.notes) == ((), ())


def test_a_failing_test_leaves_no_plan(reads: FakeReads, tmp_path: Path) -> None:
    def prove(_: Sequence[Built]) -> Sequence[str]:
        raise RefusedError("fails")

    reads.denied = {VIRGINIA}
    scope = scope_of(tmp_path, PROD, [IRELAND, VIRGINIA], [])
    with pytest.raises(RefusedError):
        publish(scope, [built(tmp_path, "web")], NOON, prove=prove)
    plan = publish(scope, [built(tmp_path, "web")], NOON).plan
    assert [(type(gap), gap.place, gap.what) for gap in plan.gaps] == [(Gap, VIRGINIA, "versions of prod-web")]
    assert {step.action.place for step in plan.steps} == {IRELAND}
