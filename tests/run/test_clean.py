from dataclasses import replace
from pathlib import Path

import pytest

from fake_fleet import FakeFleet
from fake_reads import NOON, layer_version_of, scope_of
from lamella.change.action import DeleteLayerVersion, KeepLayerVersion
from lamella.change.clean import Retention
from lamella.change.exported import FILE_NAME
from lamella.change.plan import Plan
from lamella.change.record import Published
from lamella.errors import NotFoundError, UsageError
from lamella.fleet.fleet import Alias, FunctionVersion
from lamella.fleet.references import Text
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run.clean import CleanOptions, clean
from lamella.run.layers_named import ByArn, Named, NamedLayer
from lamella.run.scope import Scope

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
DATA = Named("data")


def arn(number: int, place: Place = IRELAND, name: str = "data") -> LayerVersionArn:
    return LayerArn.at(place, name).version(number)


@pytest.fixture
def fleet(monkeypatch: pytest.MonkeyPatch) -> FakeFleet:
    versions = [layer_version_of(arn(number, place), b"zip") for place in (IRELAND, VIRGINIA) for number in range(1, 9)]
    return FakeFleet(versions).install(monkeypatch)


def scope(folder: Path, *records: Published, environment: Environment | None = None) -> Scope:
    return scope_of(folder, environment or Environment("prod"), [IRELAND, VIRGINIA], records)


def planned(where: Scope, root: Path | None = None, **options: object) -> Plan:
    chosen = replace(CleanOptions(Retention(3)), **options)  # type: ignore[arg-type]  # options of the table
    return clean(where, [DATA], chosen, root, NOON)


def going(plan: Plan, place: Place = IRELAND) -> list[int]:
    actions = [step.action for step in plan.steps]
    return [it.version.number for it in actions if isinstance(it, DeleteLayerVersion) and it.place == place]


def why(plan: Plan, number: int, place: Place = IRELAND) -> str:
    return next(left.why for left in plan.left_alone if (left.place, left.subject) == (place, f"data:{number}"))


def test_everything_that_names_a_version_is_read_and_only_of_the_rest_more_is_asked(
    fleet: FakeFleet, tmp_path: Path
) -> None:
    fleet.functions = [
        FunctionVersion(IRELAND, "report", "$LATEST", (arn(1), arn(8))),
        FunctionVersion(IRELAND, "report", "7", (arn(2),)),
        FunctionVersion(IRELAND, "new", "1", (arn(8),)),
    ]
    fleet.aliases = [Alias(IRELAND, "report", "live", "$LATEST", {"7": 0.25})]
    fleet.parameters = {(IRELAND, "/lamella/data/python3.12/x86_64/stable"): str(arn(3)), (IRELAND, "/x"): str(arn(5))}
    fleet.stacks = [Text("stack reports", str(arn(4)), IRELAND)]
    record = Published("staging", "data", "python3.12/x86_64", arn(5, VIRGINIA), "x", 1, "", NOON, "d")
    plan = planned(scope(tmp_path, record))
    assert going(plan) == [5]
    assert going(plan, VIRGINIA) == [1, 2, 3, 4]
    assert why(plan, 1) == "used by report:$LATEST (alias live)"
    assert why(plan, 2) == "used by report:7 (alias live, weight 0.25)"
    assert why(plan, 3) == "named by parameter /lamella/data/python3.12/x86_64/stable (111122223333 eu-west-1)"
    assert why(plan, 4) == "named by stack reports (111122223333 eu-west-1)"
    assert why(plan, 5, VIRGINIA) == "named by environment staging (its newest data for python3.12/x86_64)"
    assert fleet.asked == ["report", "data:5", "data:1", "data:2", "data:3", "data:4"]
    assert plan.gaps == ()


