"""The machine over a fleet in memory: every strategy, every crash, any order."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_lambda_fleet import FakeFleet, Runner, fleet_of, snapshot
from lamella.change.rollout.action import (
    Action,
    InvokeSmoke,
    Notify,
    ReadGates,
    ShiftAlias,
    TagFunction,
    UntagFunction,
)
from lamella.change.rollout.event import Acted, Broke, Command, Commanded, Did, Drifted, NotYet, Refused, Result, Ticked
from lamella.change.rollout.function import AliasMove, Function, FunctionRef, PlannedFunction, Standing
from lamella.change.rollout.machine import next_at, step, steps
from lamella.change.rollout.observed import Configuration, ObservedFunction
from lamella.change.rollout.starting import state_from_tags
from lamella.change.rollout.state import Phase, State
from lamella.change.rollout.stepping.work import WINDOW
from lamella.model.place import Place
from lamella.model.rollout import AlarmGate, ErrorGate, Notice, RolloutSettings, Smoke, SmokeEvent, SnsTopic
from lamella.model.strategy import parse_strategy
from sample_rollouts import HEAD, IRELAND, MADE, OREGON, planned

SMOKE = (Smoke("", (SmokeEvent({}),)),)
BOTH = (AliasMove("live", "3"), AliasMove("beta", "2", provisioned=True))
STRATEGIES = ("all-at-once", "canary:10%/5m", "linear:50%/1m", "waves:1 function,50%,100%")


def functions(count: int = 6) -> tuple[PlannedFunction, ...]:
    """Two places; every second one with aliases; one whose $LATEST has the new version already; three waves."""
    made = [
        planned(
            IRELAND if number % 3 else OREGON, f"f{number}", 1 + min(2, number * 3 // count), BOTH if number % 2 else ()
        )
        for number in range(count)
    ]
    made[-1] = replace(made[-1], before=made[-1].after)
    return tuple(made)


def started(made: tuple[PlannedFunction, ...], strategy: str = STRATEGIES[3], **said: object) -> State:
    parsed = parse_strategy(strategy)
    bake_s = 300.0 if parsed.bake_s is None else parsed.bake_s
    chosen = replace(
        RolloutSettings(strategy=parsed, gates=(ErrorGate(),)),
        **{"bake_s": bake_s, **said},  # type: ignore[arg-type]
    )
    if len(parsed.waves) == 1:
        made = tuple(replace(each, wave=1) for each in made)
    stages = max(each.wave + (len(parsed.weights) if each.aliases else 1) - 1 for each in made)
    head = replace(HEAD, settings=chosen, stages=stages, readings=())
    return State(head, {each.ref: Function(each) for each in made})


def standings(state: State) -> set[Standing]:
    return {function.standing for function in state.functions.values()}


def is_moved(fleet: FakeFleet, each: PlannedFunction) -> bool:
    function = fleet.functions[each.ref]
    main = [function.layers_of(version) for version, more in function.aliases.values() if not more]
    return function.layers == each.after and all(layers == each.after for layers in main) and not function.tags


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("said", [{}, {"smoke": SMOKE}, {"bake_s": 0.0}, {"smoke": SMOKE, "bake_s": 0.0}])
def test_a_good_version_reaches_everyone(strategy: str, said: Mapping[str, object]) -> None:
    made = functions()
    fleet = fleet_of(made)
    state = Runner(fleet, started(made, strategy, **said), MADE).run()
    assert state.head.phase is Phase.DONE
    assert standings(state) == {Standing.MOVED}
    assert all(is_moved(fleet, each) for each in made)
    assert state.head.stage == state.head.stages


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("bad", range(6))
@pytest.mark.parametrize("said", [{}, {"smoke": SMOKE}])
def test_a_bad_version_goes_back_completely(strategy: str, bad: int, said: Mapping[str, object]) -> None:
    made = functions()
    fleet = fleet_of(made)
    before = snapshot(fleet)
    fleet.bad = frozenset({made[bad].ref})
    state = Runner(fleet, started(made, strategy, **said), MADE).run()
    assert state.head.phase is Phase.ROLLED_BACK
    assert state.head.gate_failed
    assert snapshot(fleet) == before
    assert state.functions[made[bad].ref].failed
    assert standings(state) <= {Standing.RESTORED, Standing.WAITING}


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_than_max_failures_meet_a_version_that_fails_their_smoke(strategy: str, most: int) -> None:
    made = functions(12)
    fleet = fleet_of(made)
    before = snapshot(fleet)
    fleet.bad = frozenset(each.ref for each in made)
    state = Runner(fleet, started(made, strategy, smoke=SMOKE, max_failures=most), MADE).run()
    assert state.head.phase is Phase.ROLLED_BACK
    assert len(fleet.met) <= most
    assert snapshot(fleet) == before


def test_below_max_failures_a_function_goes_back_alone() -> None:
    made = functions()
    fleet = fleet_of(made)
    before = snapshot(fleet)
    fleet.bad = frozenset({made[2].ref})
    state = Runner(fleet, started(made, smoke=SMOKE, max_failures=2), MADE).run()
    assert state.head.phase is Phase.DONE
    assert state.head.gate_failed
    assert state.functions[made[2].ref].standing is Standing.RESTORED
    assert snapshot(fleet)[made[2].ref] == before[made[2].ref]
    assert all(is_moved(fleet, each) for each in made if each.ref != made[2].ref)


def test_traffic_of_aliases_moves_only_when_all_of_the_stage_are_ready() -> None:
    made = functions(12)
    fleet = fleet_of(made)
    Runner(fleet, started(made, "all-at-once", smoke=SMOKE), MADE).run()
    kinds = [type(action) for action in fleet.performed]
    first_shift = kinds.index(ShiftAlias)
    assert max(index for index, kind in enumerate(kinds) if kind is InvokeSmoke) < first_shift


def test_weights_climb_stage_by_stage_while_waves_join() -> None:
    made = tuple(planned(IRELAND, f"f{wave}", wave, (AliasMove("live", "3"),)) for wave in (1, 2, 3))
    fleet = fleet_of(made)
    Runner(fleet, started(made, "linear:25%/1m"), MADE).run()
    shifts = [(action.ref.name, action.weight) for action in fleet.performed if isinstance(action, ShiftAlias)]
    assert shifts == [
        ("f1", 0.25),
        ("f1", 0.5),
        ("f2", 0.25),
        ("f1", 0.75),
        ("f2", 0.5),
        ("f3", 0.25),
        ("f1", 1.0),
        ("f2", 0.75),
        ("f3", 0.5),
        ("f2", 1.0),
        ("f3", 0.75),
        ("f3", 1.0),
    ]


def test_few_actions_are_under_way_in_a_place_at_once() -> None:
    made = tuple(planned(IRELAND, f"f{number}", 1) for number in range(100))
    state, actions = step(started(made, "all-at-once"), Ticked(MADE))
    assert len(actions) == WINDOW
    assert len(state.in_flight) == WINDOW


@pytest.mark.parametrize("smoke", [(), SMOKE])
@pytest.mark.parametrize("bad", [None, 0, 3])
def test_a_crash_at_any_action_changes_nothing_in_the_end(smoke: tuple[Smoke, ...], bad: int | None) -> None:
    made = functions()
    begin = started(made, smoke=smoke)
    whole = fleet_of(made)
    whole.bad = frozenset() if bad is None else frozenset({made[bad].ref})
    phase = Runner(whole, begin, MADE).run().head.phase
    for performed in (False, True):
        count = 0
        while True:
            count += 1
            fleet = fleet_of(made)
            fleet.bad = whole.bad
            runner = Runner(fleet, begin, MADE)
            if not runner.crash_after(count, performed=performed):
                break
            state = runner.run()
            assert state.head.phase is phase
            assert lists_and_traffic(fleet) == lists_and_traffic(whole)
        assert count > len(made)


@pytest.mark.parametrize("from_tags", [False, True])
def test_a_rollback_after_a_crash_at_any_action_is_complete(*, from_tags: bool) -> None:
    made = functions()
    begin = started(made, smoke=SMOKE)
    before = snapshot(fleet_of(made))
    for performed in (False, True):
        count = 0
        while True:
            count += 1
            fleet = fleet_of(made)
            runner = Runner(fleet, begin, MADE)
            if not runner.crash_after(count, performed=performed):
                break
            known = set(before)
            if from_tags:
                # A rollout that is over takes its tags away: then only the store knows.
                over = runner.state.head.phase is Phase.DONE
                known = {ref for ref, each in fleet.functions.items() if each.tags or not over}
                runner.state = known_by_tags(fleet, made)
            runner.event(Commanded(runner.now, Command.ROLLBACK, "ana"))
            state = runner.run()
            assert state.head.phase is Phase.ROLLED_BACK
            assert all(snapshot(fleet)[ref] == before[ref] for ref in known)
        assert count > len(made)


def known_by_tags(fleet: FakeFleet, made: tuple[PlannedFunction, ...]) -> State:
    """What a machine without any state finds."""
    observed = [
        ObservedFunction(
            each.ref, Configuration("$LATEST", fleet.functions[each.ref].layers), tags=fleet.functions[each.ref].tags
        )
        for each in made
    ]
    return state_from_tags(HEAD.id, observed, RolloutSettings(), "prod", MADE, "ana")


def lists_and_traffic(fleet: FakeFleet) -> Mapping[FunctionRef, tuple[object, ...]]:
    """What users meet: a version that was published twice under other numbers is the same."""
    return {
        ref: (
            function.layers,
            {
                name: (
                    function.layers_of(main),
                    {function.layers_of(version): share for version, share in more.items()},
                )
                for name, (main, more) in function.aliases.items()
            },
            function.tags,
        )
        for ref, function in fleet.functions.items()
    }


def shuffled(draw: Callable[[int], int], actions: list[Action]) -> list[Action]:
    rest = list(actions)
    return [rest.pop(draw(len(rest))) for _ in actions]


class Meddler(FakeFleet):
    """A fleet in which somebody else changes functions."""

    drift_at: dict[int, FunctionRef]
    foreign: set[FunctionRef]

    def perform(self, action: Action, state: State) -> object:  # type: ignore[override]
        ref = self.drift_at.get(len(self.performed))
        if ref is not None:
            self.functions[ref].layers = self.functions[ref].layers[:1]
            self.foreign.add(ref)
        return super().perform(action, state)


def meddler(data: st.DataObject, made: tuple[PlannedFunction, ...]) -> Meddler:
    refs = [each.ref for each in made]
    plain = fleet_of(made)
    fleet = Meddler(plain.functions, plain.new, frozenset(data.draw(st.sets(st.sampled_from(refs)))))
    fleet.drift_at = data.draw(st.dictionaries(st.integers(0, 60), st.sampled_from(refs), max_size=2))
    fleet.foreign = set()
    fleet.update_looks = data.draw(st.integers(0, 3))
    return fleet


def lived_through(runner: Runner, data: st.DataObject, check: Callable[[], None]) -> State:
    """Commands and crashes at any time, then resumed until it ends."""
    for command in data.draw(st.lists(st.sampled_from([None, *Command]), max_size=6)):
        runner.event(Ticked(runner.now))
        runner.now += timedelta(seconds=data.draw(st.integers(0, 400)))
        if command is not None:
            runner.event(Commanded(runner.now, command, "ana"))
        if data.draw(st.booleans()):
            runner.state = State(runner.state.head, runner.state.functions)
        check()
    state = runner.run()
    while state.head.phase is Phase.PAUSED:
        runner.event(Commanded(runner.now, Command.RESUME, "ana"))
        state = runner.run()
    return state


@given(st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_any_meddling_any_command(data: st.DataObject) -> None:
    made = functions(data.draw(st.integers(3, 9)))
    most = data.draw(st.integers(1, 3))
    smoke = data.draw(st.sampled_from([(), SMOKE]))
    begin = started(made, data.draw(st.sampled_from(STRATEGIES)), smoke=smoke, max_failures=most)
    before = snapshot(fleet_of(made))
    fleet = meddler(data, made)
    runner = Runner(fleet, begin, MADE, partial(shuffled, lambda size: data.draw(st.integers(0, size - 1))))
    state = lived_through(runner, data, partial(check_lists, fleet, made))
    check_lists(fleet, made)
    assert state.head.phase.ended
    if smoke:
        assert len([ref for ref in fleet.met if ref in fleet.bad]) <= most
    assert max(Counter(fleet.moves).values(), default=0) <= 1
    own = [each for each in made if each.ref not in fleet.foreign]
    if state.head.phase is Phase.ROLLED_BACK:
        assert all(snapshot(fleet)[each.ref] == before[each.ref] for each in own)
    if state.head.phase is Phase.DONE:
        moved = [each for each in own if state.functions[each.ref].standing is Standing.MOVED]
        assert all(is_moved(fleet, each) for each in moved)


def check_lists(fleet: Meddler, made: tuple[PlannedFunction, ...]) -> None:
    for each in made:
        if each.ref not in fleet.foreign:
            assert fleet.functions[each.ref].layers in {each.before, each.after}


def test_drift_pauses_and_resume_goes_on_without_the_function() -> None:
    made = functions()
    fleet = fleet_of(made)
    odd = made[2].ref
    fleet.functions[odd].layers = fleet.functions[odd].layers[:1]
    runner = Runner(fleet, started(made), MADE)
    state = runner.run()
    assert state.head.phase is Phase.PAUSED
    assert state.functions[odd].standing is Standing.DRIFTED
    assert str(odd) in state.head.why
    runner.event(Commanded(runner.now, Command.RESUME, "ana"))
    state = runner.run()
    assert state.head.phase is Phase.DONE
    assert fleet.functions[odd].layers == made[2].before[:1]
    assert not fleet.functions[odd].tags
    assert all(is_moved(fleet, each) for each in made if each.ref != odd)


def test_another_rollouts_function_is_skipped_and_keeps_its_tags() -> None:
    made = functions()
    fleet = fleet_of(made)
    fleet.functions[made[0].ref].tags = {"lamella:rollout": "other"}
    state = Runner(fleet, started(made), MADE).run()
    assert state.head.phase is Phase.DONE
    assert state.functions[made[0].ref].standing is Standing.SKIPPED
    assert fleet.functions[made[0].ref].tags == {"lamella:rollout": "other"}
    assert fleet.functions[made[0].ref].layers == made[0].before


def test_a_function_that_is_gone_is_skipped() -> None:
    made = functions()
    fleet = fleet_of(made)
    fleet.functions[made[1].ref].gone = True
    state = Runner(fleet, started(made), MADE).run()
    assert state.head.phase is Phase.DONE
    assert state.functions[made[1].ref].standing is Standing.SKIPPED


def one() -> tuple[State, tuple[Action, ...]]:
    return step(started((planned(IRELAND, "f", 1),), "all-at-once"), Ticked(MADE))


def test_what_breaks_pauses_and_is_tried_again_after_resume() -> None:
    state, (tag,) = one()
    state, none = step(state, Acted(MADE, tag, Broke("AccessDenied")))
    assert (state.head.phase, none) == (Phase.PAUSED, ())
    assert "AccessDenied" in state.head.why
    state, again = step(state, Commanded(MADE, Command.RESUME, "ana"))
    assert (state.head.phase, again) == (Phase.MOVING, (tag,))


def test_what_aws_refuses_before_anything_changed_is_skipped_and_untagged() -> None:
    state, (tag,) = one()
    state, (update,) = step(state, Acted(MADE, tag, Did()))
    state, (untag,) = step(state, Acted(MADE, update, Refused("code signing")))
    function = next(iter(state.functions.values()))
    assert (function.standing, function.why) == (Standing.SKIPPED, "code signing")
    state, _ = step(state, Acted(MADE, untag, Did()))
    assert not next(iter(state.functions.values())).tagged


def test_patience_ends() -> None:
    state, (tag,) = one()
    now = MADE
    actions: tuple[Action, ...] = (tag,)
    looks = 0
    while actions:
        looks += 1
        state, _ = step(state, Acted(now, tag, NotYet("busy")))
        at = next_at(state, now)
        if at is None:
            break
        now = at
        state, actions = step(state, Ticked(now))
    assert timedelta(seconds=300) <= now - MADE < timedelta(seconds=310)
    assert 60 < looks < 80
    assert state.head.phase is Phase.ROLLED_BACK
    assert "not ready after 300 s" in state.head.why
    assert [type(action) for action in state.in_flight] == [UntagFunction]


def test_a_frozen_stage_waits_and_a_rollback_does_not() -> None:
    made = functions()
    fleet = fleet_of(made)
    before = snapshot(fleet)
    runner = Runner(fleet, started(made, bake_s=0.0), MADE)
    until = MADE + timedelta(hours=8)
    runner.event(Ticked(MADE, until))
    planning = runner.state.head
    assert planning.phase is Phase.PLANNED
    assert next_at(runner.state, MADE) == until
    runner.now = until
    runner.event(Ticked(until))
    frozen = until + timedelta(hours=1)
    runner.now = until + timedelta(seconds=1)
    runner.event(Ticked(runner.now, frozen))
    for _ in range(20):
        runner.now += timedelta(seconds=1)
        runner.event(Ticked(runner.now, frozen))
    baking = runner.state.head
    assert (baking.phase, baking.stage) == (Phase.BAKING, 1)
    assert next_at(runner.state, runner.now) == frozen
    runner.event(Commanded(runner.now, Command.ROLLBACK, "ana"))
    for _ in range(20):
        runner.now += timedelta(seconds=1)
        runner.event(Ticked(runner.now, frozen))
    ended = runner.state.head
    assert ended.phase is Phase.ROLLED_BACK
    assert snapshot(fleet) == before


@pytest.mark.parametrize(("wait_s", "hours"), [(0.0, 0), (7200.0, 2), (None, 0)])
def test_without_enough_data_it_waits_as_long_as_it_was_told(wait_s: float | None, hours: int) -> None:
    made = (planned(IRELAND, "f", 1),)
    fleet = fleet_of(made)
    fleet.enough_data = False
    runner = Runner(fleet, started(made, "all-at-once", wait_for_data_s=wait_s), MADE)
    state = runner.run()
    assert state.head.phase is Phase.DONE
    baked = runner.now - MADE
    least = timedelta(seconds=300) + (timedelta(seconds=300) if wait_s is None else timedelta(hours=hours))
    assert least <= baked < least + timedelta(seconds=30)


def test_gates_are_read_in_the_bake_and_at_its_end() -> None:
    made = (planned(IRELAND, "f", 1),)
    fleet = fleet_of(made)
    runner = Runner(fleet, started(made, "all-at-once"), MADE)
    times = []
    original = fleet.perform

    def perform(action: Action, state: State) -> object:
        if isinstance(action, ReadGates):
            times.append((runner.now - (state.head.stage_since or MADE)).total_seconds())
        return original(action, state)

    fleet.perform = perform  # type: ignore[assignment, method-assign]
    runner.run()
    assert times == [30, 90, 150, 210, 270, 300]


@pytest.mark.parametrize(("gates", "reads"), [((ErrorGate(),), 0), ((AlarmGate("a"),), 1)])
def test_a_bake_of_no_time_reads_only_gates_that_need_no_data(gates: tuple[ErrorGate | AlarmGate], reads: int) -> None:
    made = (planned(IRELAND, "f", 1),)
    fleet = fleet_of(made)
    Runner(fleet, started(made, "all-at-once", gates=gates, bake_s=0.0), MADE).run()
    assert sum(isinstance(action, ReadGates) for action in fleet.performed) == reads


def test_a_rollback_of_a_rollout_that_is_done_restores_all_and_claims_them_meanwhile() -> None:
    made = functions()
    fleet = fleet_of(made)
    before = snapshot(fleet)
    runner = Runner(fleet, started(made), MADE)
    assert runner.run().head.phase is Phase.DONE
    done = len(fleet.performed)
    runner.event(Commanded(runner.now, Command.ROLLBACK, "ana"))
    state = runner.run()
    assert state.head.phase is Phase.ROLLED_BACK
    assert snapshot(fleet) == before
    assert isinstance(fleet.performed[done], TagFunction)


def test_what_cannot_be_restored_keeps_its_tags_and_may_be_tried_again() -> None:
    made = functions()
    fleet = fleet_of(made)
    before = snapshot(fleet)
    runner = Runner(fleet, started(made), MADE)
    runner.run()
    odd = made[0].ref
    fleet.functions[odd].layers = fleet.functions[odd].layers[:1]
    runner.event(Commanded(runner.now, Command.ROLLBACK, "ana"))
    state = runner.run()
    assert state.head.phase is Phase.FAILED
    assert state.functions[odd].standing is Standing.UNRESTORED
    assert fleet.functions[odd].tags
    assert all(snapshot(fleet)[ref] == before[ref] for ref in before if ref != odd)
    fleet.functions[odd].layers = made[0].after
    runner.event(Commanded(runner.now, Command.ROLLBACK, "ana"))
    assert runner.run().head.phase is Phase.ROLLED_BACK
    assert snapshot(fleet) == before


def test_tags_that_cannot_be_removed_are_tried_again_by_the_next_runner() -> None:
    made = (planned(IRELAND, "f", 1),)
    runner = Runner(fleet_of(made), started(made, "all-at-once", bake_s=0.0), MADE)
    perform, asked = runner.fleet.perform, []

    def denied(action: Action, state: State) -> Result:
        if isinstance(action, UntagFunction):
            asked.append(action)
            return Broke("AccessDenied")
        return perform(action, state)

    runner.fleet.perform = denied  # type: ignore[method-assign]
    state = runner.run()
    function = state.functions[made[0].ref]
    assert (state.head.phase, function.tagged, len(asked)) == (Phase.DONE, True, 1)
    assert "could not be removed: AccessDenied" in function.why
    _, actions = step(State(state.head, state.functions), Ticked(runner.now))
    assert [type(action) for action in actions] == [UntagFunction]


def test_a_channel_that_cannot_be_told_stops_nothing() -> None:
    made = functions()
    runner = Runner(fleet_of(made), started(made, notifications=(SnsTopic("arn"),)), MADE)
    perform = runner.fleet.perform
    runner.fleet.perform = (  # type: ignore[method-assign]
        lambda action, state: Refused("no topic") if isinstance(action, Notify) else perform(action, state)
    )
    state = runner.run()
    assert (state.head.phase, state.head.noticed) == (Phase.DONE, ("completed, not told: no topic",))


def test_channels_are_told_once_also_after_a_crash() -> None:
    made = functions()
    fleet = fleet_of(made)
    fleet.bad = frozenset({made[0].ref})
    runner = Runner(fleet, started(made, notifications=(SnsTopic("arn"),)), MADE)
    runner.run()
    assert [told.notice for told in fleet.told] == [Notice.GATE_FAILED, Notice.ROLLED_BACK]
    state = State(replace(runner.state.head, noticed=("gate failed",)), runner.state.functions)
    _, actions = step(state, Ticked(runner.now))
    assert [action.notice for action in actions if isinstance(action, Notify)] == [Notice.ROLLED_BACK]


def test_answers_of_actions_that_were_not_given_out_mean_nothing() -> None:
    state, (tag,) = one()
    assert isinstance(tag, TagFunction)
    other = TagFunction(FunctionRef(Place("999999999999", "eu-west-1"), "x"), ())
    after, actions = steps(state, [Acted(MADE, other, Drifted("x")), Acted(MADE, ReadGates(1), Drifted("x"))])
    assert (after.functions, after.head, actions) == (state.functions, state.head, ())
