from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

import lamella.run.cleaning.recheck
from fake_world import FakeStore, FakeWorld, Faults
from lamella.aws.access import Caller
from lamella.change.document import digest
from lamella.change.journal import Began
from lamella.change.plan import Plan, Threshold
from lamella.errors import ChangedError, RefusedError, StateError, UsageError
from lamella.model.layer import Environment
from lamella.run.apply import apply_plan
from lamella.run.scope import Scope
from sample_plans import IRELAND, MADE, Sample, clean_plan, publish_plan, share_plan


class Clients:
    def caller(self) -> Caller:
        return Caller("111122223333", "arn:aws:sts::111122223333:assumed-role/ci/run-7")


def scope_of(store: FakeStore, folder: Path) -> Scope:
    return Scope(Environment("prod"), (IRELAND,), cast("Any", Clients()), store, folder)


def now() -> datetime:
    return datetime.now(UTC)


def with_zips(sample: Sample, folder: Path) -> Plan:
    """The sample's Plan, with zips that are there."""
    steps = []
    for step in sample.plan.steps:
        archive = getattr(step.action, "archive", None)
        if archive is None:
            steps.append(step)
            continue
        path = folder / archive.path.name
        path.write_bytes(archive.path.stem.encode())
        steps.append(replace(step, action=replace(step.action, archive=replace(archive, path=path))))
    return replace(sample.plan, steps=tuple(steps))


def test_a_plan_is_applied_with_threads_and_its_journal_names_who(tmp_path: Path) -> None:
    sample, store = publish_plan(), FakeStore()
    plan, world = with_zips(sample, tmp_path), sample.world()
    applied = apply_plan(plan, scope_of(store, tmp_path), force=False, now=now, world=world)
    assert applied.exit_code == 0
    assert len(world.versions) == 4
    assert len(store.kept) == 3
    began = store.journal[digest(plan)][0]
    assert isinstance(began, Began)
    assert (began.caller, began.commit, began.forced) == (Clients().caller().arn, "0a1b", False)
    assert store.claims == {}


def test_missing_zips_are_told_before_anything_is_changed(tmp_path: Path) -> None:
    sample = publish_plan()
    world = sample.world()
    with pytest.raises(UsageError, match="archives of the plan are not there"):
        apply_plan(sample.plan, scope_of(FakeStore(), tmp_path), force=False, now=now, world=world)
    assert world.performed == []


def test_over_a_threshold_only_force_performs(tmp_path: Path) -> None:
    sample, store = share_plan(), FakeStore()
    plan = replace(sample.plan, exceeded=(Threshold("grants", 2, 1), Threshold("in all", 9, 5)))
    world = sample.world()
    with pytest.raises(RefusedError) as raised:
        apply_plan(plan, scope_of(store, tmp_path), force=False, now=now, world=world)
    assert raised.value.why == "grants: 2, at most 1 without --force\nin all: 9, at most 5 without --force"
    assert (world.performed, store.journal) == ([], {})
    assert apply_plan(plan, scope_of(store, tmp_path), force=True, now=now, world=world).exit_code == 0
    began = store.journal[digest(plan)][0]
    assert isinstance(began, Began)
    assert began.forced


@pytest.mark.parametrize("against", [(), ("data:1 in x: function report uses it",)])
def test_a_clean_up_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, against: tuple[str, ...]
) -> None:
    sample = clean_plan()
    world = sample.world()
    asked: list[Plan] = []

    def recheck(plan: Plan, _scope: Scope, at: datetime) -> tuple[str, ...]:
        assert at > MADE
        asked.append(plan)
        return against

    monkeypatch.setattr(lamella.run.cleaning.recheck, "recheck", recheck)
    scope = scope_of(FakeStore(), tmp_path)
    if against:
        with pytest.raises(ChangedError) as raised:
            apply_plan(sample.plan, scope, force=False, now=now, world=world)
        assert raised.value.why == against[0]
    else:
        assert apply_plan(sample.plan, scope, force=False, now=now, world=world).exit_code == 0
    assert asked == [sample.plan]
    assert len(world.versions) == (6 if against else 2)


def test_an_empty_plan_is_done(tmp_path: Path) -> None:
    plan = replace(share_plan().plan, steps=())
    assert apply_plan(plan, scope_of(FakeStore(), tmp_path), force=False, now=now, world=FakeWorld()).exit_code == 0


def test_a_journal_that_cannot_be_begun_changes_nothing(tmp_path: Path) -> None:
    sample = share_plan()
    world = sample.world()
    store = FakeStore(Faults({3: StateError("the disk is full")}))
    with pytest.raises(StateError):
        apply_plan(sample.plan, scope_of(store, tmp_path), force=False, now=now, world=world)
    assert world.performed == []
    assert store.claims == {}