def test_files_that_are_given_and_an_exported_lock_file_count(fleet: FakeFleet, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(str(arn(1)))
    (tmp_path / "state").write_text(str(arn(2)))
    plan = planned(scope(tmp_path), tmp_path, pins=(tmp_path / "state",))
    assert going(plan) == [3, 4, 5]
    assert plan.pins == (str(tmp_path / FILE_NAME), str(tmp_path / "state"))
    assert going(planned(scope(tmp_path))) == [1, 2, 3, 4, 5]
    with pytest.raises(UsageError, match="cannot read"):
        planned(scope(tmp_path), pins=(tmp_path / "absent",))
    assert fleet.versions


@pytest.mark.parametrize(
    ("denied", "told"), [("functions", "functions"), ("parameters", "parameters below /lamella/"), ("stacks", "stacks")]
)
def test_what_could_not_be_read_keeps_its_region(fleet: FakeFleet, tmp_path: Path, denied: str, told: str) -> None:
    fleet.denied = {(denied, IRELAND)}
    plan = planned(scope(tmp_path))
    assert (going(plan), going(plan, VIRGINIA)) == ([], [1, 2, 3, 4, 5])
    assert told in why(plan, 1)
    assert "refused" in why(plan, 1)
    assert len(plan.gaps) == 1


def test_stacks_that_cannot_be_read_may_be_assumed_to_name_nothing(fleet: FakeFleet, tmp_path: Path) -> None:
    fleet.denied = {("stacks", IRELAND), ("stacks", VIRGINIA)}
    plan = planned(scope(tmp_path), assumed=("stacks",))
    assert going(plan) == [1, 2, 3, 4, 5]
    assert plan.gaps == ()
    assert sum("are assumed to name no version" in note for note in plan.notes) == 2


@pytest.mark.parametrize(
    ("archive", "keep_copies", "destination"),
    [
        (None, None, "{folder}/kept"),
        (None, "copies", "{folder}/project/copies"),
        (None, "s3://bucket/prefix/", "s3://bucket/prefix"),
        ("s3://bucket", "copies", "s3://bucket"),
        ("{folder}/there", "copies", "{folder}/there"),
    ],
)
@pytest.mark.usefixtures("fleet")
def test_where_copies_go(tmp_path: Path, archive: str | None, keep_copies: str | None, destination: str) -> None:
    environment = Environment("prod", keep_copies=keep_copies)
    named = archive.format(folder=tmp_path) if archive else None
    plan = planned(scope(tmp_path, environment=environment), tmp_path / "project", archive=named)
    kept = {step.action.destination for step in plan.steps if isinstance(step.action, KeepLayerVersion)}
    assert kept == {destination.format(folder=tmp_path)}


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(("archive", "told"), [("gs://bucket", "gs://bucket"), ("", "empty"), (" ", "empty")])
def test_an_address_that_keeps_nothing_is_wrong(tmp_path: Path, archive: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        planned(scope(tmp_path), archive=archive)


def test_a_layer_that_is_not_there_is_told_unless_something_could_not_be_read(fleet: FakeFleet, tmp_path: Path) -> None:
    absent: list[NamedLayer] = [Named("dada", "did you mean `data`?"), ByArn(LayerArn.at(IRELAND, "other"))]
    for layer in absent:
        with pytest.raises(NotFoundError, match="there is no layer"):
            clean(scope(tmp_path), [layer], CleanOptions(), None, NOON)
    fleet.denied = {("functions", IRELAND)}
    assert clean(scope(tmp_path), absent, CleanOptions(), None, NOON).steps == ()


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        (Place("111122223333", "sa-east-1"), "add --region sa-east-1"),
        (Place("444455556666", "eu-west-1"), "choose an environment (--env) that has account 444455556666"),
    ],
)
def test_a_layer_whose_functions_would_not_be_read_is_refused(
    fleet: FakeFleet, tmp_path: Path, place: Place, hint: str
) -> None:
    fleet.versions.append(layer_version_of(arn(1, place), b"zip"))
    named = (DATA, ByArn(LayerArn.at(place, "data")))
    with pytest.raises(UsageError, match="outside the accounts and Regions") as raised:
        clean(scope(tmp_path), named, CleanOptions(Retention(0)), None, NOON)
    assert raised.value.hint == hint


def test_without_names_every_layer_is_cleaned(fleet: FakeFleet, tmp_path: Path) -> None:
    fleet.versions += [layer_version_of(arn(number, name="other"), b"zip") for number in range(1, 3)]
    plan = clean(scope(tmp_path), None, CleanOptions(Retention(1)), None, NOON)
    assert [it.subject for it in plan.left_alone if it.place == IRELAND] == ["data:8", "other:2"]
