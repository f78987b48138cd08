from dataclasses import replace
from pathlib import Path

import pytest

from fake_fleet import FakeFleet
from fake_reads import NOON, layer_version_of, scope_of
from lamella.change.clean import Retention
from lamella.change.plan import Plan
from lamella.fleet.fleet import FunctionVersion
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run.clean import CleanOptions, clean
from lamella.run.cleaning.recheck import recheck
from lamella.run.scope import Scope

HERE = Place("111122223333", "eu-west-1")
PARAMETER = "/lamella/data/python3.12/x86_64/stable"


def arn(number: int) -> LayerVersionArn:
    return LayerArn.at(HERE, "data").version(number)


@pytest.fixture
def fleet(monkeypatch: pytest.MonkeyPatch) -> FakeFleet:
    return FakeFleet([layer_version_of(arn(number), b"zip") for number in range(1, 5)]).install(monkeypatch)


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    return scope_of(tmp_path, Environment("prod"), [HERE], [])


@pytest.fixture
def plan(fleet: FakeFleet, scope: Scope, tmp_path: Path) -> Plan:
    pins = tmp_path / "pins"
    pins.write_text(str(arn(2)))
    made = clean(scope, None, CleanOptions(Retention(1), pins=(pins,)), None, NOON)
    assert len(made.steps) == 4
    assert fleet.asked
    return made


def test_nothing_stands_against_a_plan_whose_world_is_as_it_was(plan: Plan, scope: Scope) -> None:
    assert recheck(plan, scope, NOON) == ()


def test_versions_that_are_gone_already_are_no_obstacle(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.versions = [it for it in fleet.versions if it.arn != arn(1)]
    assert recheck(plan, scope, NOON) == ()


def test_new_needs_are_told(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.functions = [FunctionVersion(HERE, "report", "3", (arn(1), arn(2)))]
    fleet.parameters = {(HERE, PARAMETER): str(arn(3))}
    fleet.versions[0] = replace(fleet.versions[0], statements=(Statement("s", "999988887777"),))
    assert recheck(plan, scope, NOON) == (
        "data:1 in 111122223333 eu-west-1: used by report:3",
        "data:1 in 111122223333 eu-west-1: shared with account 999988887777, where its use cannot be seen",
        f"data:3 in 111122223333 eu-west-1: named by parameter {PARAMETER} (111122223333 eu-west-1)",
    )


def test_what_cannot_be_read_now_is_told(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.denied = {("functions", HERE)}
    assert len(recheck(plan, scope, NOON)) == 2


def test_versions_that_cannot_be_listed_now_are_told(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    plan = replace(plan, left_alone=())
    fleet.denied = {("versions", HERE)}
    assert recheck(plan, scope, NOON) == tuple(
        f"data:{number} in 111122223333 eu-west-1: unknown: versions in 111122223333 eu-west-1 (refused)"
        for number in (1, 3)
    )


def test_a_list_that_lacks_a_version_does_not_hide_its_user(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.versions = [it for it in fleet.versions if it.arn != arn(1)]
    fleet.functions = [FunctionVersion(HERE, "report", "3", (arn(1),))]
    assert recheck(plan, scope, NOON) == ("data:1 in 111122223333 eu-west-1: used by report:3",)


def test_files_of_the_plan_are_read_again(plan: Plan, scope: Scope) -> None:
    Path(plan.pins[0]).write_text(str(arn(3)))
    assert recheck(plan, scope, NOON) == (f"data:3 in 111122223333 eu-west-1: named by {plan.pins[0]}",)


def test_a_version_that_was_to_stay_and_is_gone_is_told(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.versions = [it for it in fleet.versions if it.arn != arn(4)]
    assert recheck(plan, scope, NOON) == ("data:4 in 111122223333 eu-west-1 was to stay and is gone",)


def test_newer_versions_do_not_matter(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.versions.append(layer_version_of(arn(5), b"zip"))
    assert recheck(plan, scope, NOON) == ()


def test_a_plan_without_deletions_needs_no_look(plan: Plan, scope: Scope, fleet: FakeFleet) -> None:
    fleet.denied = {("functions", HERE)}
    assert recheck(replace(plan, steps=()), scope, NOON) == ()
