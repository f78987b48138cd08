"""A fleet and AWS's rates, simulated: what the machine of rollouts and the real gates meet in bench/rollout.py."""

import heapq
import math
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from lamella.change.rollout.action import (
    Action,
    AwaitUpdate,
    InvokeSmoke,
    Notify,
    PublishVersion,
    ReadGates,
    RestoreAlias,
    ShiftAlias,
    UpdateLayers,
)
from lamella.change.rollout.event import Acted, Did, Event, Judged, NotYet, Result, Ticked
from lamella.change.rollout.function import Function, FunctionRef, Standing
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.judging.looking import bake_ended, moved_functions, wave_sizes
from lamella.change.rollout.machine import next_at, steps
from lamella.change.rollout.state import Phase, State
from lamella.limits import limits
from lamella.model.place import Place

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
# Assumed: AWS documents none of these.
UPDATE_S, INVOKE_S, CALL_S = 2.0, 0.5, 0.05
_READS = (AwaitUpdate,)
_NOTHING = (Notify, ReadGates, InvokeSmoke)


@dataclass
class Traffic:
    """What a function's users do, and what the new version does to them.

    Attributes:
        per_s: Requests a second; `cold_per_s` of them start an environment.
        failing: Share that fails with the old version; `failing_now` with the new one.
        init_ms: Median init duration; `init_times` how many times that the new one takes.
        imports: Whether the new version can be imported at all.
        share: Of the traffic that meets the new version at the moment, since `since`.
        met, failed, inits: Requests with the new version so far, those that failed, init durations seen.
        harmed: Requests that failed because of the new version.
    """

    per_s: float
    failing: float
    failing_now: float
    init_ms: float
    init_times: float = 1.0
    imports: bool = True
    share: float = 0.0
    since: float = 0.0
    met: int = 0
    failed: int = 0
    harmed: float = 0.0
    inits: list[float] = field(default_factory=list)
    updated_at: float = -1e9

    @property
    def bad(self) -> bool:
        """Whether users notice the new version."""
        return not self.imports or self.failing_now > self.failing or self.init_times > 1


def lived(traffic: Traffic, now: float, chance: random.Random) -> None:
    """Let a function's users go on until now."""
    took_s, traffic.since = now - traffic.since, now
    if took_s <= 0 or not traffic.share:
        return
    failing = 1.0 if not traffic.imports else traffic.failing_now
    requests = _poisson(traffic.per_s * took_s * traffic.share, chance)
    traffic.met += requests
    traffic.failed += _binomial(requests, failing, chance)
    traffic.harmed += requests * max(0.0, failing - traffic.failing)
    for _ in range(min(200, _poisson(traffic.per_s * took_s * traffic.share / 50, chance))):
        traffic.inits.append(chance.lognormvariate(math.log(traffic.init_ms * traffic.init_times), 0.15))


