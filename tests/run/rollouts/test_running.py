"""The runner over a fleet and a store in memory: what is saved, what is tried again, what stops it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

import pytest

from fake_lambda_fleet import FakeFleet, fleet_of, snapshot
from lamella.change.rollout.action import Action, Notify, ReadGates, UpdateLayers
from lamella.change.rollout.event import Broke, Command, Commanded, Did, Result
from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Phase, State
from lamella.errors import AccessDeniedError, AwsError, CredentialsError, DoubtfulError, StateError
from lamella.model.rollout import RolloutSettings
from lamella.model.strategy import parse_strategy
from lamella.run.rollouts.lease import Lease, leased
from lamella.run.rollouts.performing import performed
from lamella.run.rollouts.running import Ways, run
from lamella.state.rollout_store import Saved
from lamella.state.sqlite import SqliteStore
from sample_rollouts import HEAD, IRELAND, STARTED, planned


@dataclass
class Clock:
    """Time that passes by sleeping."""

    now: datetime = datetime(2026, 3, 1, tzinfo=UTC)
    lock: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        with self.lock:
            self.now += timedelta(milliseconds=1)
            return self.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.now += timedelta(seconds=seconds)


@dataclass
class Heard:
    told: list[Entry] = field(default_factory=list)

    def changed(self, _: State, entries: Sequence[Entry]) -> None:
        self.told += entries

    def waits(self, state: State, why: str) -> None:
        assert state.head.id == HEAD.id
        assert why


@dataclass
class World:
    """The fake fleet, one thread at a time, with something to happen before each Action."""

    fleet: FakeFleet
    before: Callable[[Action, State], Result | None] = lambda _action, _state: None
    lock: Lock = field(default_factory=Lock)

    def perform(self, action: Action, state: State) -> Result:
        with self.lock:
            return self.before(action, state) or self.fleet.perform(action, state)


@dataclass
class Table:
    """A rollout in a store, and what runs it."""

    store: SqliteStore
    fleet: FakeFleet
    clock: Clock = field(default_factory=Clock)
    heard: Heard = field(default_factory=Heard)

    def run(self, world: World, *, until_ended: bool = True, events: Sequence[Commanded] = ()) -> State:
        ways = Ways(self.store.rollouts, world, self.clock, self.clock.sleep, self.heard)
        with leased(self.store, HEAD.id, "ana", self.clock) as lease:
            assert lease is not None
            return run(self.saved(), lease, ways, events, until_ended=until_ended)

    def saved(self) -> Saved:
        found = self.store.rollouts.load(HEAD.id)
        assert found is not None
        return found


@pytest.fixture
def table(tmp_path: Path) -> Table:
    settings = RolloutSettings(parse_strategy("waves:1 function,100%"), 300.0)
    functions = [planned(IRELAND, f"f{number}", 1 + (number > 0)) for number in range(4)]
    head = replace(HEAD, settings=settings, stages=2, readings=())
    store = SqliteStore(tmp_path / "state.db")
    store.rollouts.create(State(head, {each.ref: Function(each) for each in functions}))
    return Table(store, fleet_of(functions))


def test_it_runs_to_its_end_and_everything_is_kept(table: Table) -> None:
    state = table.run(World(table.fleet))
    assert state.head.phase is Phase.DONE
    assert table.saved().state == State(state.head, state.functions)
    assert list(table.store.rollouts.history(HEAD.id)) == table.heard.told
    assert {each.standing for each in state.functions.values()} == {Standing.MOVED}


def test_an_action_is_performed_only_after_the_state_that_gave_it_out_is_saved(table: Table) -> None:
    def check(action: Action, state: State) -> None:
        kept = table.store.rollouts.load(HEAD.id)
        assert kept is not None
        if not isinstance(action, ReadGates | Notify):
            assert kept.state.functions[action.ref].standing is not Standing.WAITING
        assert kept.state.head.stage == state.head.stage

    assert table.run(World(table.fleet, check)).head.phase is Phase.DONE


def test_advance_waits_for_updates_and_not_for_bakes(table: Table) -> None:
    world = World(table.fleet)
    began = table.clock.now
    state = table.run(world, until_ended=False)
    assert (state.head.phase, state.head.stage) == (Phase.BAKING, 1)
    assert table.clock.now - began < timedelta(seconds=20)
    assert table.run(world, until_ended=False).head == state.head
    table.clock.sleep(301)
    state = table.run(world, until_ended=False)
    assert (state.head.phase, state.head.stage) == (Phase.BAKING, 2)
    table.clock.sleep(301)
    assert table.run(world, until_ended=False).head.phase is Phase.DONE


def test_expired_credentials_stop_it_and_what_was_done_is_saved(table: Table) -> None:
    def expired(action: Action, _: State) -> None:
        if isinstance(action, UpdateLayers) and action.ref.name == "f2":
            raise CredentialsError("expired")

    with pytest.raises(CredentialsError):
        table.run(World(table.fleet, expired))
    kept = table.saved().state
    assert kept.head.phase is Phase.MOVING
    names = {each.ref.name for each in kept.functions.values() if each.swapped}
    assert {ref.name for ref, each in table.fleet.functions.items() if table.fleet.new & set(each.layers)} == names
    assert table.run(World(table.fleet)).head.phase is Phase.DONE


@pytest.mark.parametrize(
    ("error", "tries", "expected"),
    [
        (DoubtfulError("lost"), 2, Did()),
        (AwsError("throttled"), 2, Did()),
        (AwsError("throttled"), 9, Broke("throttled")),
        (AccessDeniedError("denied", hint="allow lambda:TagResource"), 9, Broke("denied; allow lambda:TagResource")),
    ],
)
def test_what_may_pass_is_tried_again(error: AwsError, tries: int, expected: Result) -> None:
    left = [tries]

    def perform(_action: Action, _state: State) -> Result:
        if left[0]:
            left[0] -= 1
            raise error
        return Did()

    world = World(fleet_of(()), perform)
    clock = Clock()
    assert performed(world, ReadGates(1), STARTED, clock.sleep) == expected


def test_requests_of_others_are_answered(table: Table) -> None:
    before = snapshot(table.fleet)

    def ask(action: Action, _: State) -> None:
        if isinstance(action, ReadGates) and not table.store.rollouts.requests(HEAD.id):
            table.store.rollouts.ask(HEAD.id, Command.ROLLBACK, "bob", table.clock.now)

    state = table.run(World(table.fleet, ask))
    assert state.head.phase is Phase.ROLLED_BACK
    assert state.head.why == "asked for by bob"
    assert not table.store.rollouts.requests(HEAD.id)
    assert snapshot(table.fleet) == before


def test_a_runner_that_was_overtaken_does_nothing_more(table: Table) -> None:
    def overtaken(action: Action, _: State) -> None:
        if isinstance(action, UpdateLayers):
            saved = table.saved()
            table.store.rollouts.save(HEAD.id, saved.revision, saved.state.head, [], [])

    with pytest.raises(StateError, match="another process has written"):
        table.run(World(table.fleet, overtaken))
    assert sum(isinstance(action, UpdateLayers) for action in table.fleet.performed) == 1


def test_a_lease_is_one_runners_until_it_runs_out(table: Table) -> None:
    clock = table.clock
    with leased(table.store, HEAD.id, "ana", clock) as first:
        assert first is not None
        with leased(table.store, HEAD.id, "bob", clock) as second:
            assert second is None
        clock.sleep(20)
        first.renew()
        clock.sleep(20)
        with leased(table.store, HEAD.id, "bob", clock) as second:
            assert second is None
        clock.sleep(31)
        with leased(table.store, HEAD.id, "bob", clock) as third:
            assert third is not None
            with pytest.raises(StateError, match="another process runs"):
                first.renew()
    assert isinstance(first, Lease)
