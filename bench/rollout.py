"""Rollouts simulated: the real machine and the real gates over fleets with AWS's rates, in virtual time.

Writes docs/benchmarks-rollout.md. Beside it the article's way: a random fifth of the functions at once, then all, no gate.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from statistics import median, quantiles

from lamella.change.rollout.function import AliasMove, Function, FunctionRef, PlannedFunction, Standing
from lamella.change.rollout.planning.waves import in_waves
from lamella.change.rollout.state import Head, Phase, State
from lamella.limits import limits
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.model.rollout import BakeGate, ErrorGate, InitGate, RolloutSettings, Smoke, SmokeEvent
from lamella.model.strategy import parse_strategy
from simulated import BEGIN, Simulation, lived, simulated_traffic
from tools import ROOT, machine

PAGE = ROOT / "docs" / "benchmarks-rollout.md"
PLACES = (Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1"))
FAULTS = ("none", "none", "imports", "errors", "slow", "some")
SMOKE = (Smoke("", (SmokeEvent({}),)),)
HOUR_S = 3600.0
LARGE, LARGE_RUNS = 10_000, 4


@dataclass(frozen=True, slots=True)
class Way:
    """A set of gates."""

    name: str
    gates: tuple[BakeGate, ...]
    smoke: tuple[Smoke, ...] = ()


WAYS = (
    Way("smoke alone", (), SMOKE),
    Way("errors alone", (ErrorGate(),)),
    Way("init alone", (InitGate(),)),
    Way("all three", (ErrorGate(), InitGate()), SMOKE),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rollout.

    Attributes:
        detected_s: From the first bad function's first traffic to the rollback; `None` where it was not stopped.
        met: Share of the bad functions whose users met the version.
        harmed: Requests that failed because of it, for each request an hour of the whole fleet.
    """

    fault: str
    functions: int
    stopped: bool
    detected_s: float | None
    met: float
    harmed: float


