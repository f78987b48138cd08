"""A state while it is being changed, and how its schedule is filled."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from lamella.change.rollout.action import UntagFunction
from lamella.change.rollout.function import Function, FunctionRef, Standing
from lamella.change.rollout.state import Head, Part, Phase, Schedule, State
from lamella.change.rollout.stepping.following import belongs, following, has_smoke
from lamella.model.place import Place

if TYPE_CHECKING:
    from datetime import datetime

    from lamella.change.rollout.action import Action, FunctionAction, Notify, ReadGates

# Lambda answers 15 changes a second in a place: more under way would only hold up a rollback.
WINDOW = 16


class Work:
    """The parts of a State, changeable; one `steps` makes one and turns it back into a State."""

    def __init__(self, state: State) -> None:
        schedule = state.schedule or Schedule()
        self.head: Head = state.head
        self.functions: dict[FunctionRef, Function] = dict(state.functions)
        self.part: Part = schedule.part
        self.queues = schedule.queues
        self.taken: dict[Place, int] = dict(schedule.taken)
        self.urgent: list[FunctionRef] = list(schedule.urgent)
        self.busy: dict[FunctionRef, FunctionAction] = dict(schedule.busy)
        self.later: dict[FunctionRef, datetime] = dict(schedule.later)
        self.others: set[ReadGates | Notify] = set(schedule.others)
        self.unjudged: set[FunctionRef] = set(schedule.unjudged)
        self.failures = schedule.failures
        self.read_at = schedule.read_at
        self.lacking = schedule.lacking
        self.kept: set[FunctionRef] = set(schedule.kept)
        self.given: list[Action] = []
        if state.schedule is None:
            self._know()

    def state(self) -> State:
        """Return what it has become."""
        schedule = Schedule(
            self.part,
            self.queues,
            self.taken,
            tuple(self.urgent),
            self.busy,
            self.later,
            frozenset(self.others),
            frozenset(self.unjudged),
            self.failures,
            self.read_at,
            self.lacking,
            frozenset(self.kept),
        )
        return State(self.head, self.functions, schedule)

    def know(self, function: Function) -> None:
        """Take what is known of a function now."""
        self.functions[function.ref] = function
        self.judge(function)

    def judge(self, function: Function) -> None:
        """Keep `unjudged` true."""
        if _is_unjudged(function, self.head):
            self.unjudged.add(function.ref)
        else:
            self.unjudged.discard(function.ref)

    def begin(self, part: Part) -> None:
        """Begin a part: everyone who belongs to it has a turn."""
        self.part, self.taken = part, {}
        queues: dict[Place, list[FunctionRef]] = {}
        for function in _in_order(self.functions.values(), part):
            if belongs(function, self.head, part) and function.ref not in self.busy and function.ref not in self.later:
                queues.setdefault(function.ref.place, []).append(function.ref)
        self.queues = {place: tuple(refs) for place, refs in queues.items()}

    @property
    def idle(self) -> bool:
        """Whether nothing is under way, nor waits for its turn."""
        if self.busy or self.later or self.urgent:
            return False
        return all(self.taken.get(place, 0) == len(queue) for place, queue in self.queues.items())

    def fill(self) -> None:
        """Give out what can be done now."""
        load = self._load()
        held: list[FunctionRef] = []
        while self.urgent:
            ref = self.urgent.pop(0)
            if load.get(ref.place, 0) >= WINDOW:
                held.append(ref)
            elif self.next_for(ref):
                load[ref.place] = load.get(ref.place, 0) + 1
        self.urgent = held
        for place, queue in self.queues.items():
            self._fill(place, queue, load.get(place, 0))

    def next_for(self, ref: FunctionRef) -> bool:
        """Give out the next Action of a function, if it has one; return whether it had."""
        if ref in self.busy or ref in self.later:
            return False
        function = self.functions[ref]
        action = following(function, self.head, self.part)
        if action is None or (ref in self.kept and isinstance(action, UntagFunction)):
            self._done(function)
            return False
        self.busy[ref] = action
        self.given.append(action)
        if function.standing is Standing.WAITING and self.part in {Part.PREPARE, Part.SWITCH}:
            self.know(replace(function, standing=Standing.MOVING))
        return True

    def _fill(self, place: Place, queue: tuple[FunctionRef, ...], load: int) -> None:
        taken = self.taken.get(place, 0)
        while taken < len(queue) and load < WINDOW and self._may_begin(queue[taken]):
            load += self.next_for(queue[taken])
            taken += 1
        self.taken[place] = taken

    def _may_begin(self, ref: FunctionRef) -> bool:
        """Whether a function may meet the new version: those not judged yet may all fail."""
        function = self.functions[ref]
        if self.part is not Part.SWITCH or function.standing is not Standing.WAITING:
            return True
        if not has_smoke(function, self.head):
            return True
        return len(self.unjudged) + self.failures < self.head.settings.max_failures

    def _done(self, function: Function) -> None:
        """Note that a function has done its share of the part."""
        match function.standing:
            case Standing.MOVING if self.part in {Part.SWITCH, Part.SHIFT}:
                self.know(replace(function, standing=Standing.MOVED))
            case Standing.RESTORING if self.part is not Part.RESTORE_TRAFFIC or not function.planned.aliases:
                self.know(replace(function, standing=Standing.RESTORED))
                if not self.head.phase.ended and self.head.phase is not Phase.ROLLING_BACK:
                    self.urgent.append(function.ref)
            case _:
                pass

    def _load(self) -> dict[Place, int]:
        load: dict[Place, int] = {}
        for ref in self.busy:
            load[ref.place] = load.get(ref.place, 0) + 1
        return load

    def _know(self) -> None:
        """Find out what a loaded state does not say."""
        for function in self.functions.values():
            self.judge(function)
            self.failures += function.failed
        self.resume()

    def resume(self) -> None:
        """Begin the part that the phase is in from its first function."""
        match self.head.phase:
            case Phase.MOVING:
                self.begin(Part.PREPARE)
            case Phase.ROLLING_BACK:
                self.begin(Part.RESTORE_TRAFFIC)
            case Phase.DONE | Phase.ROLLED_BACK | Phase.FAILED:
                self.begin(Part.UNTAG)
            case Phase.PLANNED | Phase.BAKING | Phase.PAUSED:
                self.begin(Part.NOTHING)
        if self.head.phase in {Phase.MOVING, Phase.BAKING}:
            self.urgent += [
                function.ref
                for function in self.functions.values()
                if function.standing is Standing.RESTORING
                or (function.standing in {Standing.RESTORED, Standing.SKIPPED} and function.tagged)
            ]


def _is_unjudged(function: Function, head: Head) -> bool:
    going = function.standing in {Standing.MOVING, Standing.MOVED} and not function.planned.aliases
    return going and function.smoke is None and has_smoke(function, head)


def _in_order(functions: Iterable[Function], part: Part) -> Iterable[Function]:
    """Traffic through aliases is restored first: one call a function does it."""
    if part is Part.RESTORE_TRAFFIC:
        return sorted(functions, key=lambda function: not function.planned.aliases)
    return functions