@dataclass
class Simulation(ABC):
    """A rollout over simulated functions, in virtual time.

    Attributes:
        begun_at, stopped_at: Seconds: when the first bad function met the new version; when the rollback began.
        restored_at: When the last function was restored.
        machine_cpu_s: CPU time of `steps` and `next_at` alone.
    """

    state: State
    traffic: Mapping[FunctionRef, Traffic]
    chance: random.Random
    now: float = 0.0
    begun_at: float | None = None
    stopped_at: float | None = None
    restored_at: float | None = None
    steps: int = 0
    machine_cpu_s: float = 0.0
    queue: list[tuple[float, int, Action]] = field(default_factory=list)
    free: dict[tuple[Place, bool], float] = field(default_factory=dict)
    numbers: Iterable[int] = field(default_factory=count)

    def run(self) -> State:
        """Run until nothing happens any more."""
        numbers = iter(self.numbers)
        self._take([Ticked(self._at())], numbers)
        while True:
            if self.queue:
                self._take(self._answers(), numbers)
                later = self.state.schedule.later if self.state.schedule else {}
                if later and min(later.values()) <= self._at():
                    self._take([Ticked(self._at())], numbers)
                continue
            started = time.process_time()
            at = next_at(self.state, self._at())
            self.machine_cpu_s += time.process_time() - started
            if at is None:
                return self.state
            self.now = max(self.now + 0.001, (at - BEGIN).total_seconds())
            self._take([Ticked(self._at())], numbers)

    def _answers(self) -> list[Event]:
        self.now = max(self.now, self.queue[0][0])
        answered: list[Event] = []
        # What comes back within 20 ms is taken together, as the runner does.
        while self.queue and self.queue[0][0] <= self.now + 0.02:
            _, _, action = heapq.heappop(self.queue)
            answered.append(Acted(self._at(), action, self._result(action)))
        return answered

    def _take(self, events: list[Event], numbers: Iterable[int]) -> None:
        before, started = self.state, time.process_time()
        self.state, actions = steps(before, events)
        self.machine_cpu_s += time.process_time() - started
        self.steps += 1
        if self.state.head.phase is Phase.ROLLING_BACK and before.head.phase is not Phase.ROLLING_BACK:
            self.stopped_at = self.now
        if self.state.head.phase is Phase.ROLLED_BACK and before.head.phase is not Phase.ROLLED_BACK:
            self.restored_at = self.now
        for action in actions:
            heapq.heappush(self.queue, (self._ends(action), next(iter(numbers)), action))

    def _ends(self, action: Action) -> float:
        if isinstance(action, _NOTHING):
            return self.now + INVOKE_S
        reads = isinstance(action, _READS)
        known = limits()
        rate = known.get_function_calls_per_s if reads else known.lambda_calls_per_s
        calls = 2 if isinstance(action, ShiftAlias | RestoreAlias) else 1
        key = action.ref.place, reads
        begins = max(self.now, self.free.get(key, 0.0))
        self.free[key] = begins + calls / rate
        return begins + CALL_S

    def _at(self) -> datetime:
        return BEGIN + timedelta(seconds=self.now)

    def _result(self, action: Action) -> Result:  # noqa: PLR0911 - one for each kind
        match action:
            case UpdateLayers(ref=ref, after=after):
                traffic = self.traffic[ref]
                traffic.updated_at = self.now
                function = self.state.functions[ref]
                if not function.planned.aliases:
                    self._shared(ref, 1.0 if after == function.planned.after else 0.0)
                return Did()
            case AwaitUpdate(ref=ref):
                return Did() if self.now >= self.traffic[ref].updated_at + UPDATE_S else NotYet("an update")
            case PublishVersion():
                return Did(version="2")
            case ShiftAlias(ref=ref, weight=weight):
                self._shared(ref, weight)
                return Did()
            case RestoreAlias(ref=ref):
                self._shared(ref, 0.0)
                return Did()
            case InvokeSmoke(ref=ref):
                verdict = Verdict.PASS if self.traffic[ref].imports else Verdict.FAIL
                return Judged({ref: (Reading("smoke", verdict, "", "", ""),)})
            case ReadGates(stage):
                return self._judged(stage)
            case _:
                return Did()

    def _shared(self, ref: FunctionRef, share: float) -> None:
        traffic = self.traffic[ref]
        lived(traffic, self.now, self.chance)
        traffic.share = share
        if share and traffic.bad and self.begun_at is None:
            self.begun_at = self.now

    def _judged(self, stage: int) -> Judged:
        head, sizes = self.state.head, wave_sizes(self.state)
        last = bake_ended(head, self._at())
        found = {}
        for function in moved_functions(self.state, stage):
            if function.standing is Standing.MOVED:
                traffic = self.traffic[function.ref]
                lived(traffic, self.now, self.chance)
                found[function.ref] = tuple(self._readings(function, traffic, sizes, last=last))
        return Judged(found)

    @abstractmethod
    def _readings(
        self, function: Function, traffic: Traffic, sizes: Mapping[int, int], *, last: bool
    ) -> Iterable[Reading]:
        """Return the readings of a function's gates."""


def _poisson(mean: float, chance: random.Random) -> int:
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number


def _binomial(trials: int, rate: float, chance: random.Random) -> int:
    if rate <= 0 or trials <= 0:
        return 0
    if rate >= 1:
        return trials
    if trials * rate > 50 and trials * (1 - rate) > 50:
        return min(trials, max(0, round(chance.gauss(trials * rate, math.sqrt(trials * rate * (1 - rate))))))
    if trials > 500:
        return min(trials, _poisson(trials * rate, chance))
    return sum(chance.random() < rate for _ in range(trials))