def main() -> int:
    """Simulate, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=1_000)
    parser.add_argument("--quick", action="store_true", help="60 schedules, no fleet of 10,000, nothing written")
    parser.add_argument("--large", action="store_true", help="only the fleets of 10,000, nothing written")
    arguments = parser.parse_args()
    if arguments.large:
        print(large_table())
        return 0
    schedules = 60 if arguments.quick else arguments.schedules
    started = time.monotonic()
    with ProcessPoolExecutor(2) as processes:
        small = {way.name: list(processes.map(partial(one, way), range(schedules), chunksize=10)) for way in WAYS}
    article = [by_article(seed) for seed in range(schedules)]
    text = [gates_table(small, article), "", rollback_table()]
    if not arguments.quick:
        text += ["", large_table()]
    report = "\n".join(text)
    print(report)
    print(f"\n{time.monotonic() - started:.0f} s on two processes")
    if not arguments.quick:
        PAGE.write_text(page(report, schedules))
    return 0


def size_of(seed: int) -> int:
    return random.Random(f"size {seed}").randint(10, 40)  # noqa: S311 - a simulation


def fleet(seed: int, size: int, settings: RolloutSettings) -> tuple[PlannedFunction, ...]:
    """Return functions, half of them aliased, in the waves that the planner gives them."""
    chance = random.Random(f"fleet {seed}")  # noqa: S311
    made = []
    for number in range(size):
        place = PLACES[number % 2]
        layer = LayerArn.at(place, "data")
        aliases = (AliasMove("live", "1"),) if chance.random() < 0.5 else ()
        old, new = layer.version(1), layer.version(2)
        made.append(
            PlannedFunction(FunctionRef(place, f"f{number}"), old, new, (old,), (new,), aliases, invocations_per_day=1)
        )
    return in_waves(made, settings, {}, str(seed))


def begun(seed: int, way: Way, size: int, strategy: str = "waves:1 function,5%,25%,100%") -> State:
    settings = RolloutSettings(parse_strategy(strategy), 600.0, gates=way.gates, smoke=way.smoke)
    planned = fleet(seed, size, settings)
    weights = len(settings.strategy.weights)
    stages = max(each.wave + (weights if each.aliases else 1) - 1 for each in planned)
    head = Head("id", "data", "prod", (), PLACES, settings, BEGIN, "bench", "", stages)
    return State(head, {each.ref: Function(each) for each in planned})


def simulated(seed: int, way: Way, size: int) -> tuple[Simulation, str]:
    chance = random.Random(f"fault {seed}")  # noqa: S311
    fault = FAULTS[seed % len(FAULTS)]
    state = begun(seed, way, size)
    traffic = {each.ref: simulated_traffic(each.planned, chance, fault) for each in state.functions.values()}
    return Simulation(state, traffic, random.Random(f"way {seed}")), fault  # noqa: S311


def one(way: Way, seed: int) -> Outcome:
    """Return how a rollout with these gates ends."""
    size = size_of(seed)
    simulation, fault = simulated(seed, way, size)
    state = simulation.run()
    bad = [ref for ref, traffic in simulation.traffic.items() if traffic.bad]
    for traffic in simulation.traffic.values():
        lived(traffic, max(simulation.now, HOUR_S), simulation.chance)
    hourly = sum(traffic.per_s for traffic in simulation.traffic.values()) * HOUR_S
    stopped = state.head.phase is Phase.ROLLED_BACK
    detected_s = None
    if stopped and simulation.stopped_at is not None:
        detected_s = max(0.0, simulation.stopped_at - (simulation.begun_at or simulation.stopped_at))
    met = sum(state.functions[ref].moved_at is not None for ref in bad) / len(bad) if bad else 0.0
    return Outcome(fault, size, stopped, detected_s, met, sum(it.harmed for it in simulation.traffic.values()) / hourly)


def by_article(seed: int) -> Outcome:
    """Return what the article's way does: a random fifth at once, the rest five minutes later, nobody looks for an hour."""
    size = size_of(seed)
    simulation, fault = simulated(seed, WAYS[0], size)
    chance = random.Random(f"article {seed}")  # noqa: S311
    traffic = list(simulation.traffic.values())
    first = set(map(id, chance.sample(traffic, max(1, size // 5))))
    for each in traffic:
        each.share, each.since = 1.0, 0.0 if id(each) in first else 300.0
        lived(each, HOUR_S, simulation.chance)
    hourly = sum(each.per_s for each in traffic) * HOUR_S
    return Outcome(
        fault, size, stopped=False, detected_s=None, met=1.0, harmed=sum(it.harmed for it in traffic) / hourly
    )


def gates_table(small: dict[str, list[Outcome]], article: Sequence[Outcome]) -> str:
    rows = [
        "| gates | fault | n | stopped | time to detect, median (95 %) | bad functions met, median | harmed requests, median |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows += [
        outcome_row(name, fault, [each for each in outcomes if each.fault == fault])
        for name, outcomes in [*small.items(), ("the article's way", list(article))]
        for fault in dict.fromkeys(FAULTS)
    ]
    return "\n".join(rows)


def outcome_row(name: str, fault: str, found: Sequence[Outcome]) -> str:
    times = [each.detected_s for each in found if each.detected_s is not None]
    stopped = sum(each.stopped for each in found)
    spread = f"{median(times):,.0f} s ({quantiles(times, n=20)[-1]:,.0f} s)" if len(times) > 1 else "-"
    met = "-" if fault == "none" else f"{100 * median(each.met for each in found):.0f} %"
    harmed = "-" if fault in {"none", "slow"} else f"{100 * median(each.harmed for each in found):.3f} %"
    told = {"none": "good version", "some": "bad for a tenth of the functions"}.get(fault, fault)
    return f"| {name} | {told} | {len(found)} | {100 * stopped / len(found):.1f} % | {spread} | {met} | {harmed} |"


def rollback_table() -> str:
    """Return how long the rollback of 200 functions in one place takes, against what 15 changes a second allow."""
    rows = [
        "| 200 functions in one place | all restored after | 15 a second allow | ratio |",
        "| --- | --- | --- | --- |",
    ]
    for name, aliases, calls in (("in place", (), 1), ("aliased", (AliasMove("live", "1"),), 3)):
        way = Way("errors", (ErrorGate(),))
        state = begun(0, way, 200, "all-at-once")
        functions = {
            FunctionRef(PLACES[0], f"f{number}"): Function(
                replace(each.planned, ref=FunctionRef(PLACES[0], f"f{number}"), aliases=aliases, wave=1)
            )
            for number, each in enumerate(state.functions.values())
        }
        chance = random.Random("rollback")  # noqa: S311
        traffic = {ref: simulated_traffic(each.planned, chance, "imports") for ref, each in functions.items()}
        simulation = Simulation(replace(state, functions=functions), traffic, chance)
        ended = simulation.run()
        assert all(each.standing is Standing.RESTORED for each in ended.functions.values())
        took_s = (simulation.restored_at or 0.0) - (simulation.stopped_at or 0.0)
        allowed_s = 200 * calls / limits().lambda_calls_per_s
        rows.append(f"| {name}, {calls} calls each | {took_s:.1f} s | {allowed_s:.1f} s | {took_s / allowed_s:.2f} |")
    return "\n".join(rows)


def large_table() -> str:
    """Return CPU time and outcome of rollouts over 10,000 functions."""
    rows = [
        f"| {LARGE:,} functions | fault | ended | virtual time | steps | CPU of the machine | of everything |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for seed in range(LARGE_RUNS):
        simulation, fault = simulated(seed, WAYS[-1] if seed else Way("errors and init", WAYS[-1].gates), LARGE)
        started = time.process_time()
        state = simulation.run()
        took_s = time.process_time() - started
        rows.append(
            f"| {'no smoke' if not seed else 'all three'} | {fault} | {state.head.phase} |"
            f" {simulation.now / HOUR_S:.1f} h | {simulation.steps:,} | {simulation.machine_cpu_s:.1f} s | {took_s:.1f} s |"
        )
    return "\n".join(rows)


def page(report: str, schedules: int) -> str:
    return f"""# Benchmarks of rollouts

`python bench/rollout.py` on {machine()}: {schedules:,} seeded fault schedules for each way, on fleets of 10 to 40 functions in two
places, half of them aliased; default strategy and gates, bake 10 min. A simulation: the machine (`steps`) and the gates' mathematics
are the real ones, time and AWS are not. Assumed: traffic log-normal (median 0.4 requests a second), one cold start in 50 requests, updates
take 2 s, invocations 0.5 s, metrics come without delay, requests fail independently. Harmed requests: those that failed because of the new
version, for each request that the whole fleet gets in an hour. The article's way moves a random fifth at once and the rest five minutes later; its
figures are those of the first hour, in which nobody looks.

{report}

`stopped` of a good version is a false rollback; the gates allow 1 % for each gate with an alpha.
"""


if __name__ == "__main__":
    sys.exit(main())
