"""Runs a rollout: events into the machine, its state into the store, its Actions into the world.

An Action is performed only after the state that gave it out is saved, so a crash at any moment loses nothing: the next
runner gives out again what was under way, and each Action finds its effect when it is there.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from lamella.change.rollout.event import Acted, Commanded, Event, Result, Ticked
from lamella.change.rollout.history import Entry, entries
from lamella.change.rollout.machine import next_at, steps
from lamella.change.rollout.state import Phase, State
from lamella.change.rollout.world import RolloutWorld
from lamella.errors import StateError
from lamella.model.freeze import frozen_until
from lamella.run.rollouts.lease import Lease
from lamella.run.rollouts.performing import performed
from lamella.state.rollout_store import Request, RolloutStore, Saved

if TYPE_CHECKING:
    from lamella.change.rollout.action import Action

# As many calls to AWS at once; the rate that AWS allows limits them first.
_THREADS = 64
_TICK_S = 1.0
# Results that come together are saved together.
_LINGER_S = 0.02


class Watching(Protocol):
    """Hears how a rollout goes on."""

    def changed(self, state: State, entries: Sequence[Entry]) -> None:
        """What is there now, and what happened since the last time."""
        ...

    def waits(self, state: State, why: str) -> None:
        """Nothing is due for a moment."""
        ...


@dataclass(frozen=True, slots=True)
class Ways:
    """How a runner reaches what it needs.

    Attributes:
        rollouts: The store's.
        world: Performs Actions.
        now: The time, with a time zone.
        sleep: Waits so many seconds, in the threads that perform.
        watching: Hears how it goes on.
    """

    rollouts: RolloutStore
    world: RolloutWorld
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    watching: Watching


def run(saved: Saved, lease: Lease, ways: Ways, events: Sequence[Event] = (), *, until_ended: bool) -> State:
    """Run a rollout until it ends or is paused.

    Args:
        saved: As it was loaded under the lease.
        lease: Held.
        ways: See there.
        events: What happens first: commands of an operator.
        until_ended: Waits for bakes and freezes; without, only for updates that are under way.

    Raises:
        CredentialsError: The credentials expired: what was done is saved, and the same command goes on later.
        StateError: The store cannot be used, or another runner took over.
    """
    executor = ThreadPoolExecutor(_THREADS, "lamella-rollout")
    running = _Running(saved, lease, ways, executor)
    try:
        return running.run(events, until_ended=until_ended)
    finally:
        # What is under way ends by itself; what only waits for a thread must not begin.
        executor.shutdown(wait=True, cancel_futures=True)
        running.keep()


class _Running:
    def __init__(self, saved: Saved, lease: Lease, ways: Ways, executor: ThreadPoolExecutor) -> None:
        self._state = saved.state
        self._revision: int | None = saved.revision
        self._lease = lease
        self._ways = ways
        self._executor = executor
        self._under_way: dict[Future[Result], Action] = {}
        self._ticked_at: datetime | None = None

    def run(self, events: Sequence[Event], *, until_ended: bool) -> State:
        pending, requests = [*events, *self._tick()], self._requests()
        while True:
            pending += [Commanded(self._ways.now(), each.command, each.by) for each in requests]
            self._take(pending)
            for request in requests:
                self._ways.rollouts.answer(self._state.head.id, request.key)
            if not self._under_way and self._rests(until_ended=until_ended):
                return self._state
            pending = self._wait()
            self._lease.renew()
            requests = []
            if self._is_time():
                pending += self._tick()
                requests = self._requests()

    def keep(self) -> None:
        """Save the results that came in after the runner was stopped; a lease that was lost saves nothing."""
        results = [
            Acted(self._ways.now(), action, future.result())
            for future, action in self._under_way.items()
            if future.done() and not future.cancelled() and future.exception() is None
        ]
        self._under_way.clear()
        if results and self._revision is not None:
            after, _ = steps(self._state, results)
            self._save(after)

    def _take(self, events: Sequence[Event]) -> None:
        after, actions = steps(self._state, events)
        self._save(after)
        for action in actions:
            future = self._executor.submit(performed, self._ways.world, action, self._state, self._ways.sleep)
            self._under_way[future] = action

    def _save(self, after: State) -> None:
        before, self._state = self._state, after
        made = entries(before, after, self._ways.now())
        changed = [new for ref, new in after.functions.items() if before.functions.get(ref) is not new]
        if not changed and not made and before.head == after.head:
            return
        if self._revision is None:
            raise _taken_over(after)
        self._revision = self._ways.rollouts.save(after.head.id, self._revision, after.head, changed, made)
        if self._revision is None:
            raise _taken_over(after)
        self._ways.watching.changed(after, made)

    def _rests(self, *, until_ended: bool) -> bool:
        """Whether nothing is left to do, or nothing for which this runner waits."""
        head = self._state.head
        if head.phase is Phase.PAUSED:
            return True
        at = next_at(self._state, self._ways.now())
        if at is None:
            return True
        later = self._state.schedule.later if self._state.schedule else {}
        return not until_ended and not later and at > self._ways.now()

    def _wait(self) -> list[Event]:
        """Wait for results, for a second at most, and return them.

        Raises:
            CredentialsError: An Action could not be performed for that reason.
        """
        if not self._under_way:
            now = self._ways.now()
            at = next_at(self._state, now)
            if at is not None:
                self._ways.watching.waits(self._state, _why(self._state))
                self._ways.sleep(max(0.0, min(_TICK_S, (at - now).total_seconds())))
            return []
        wait(self._under_way, timeout=_TICK_S, return_when=FIRST_COMPLETED)
        done, _ = wait(self._under_way, timeout=_LINGER_S)
        failed = next((error for future in done if (error := future.exception()) is not None), None)
        if failed is not None:
            raise failed
        return [Acted(self._ways.now(), self._under_way.pop(future), future.result()) for future in done]

    def _is_time(self) -> bool:
        now = self._ways.now()
        if self._ticked_at is None or (now - self._ticked_at).total_seconds() >= _TICK_S:
            return True
        at = None if self._under_way else next_at(self._state, now)
        return at is not None and at <= now

    def _tick(self) -> list[Event]:
        now = self._ways.now()
        self._ticked_at = now
        return [Ticked(now, frozen_until(self._state.head.settings.freeze, now))]

    def _requests(self) -> Sequence[Request]:
        return self._ways.rollouts.requests(self._state.head.id)


def _why(state: State) -> str:
    head = state.head
    if state.schedule and state.schedule.later:
        return "waits for updates that are under way"
    if head.frozen_until is not None and head.phase in {Phase.PLANNED, Phase.BAKING}:
        return "waits for the end of a freeze window"
    return "bakes"


def _taken_over(state: State) -> StateError:
    return StateError(
        f"another process has written rollout {state.head.id} meanwhile",
        why="its revision in the state store is another",
        hint="`lamella rollout status` shows how it stands; run the command again when nobody else runs it",
    )
