from collections.abc import Callable
from dataclasses import replace

import pytest

from applying import Bench
from fake_world import CrashError, Faults
from lamella.change.applying import Broken, NotTried, Succeeded
from lamella.change.journal import Began, Started
from lamella.change.plan import Step
from lamella.change.record import Published
from lamella.errors import AccessDeniedError, ChangedError, CredentialsError, StateError
from lamella.model.arn import LayerArn
from lamella.run.applying.effects import Silent
from sample_plans import IRELAND, OREGON, PARTNER, Sample, clean_plan, publish_plan, share_plan

POINTER = "/lamella/data/python3.12/x86_64/stable"


def bench_of(make: Callable[[], Sample]) -> Bench:
    sample = make()
    return Bench(sample.plan, sample.world())


def moments(make: Callable[[], Sample], what: str) -> list[int]:
    """Return the moments of such calls in an undisturbed run."""
    bench = bench_of(make)
    bench.apply()
    return [at for at, told in enumerate(bench.world.faults.moments, 1) if told == what]


def test_everything_that_changed_is_told_and_nothing_is_done() -> None:
    bench = bench_of(publish_plan)
    bench.world.parameters[IRELAND, POINTER] = str(LayerArn.at(IRELAND, "data").version(9))
    bench.world.put(
        LayerArn.at(OREGON, "data"), "other", bench.world.versions[LayerArn.at(IRELAND, "data").version(1)].metadata
    )
    before = bench.world.state()
    with pytest.raises(ChangedError) as raised:
        bench.apply()
    assert len(raised.value.why.splitlines()) == 2
    assert f"{POINTER} is arn:" in raised.value.why
    assert "the newest is 1, it was None" in raised.value.why
    assert bench.world.state() == before
    (lines,) = bench.store.journal.values()
    assert [type(line) for line in lines] == [Began]
    assert bench.store.claims == {}


def test_what_the_recheck_brings_back_is_told_and_nothing_is_done() -> None:
    bench = bench_of(clean_plan)
    bench.recheck = lambda wanted: [f"{len(wanted)} wanted: data:1 has a user"]
    with pytest.raises(ChangedError) as raised:
        bench.apply()
    assert raised.value.why == "8 wanted: data:1 has a user"
    assert bench.world.performed == []


def test_a_plan_applied_twice_finds_everything_done() -> None:
    bench = bench_of(publish_plan)
    first = bench.apply()
    performed = len(bench.world.performed)
    bench.recheck = lambda _: ["must not be asked"]
    again = bench.apply()
    assert again.exit_code == 0
    assert len(bench.world.performed) == performed
    assert all(isinstance(it, Succeeded) and it.earlier for it in again.outcomes.values())
    versions = [it.version for it in first.outcomes.values() if isinstance(it, Succeeded)]
    assert [it.version for it in again.outcomes.values() if isinstance(it, Succeeded)] == versions


def test_a_copy_that_was_taken_away_is_made_again_before_its_version_is_deleted() -> None:
    bench = bench_of(clean_plan)
    (first, *_) = moments(clean_plan, "before perform DeleteLayerVersion")
    assert bench.crashes(Faults({first: CrashError()}))
    assert bench.world.copies
    bench.world.copies.clear()
    assert bench.apply().exit_code == 0
    expected = bench_of(clean_plan)
    expected.apply()
    assert bench.world.copies == expected.world.copies


def test_a_plan_that_is_needed_again_is_performed_again() -> None:
    """A grant was given by this Plan, taken by hand, and the same Plan is made again."""
    bench = bench_of(share_plan)
    bench.apply()
    version = LayerArn.at(IRELAND, "data").version(1)
    bench.world.versions[version].grants = {PARTNER}
    assert bench.apply().exit_code == 0
    assert {str(grant) for grant in bench.world.versions[version].grants} == {"organisation o-abcdefghij"}


def test_a_version_deleted_by_hand_is_published_again_with_all_that_follows() -> None:
    bench = bench_of(publish_plan)
    bench.apply()
    newest = LayerArn.at(OREGON, "data").version(1)
    pointer = bench.world.parameters.pop((OREGON, POINTER))
    assert pointer == str(newest)
    del bench.world.versions[newest]
    assert bench.apply().exit_code == 0
    again = LayerArn.at(OREGON, "data").version(2)
    assert len(bench.world.versions[again].grants) == 2
    assert bench.world.parameters[OREGON, POINTER] == str(again)
    assert ("prod", again) in bench.store.kept


def test_an_old_plan_does_not_move_a_pointer_back() -> None:
    bench = bench_of(publish_plan)
    bench.apply()
    moved = str(LayerArn.at(IRELAND, "data").version(9))
    bench.world.parameters[IRELAND, POINTER] = moved
    with pytest.raises(ChangedError):
        bench.apply()
    assert bench.world.parameters[IRELAND, POINTER] == moved


