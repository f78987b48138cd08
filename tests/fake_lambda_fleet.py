"""Functions as Lambda holds them, in memory: a rollout's world for tests, with faults at any moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from lamella.change.rollout.action import (
    Action,
    AwaitUpdate,
    AwaitVersion,
    InvokeSmoke,
    Notify,
    PublishVersion,
    ReadGates,
    RestoreAlias,
    ShiftAlias,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Acted, Did, Drifted, Event, Judged, NotYet, Refused, Result, Ticked
from lamella.change.rollout.function import FunctionRef, PlannedFunction, Standing
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.machine import next_at, steps
from lamella.change.rollout.state import State
from lamella.model.arn import LayerVersionArn

Layers = tuple[LayerVersionArn, ...]


@dataclass
class FakeFunction:
    """A function.

    Attributes:
        versions: Published ones: number -> layers.
        aliases: Name -> version and additional versions with their weights.
        busy_for: So many looks at it answer that an update is in progress.
    """

    layers: Layers
    versions: dict[str, Layers] = field(default_factory=dict)
    aliases: dict[str, tuple[str, dict[str, float]]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    busy_for: int = 0
    gone: bool = False

    def layers_of(self, version: str) -> Layers:
        return self.layers if version == "$LATEST" else self.versions[version]


@dataclass
class FakeFleet:
    """Performs Actions as `aws.rollout.world` does.

    Attributes:
        bad: Functions that fail their gates with the new version.
        met: Functions whose users met the new version, in order.
        performed: Every Action.
        moves: Functions whose list was exchanged for the new one, each time.
        update_looks: How many looks an update takes.
    """

    functions: dict[FunctionRef, FakeFunction]
    new: frozenset[LayerVersionArn] = frozenset()
    bad: frozenset[FunctionRef] = frozenset()
    met: dict[FunctionRef, None] = field(default_factory=dict)
    performed: list[Action] = field(default_factory=list)
    moves: list[FunctionRef] = field(default_factory=list)
    told: list[Notify] = field(default_factory=list)
    update_looks: int = 1
    enough_data: bool = True

    def perform(self, action: Action, state: State) -> Result:
        self.performed.append(action)
        match action:
            case ReadGates():
                return self._judged(state)
            case Notify():
                self.told.append(action)
                return Did()
            case _:
                function = self.functions[action.ref]
                if function.gone:
                    return Refused("the function does not exist", gone=True)
                result = self._perform(function, action)
                self._note(action.ref, function)
                return result

    def _perform(  # noqa: C901, PLR0911, PLR0912 - one for each answer
        self, function: FakeFunction, action: Action
    ) -> Result:
        match action:
            case TagFunction(tags=tags):
                wanted = dict(tags)
                other = function.tags.get("lamella:rollout")
                if other is not None and other != wanted["lamella:rollout"]:
                    return Refused(f"rollout {other} owns it")
                function.tags |= wanted
                return Did()
            case UntagFunction(rollout=id_):
                if function.tags.get("lamella:rollout") == id_:
                    function.tags = {k: v for k, v in function.tags.items() if not k.startswith("lamella:")}
                return Did()
            case UpdateLayers(before=before, after=after):
                if _in_progress(function):
                    return NotYet("an update is in progress")
                if function.layers == after:
                    return Did(changed=False)
                if function.layers != before:
                    return Drifted("other layers")
                function.layers, function.busy_for = after, self.update_looks
                if self.new & set(after):
                    self.moves.append(action.ref)
                return Did()
            case AwaitUpdate(layers=layers):
                if _in_progress(function):
                    return NotYet("an update is in progress")
                return Did() if function.layers == layers else Drifted("other layers")
            case PublishVersion(layers=layers):
                if _in_progress(function):
                    return NotYet("an update is in progress")
                if function.layers != layers:
                    return Drifted("other layers")
                newest = max(function.versions, key=int, default=None)
                if newest is not None and function.versions[newest] == layers:
                    return Did(changed=False, version=newest)
                number = str(len(function.versions) + 1)
                function.versions[number] = layers
                return Did(version=number)
            case AwaitVersion(version=version, layers=layers):
                return Did() if function.versions[version] == layers else Drifted("other layers")
            case InvokeSmoke(ref=ref, version=version):
                wrong = ref in self.bad and bool(self.new & set(function.layers_of(version)))
                verdict = Verdict.FAIL if wrong else Verdict.PASS
                return Judged({ref: (Reading("smoke", verdict, "1 of 1", "all", ""),)})
            case ShiftAlias(alias=alias, old=old, new=new, weight=weight):
                main, more = function.aliases[alias]
                if {main, *more} - {old, new}:
                    return Drifted("other versions")
                function.aliases[alias] = (new, {}) if weight == 1 else (old, {new: weight})
                return Did()
            case RestoreAlias(alias=alias, old=old, new=new, layers=layers):
                main, more = function.aliases[alias]
                others = {main, *more} - {old}
                if any(version != new and (new or function.versions[version] != layers) for version in others):
                    return Drifted("other versions")
                function.aliases[alias] = (old, {})
                return Did(changed=bool(others))
            case ReadGates() | Notify():
                raise AssertionError(action)
            case _:
                assert_never(action)

    def _judged(self, state: State) -> Judged:
        found = {}
        for function in state.functions.values():
            if function.standing is Standing.MOVED and function.moved_at is not None:
                verdict = Verdict.FAIL if function.ref in self.bad else Verdict.PASS
                if not self.enough_data:
                    verdict = Verdict.NOT_ENOUGH_DATA
                found[function.ref] = (Reading("errors", verdict, "9 of 10", "at most 1 of 10", ""),)
        return Judged(found)

    def _note(self, ref: FunctionRef, function: FakeFunction) -> None:
        served = (
            [function.layers]
            if not function.aliases
            else [function.versions[version] for main, more in function.aliases.values() for version in (main, *more)]
        )
        if ref not in self.met and any(self.new & set(layers) for layers in served):
            self.met[ref] = None


def fleet_of(planned: Iterable[PlannedFunction]) -> FakeFleet:
    """Return the fleet as it is before a rollout."""
    functions, new = {}, set()
    for each in planned:
        numbers = [int(alias.version) for alias in each.aliases]
        old = tuple(each.old if layer == each.new else layer for layer in each.before)
        versions = {str(number): old for number in range(1, max(numbers, default=0) + 1)}
        aliases = {alias.name: (alias.version, dict[str, float]()) for alias in each.aliases}
        functions[each.ref] = FakeFunction(each.before, versions, aliases)
        new.add(each.new)
    return FakeFleet(functions, frozenset(new))


@dataclass
class Runner:
    """Runs a rollout over a fake fleet with a clock of its own.

    Attributes:
        order: Of the Actions that were given out, which is performed first.
    """

    fleet: FakeFleet
    state: State
    now: datetime
    order: Callable[[list[Action]], list[Action]] = list

    def event(self, *events: Event) -> None:
        """Take events and perform all that follows, until nothing is due at this time."""
        pending = self._take(events)
        while pending:
            pending = self.order(pending)
            action = pending.pop(0)
            result = self.fleet.perform(action, self.state)
            pending += self._take([Acted(self.now, action, result)])

    def crash_after(self, actions: int, *, performed: bool, events: Iterable[Event] = ()) -> bool:
        """Go on as `event` does, and be killed at an Action; return whether it came to that."""
        pending = self._take(list(events) or [Ticked(self.now)])
        count = 0
        while True:
            while pending:
                action = pending.pop(0)
                count += 1
                if count == actions:
                    if performed:
                        self.fleet.perform(action, self.state)
                    self.state = State(self.state.head, self.state.functions)
                    return True
                pending += self._take([Acted(self.now, action, self.fleet.perform(action, self.state))])
            if not self._sleeps():
                return False
            pending = self._take([Ticked(self.now)])

    def run(self, most: int = 10_000) -> State:
        """Run until time alone changes nothing any more."""
        self.event(Ticked(self.now))
        for _ in range(most):
            if not self._sleeps():
                return self.state
            self.event(Ticked(self.now))
        raise AssertionError("it does not come to an end")

    def _sleeps(self) -> bool:
        at = next_at(self.state, self.now)
        if at is None:
            return False
        self.now = max(at, self.now + timedelta(milliseconds=1))
        return True

    def _take(self, events: Iterable[Event]) -> list[Action]:
        self.state, actions = steps(self.state, list(events))
        return list(actions)


def _in_progress(function: FakeFunction) -> bool:
    if function.busy_for:
        function.busy_for -= 1
        return True
    return False


def snapshot(fleet: FakeFleet) -> Mapping[FunctionRef, tuple[object, ...]]:
    """Return all that a complete rollback brings back."""
    return {
        ref: (function.layers, dict(function.aliases), dict(function.tags)) for ref, function in fleet.functions.items()
    }
