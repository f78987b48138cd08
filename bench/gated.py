"""Users and gates of simulated rollouts: every reading comes from the real judging code."""

import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import NormalDist

from lamella.change.rollout.action import Action, AwaitUpdate, AwaitVersion, InvokeSmoke, UpdateLayers
from lamella.change.rollout.event import Judged, NotYet, Result
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.gates import Reading
from lamella.change.rollout.judging.counted import judge_durations, judge_errors, judge_throttles
from lamella.change.rollout.judging.inits import judge_inits
from lamella.change.rollout.judging.looking import looks_at
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.smoke import Answer, judge_smoke, wrong_with
from lamella.model.rollout import DurationGate, ErrorGate, InitGate, SmokeEvent, ThrottleGate
from simulated import UPDATE_S, Simulation, Traffic

EVENT = SmokeEvent({})
DAY_S = 86_400.0
# Of durations, only those of requests beyond the 97th percentile decide what the 99th is.
SLOWEST, ENOUGH, NORMAL = 0.03, 5_000, NormalDist()
COLD_OF, MOST_STARTS = 50, 30


@dataclass
class Users(Traffic):
    """Traffic of a function, with durations and throttles.

    Attributes:
        spread: Of the logarithm of durations, whose median is 100 ms.
        throttled: Share of events that is throttled.
        throttles: With the new version so far; `counted`: the requests among which they were drawn.
        slow: Durations with it beyond the 97th percentile, in spreads; `timed`: the requests among which they were drawn.
        seed: Of the baseline, which is drawn only when it is asked for.
    """

    spread: float = 0.5
    throttled: float = 0.0
    throttles: int = 0
    counted: int = 0
    timed: int = 0
    slow: list[float] = field(default_factory=list)
    seed: str = ""

    @property
    def extra(self) -> float:
        """Share of requests that fails because of the new version."""
        return max(0.0, (self.failing_now if self.imports else 1.0) - self.failing)

    @cached_property
    def baseline(self) -> Counts:
        """A day's counts with the old version."""
        chance = random.Random(self.seed)  # noqa: S311 - a simulation
        requests = counted(self.per_s * DAY_S, chance)
        failed, throttles = counted(requests * self.failing, chance), counted(requests * self.throttled, chance)
        return Counts(requests, min(requests, failed), throttles)

    @cached_property
    def starts(self) -> list[float]:
        """Init durations of the day's cold starts, in milliseconds."""
        chance = random.Random(f"{self.seed} starts")  # noqa: S311
        number = min(MOST_STARTS, counted(self.per_s * DAY_S / COLD_OF, chance))
        return [chance.lognormvariate(math.log(self.init_ms), 0.15) for _ in range(number)]

    def now(self, chance: random.Random) -> Counts:
        """Return the counts with the new version."""
        more, self.counted = self.met - self.counted, self.met
        self.throttles += counted(more * self.throttled, chance)
        return Counts(self.met, self.failed, self.throttles)

    def p99_ms(self, slow: list[float], more: int, timed: int, chance: random.Random) -> float | None:
        """Draw the slowest durations of more requests; return the 99th percentile of so many."""
        chosen = range(counted(more * SLOWEST, chance))
        slow += [NORMAL.inv_cdf(1 - SLOWEST * (1 - chance.random())) for _ in chosen]
        rank = max(1, math.ceil(timed / 100))
        return 100 * math.exp(self.spread * sorted(slow)[-rank]) if len(slow) >= rank else None

    @cached_property
    def before_p99_ms(self) -> float | None:
        """Of the day's durations."""
        timed = min(self.baseline.invocations, ENOUGH)
        return self.p99_ms([], timed, timed, random.Random(f"{self.seed} durations"))  # noqa: S311

    def now_p99_ms(self, chance: random.Random) -> float | None:
        """Return that with the new version."""
        more, self.timed = min(self.met, ENOUGH) - self.timed, min(self.met, ENOUGH)
        return self.p99_ms(self.slow, more, self.timed, chance)


def counted(expected: float, chance: random.Random) -> int:
    """Return a Poisson number."""
    if expected > 50:
        return max(0, round(chance.gauss(expected, math.sqrt(expected))))
    number, passed = -1, 0.0
    while passed <= expected:
        passed += chance.expovariate(1.0)
        number += 1
    return number


class Gated(Simulation):
    """A simulation whose readings all come from the real judging code."""

    traffic: Mapping[FunctionRef, Users]

    def _ends(self, action: Action) -> float:
        # Both read by GetFunction.
        return super()._ends(AwaitUpdate(action.ref, action.layers) if isinstance(action, AwaitVersion) else action)

    def _result(self, action: Action) -> Result:
        match action:
            case UpdateLayers(ref=ref) if self.now < self.traffic[ref].updated_at + UPDATE_S:
                return NotYet("an update is in progress")
            case InvokeSmoke(ref=ref):
                fails = self.chance.random() < self.traffic[ref].extra
                answer = Answer("null", "RuntimeError" if fails else None)
                return Judged({ref: (judge_smoke([wrong_with(EVENT, answer)], 1),)})
            case _:
                return super()._result(action)

    def _readings(
        self, function: Function, traffic: Traffic, sizes: Mapping[int, int], *, last: bool
    ) -> Iterable[Reading]:
        users = self.traffic[function.ref]
        now, before = users.now(self.chance), users.baseline
        for gate in self.state.head.settings.gates:
            match gate:
                case ErrorGate(alpha):
                    yield judge_errors(gate, now, before, looks_at(function, "errors", alpha, sizes, last=last))
                case ThrottleGate(alpha):
                    yield judge_throttles(gate, now, before, looks_at(function, "throttles", alpha, sizes, last=last))
                case DurationGate():
                    timed = replace(now, p99_ms=users.now_p99_ms(self.chance))
                    yield judge_durations(gate, timed, replace(before, p99_ms=users.before_p99_ms))
                case InitGate():
                    looks = looks_at(function, "init", gate.alpha, sizes, last=last)
                    yield judge_inits(gate, traffic.inits[:MOST_STARTS], users.starts, looks)
                case _:
                    raise AssertionError(gate)