def test_a_place_that_cannot_be_read_does_not_stop_the_others() -> None:
    bench = bench_of(publish_plan)
    refused = Faults({moments(publish_plan, "differs PublishLayerVersion")[2]: AccessDeniedError("may not list")})
    applied = bench.apply(refused)
    assert applied.exit_code == 5
    there = {arn.place for arn in bench.world.versions}
    assert there == {IRELAND}
    failed = [name for name, outcome in applied.outcomes.items() if isinstance(outcome, Broken)]
    assert [name.rpartition(" ")[2] for name in failed] == ["us-west-2"]
    assert bench.apply().exit_code == 0


def test_expired_credentials_stop_their_place_alone() -> None:
    bench = bench_of(publish_plan)
    applied = bench.apply(Faults({moments(publish_plan, "before perform PutObject")[0]: CredentialsError("expired")}))
    by_place = {step.id: step.action.place for step in bench.plan.steps}
    stopped = {by_place[name] for name, it in applied.outcomes.items() if isinstance(it, NotTried)}
    assert stopped == {IRELAND}
    assert NotTried("expired") in applied.outcomes.values()
    done = {by_place[name] for name, it in applied.outcomes.items() if isinstance(it, Succeeded)}
    assert done == {OREGON}


def test_a_journal_that_cannot_be_written_stops_everything_before_a_change() -> None:
    bench = bench_of(share_plan)
    applied = bench.apply(Faults({moments(share_plan, "before write Started")[0]: StateError("the disk is full")}))
    assert bench.world.performed == []
    assert [type(it) for it in applied.outcomes.values()] == [Broken, NotTried]
    assert applied.exit_code == 1
    assert bench.apply().exit_code == 0


def test_a_step_that_was_done_but_not_written_down_is_in_doubt() -> None:
    done = moments(share_plan, "before write Done")
    bench = bench_of(share_plan)
    applied = bench.apply(Faults({done[0]: StateError("the disk is full")}))
    assert [getattr(it, "in_doubt", None) for it in applied.outcomes.values()] == [True, None]
    assert bench.apply().exit_code == 0
    assert len(bench.world.performed) == 2


def test_a_zip_that_cannot_be_read_fails_its_step_alone() -> None:
    bench = bench_of(publish_plan)
    at = moments(publish_plan, "before perform PublishLayerVersion")[0]
    applied = bench.apply(Faults({at: PermissionError(13, "Permission denied", "/dist/x.zip")}))
    broken = [it for it in applied.outcomes.values() if isinstance(it, Broken)]
    assert [it.error.what for it in broken] == ["Permission denied: /dist/x.zip"]
    assert applied.exit_code == 5


def test_a_claim_that_is_lost_stops_what_was_not_begun() -> None:
    bench = bench_of(share_plan)

    class Thief(Silent):
        def began(self, step: Step) -> None:
            assert step in bench.plan.steps
            bench.store.claims = {name: ("thief", bench.clock.now.replace(year=2030)) for name in bench.store.claims}
            bench.clock.sleep(11.0)

    bench.progress = Thief()
    applied = bench.apply()
    first, second = applied.outcomes.values()
    assert first == Succeeded()
    assert second == NotTried("the claim on the environment ran out, and somebody else took it")


def test_the_journal_names_the_caller_the_commit_and_force() -> None:
    bench = bench_of(publish_plan)
    bench.crashes(Faults({9: CrashError()}))
    bench.apply()
    (lines,) = bench.store.journal.values()
    began = [line for line in lines if isinstance(line, Began)]
    assert {(it.caller, it.commit, it.forced) for it in began} == {
        ("arn:aws:iam::111122223333:user/ada", "0a1b", False)
    }
    assert len(began) == 2
    assert any(isinstance(line, Started) for line in lines)


def test_records_of_what_is_deleted_say_so_and_where_the_copy_is() -> None:
    bench = bench_of(clean_plan)
    gone = LayerArn.at(OREGON, "data").version(1)
    stays = LayerArn.at(OREGON, "data").version(3)
    record = Published("qa", "data", "python3.12/x86_64", gone, "x", 1, "", bench.clock.now, "d")
    for each in (record, replace(record, environment="prod"), replace(record, arn=stays)):
        bench.store.kept[each.environment, each.arn] = each
    bench.apply()
    told = {key: (it.kept_at, it.deleted_at is not None) for key, it in bench.store.kept.items()}
    assert told == {
        ("qa", gone): ("/copies", True),
        ("prod", gone): ("/copies", True),
        ("qa", stays): (None, False),
    }
