"""Rollouts simulated: the real machine and the real gates over fleets with AWS's rates, in virtual time.

Writes the part "Figures" of docs/benchmarks-rollout.md, which says what is assumed. Beside it the article's way: a random
fifth of the functions at once, then all, no gate.
"""

import argparse
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from gated import DAY_S, EVENT, Gated, Users
from lamella.change.rollout.function import AliasMove, Function, FunctionRef, PlannedFunction, Standing
from lamella.change.rollout.judging.told import gate_names
from lamella.change.rollout.planning.waves import in_waves
from lamella.change.rollout.state import Head, Phase, State
from lamella.limits import limits
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.model.rollout import (
    BakeGate,
    DurationGate,
    ErrorGate,
    InitGate,
    RolloutSettings,
    Smoke,
    ThrottleGate,
)
from lamella.model.strategy import parse_strategy
from simulated import BEGIN, lived
from tools import ROOT, machine

PAGE = ROOT / "docs" / "benchmarks-rollout.md"
FIGURES, MEASURED = "\n## Figures\n\n", "\n## Rollback, measured\n"
PLACES = (Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1"))
BROKEN = {"imports": "breaks imports", "errors": "fails a share of requests", "slow": "slow to init"}
FAULTS = {"none": "good", **BROKEN, "some": "bad for some functions only"}
SMOKE = (Smoke("", (EVENT,)),)
NOTICED_S, ARTICLE_PAUSE_S = 3_600.0, 300.0
LARGE, ROLLBACKS = 10_000, 10
# Mostly bad: only a good version is judged to the end, which costs CPU.
LARGE_FAULTS = ("none", "imports", "imports", "errors", "errors", "errors", "slow", "slow", "some", "some")


@dataclass(frozen=True, slots=True)
class Way:
    """A set of gates."""

    name: str
    gates: tuple[BakeGate, ...]
    smoke: tuple[Smoke, ...] = ()


ALONE: tuple[BakeGate, ...] = (ErrorGate(), ThrottleGate(), DurationGate(), InitGate())
EVERY = Way("all five", ALONE, SMOKE)
DEFAULT = Way("default gates and smoke", RolloutSettings().gates, SMOKE)
SINGLE = tuple(Way(gate_names((gate,))[0], (gate,)) for gate in ALONE)
WAYS = (Way("smoke", (), SMOKE), *SINGLE, EVERY)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rollout.

    Attributes:
        phase: How it ended; `by`: the gate that stopped it.
        detected_s: From the first bad function's first traffic to the rollback; `None` where it was not stopped.
        bad, met: Functions that the version is bad for; those whose users met it.
        harmed: Share of the fleet's requests of a day that failed because of the version.
    """

    fault: str
    phase: Phase
    by: str
    detected_s: float | None
    bad: int
    met: int
    harmed: float


def size_of(seed: int) -> int:
    return LARGE if seed < len(LARGE_FAULTS) else random.Random(f"size {seed}").randint(10, 30)  # noqa: S311


def fault_of(seed: int) -> str:
    small = random.Random(f"kind {seed}").choice(["none", *FAULTS])  # noqa: S311
    return LARGE_FAULTS[seed] if seed < len(LARGE_FAULTS) else small


def fleet(seed: int, size: int, settings: RolloutSettings) -> tuple[PlannedFunction, ...]:
    """Return functions, half of them aliased, in the waves that the planner gives them."""
    chance = random.Random(f"fleet {seed}")  # noqa: S311
    made = [planned(PLACES[number % 2], number, chance.random() < 0.5) for number in range(size)]
    return in_waves(made, settings, {}, str(seed))


def planned(place: Place, number: int, aliased: bool) -> PlannedFunction:  # noqa: FBT001 - drawn
    old, new = (LayerArn.at(place, "data").version(version) for version in (1, 2))
    aliases = (AliasMove("live", "1"),) if aliased else ()
    return PlannedFunction(FunctionRef(place, f"f{number}"), old, new, (old,), (new,), aliases)


def users_by_ref(seed: int, functions: Iterable[PlannedFunction], fault: str) -> dict[FunctionRef, Users]:
    """Return each function's users: log-normal traffic, from some requests an hour to hundreds a second; and the fault."""
    chance = random.Random(f"fault {seed}")  # noqa: S311
    # One version: it is as bad for each function, but for where it is bad for some only.
    more, times = math.exp(chance.uniform(math.log(0.01), math.log(0.5))), chance.uniform(1.5, 3.0)
    users = {}
    for each in functions:
        failing = chance.choice((0.0, 0.0, 0.001, 0.005, 0.02))
        users[each.ref] = Users(
            chance.lognormvariate(-1.0, 2.0),
            failing,
            min(1.0, failing + more) if fault == "errors" else failing,
            chance.uniform(150, 1500),
            times if fault == "slow" else 1.0,
            imports=fault != "imports",
            spread=chance.uniform(0.2, 0.8),
            throttled=chance.choice((0.0, 0.0, 0.0, 0.001)),
            seed=f"{seed} {each.ref}",
        )
    if fault == "some":
        for ref in chance.sample(sorted(users), max(1, len(users) // 10)):
            users[ref].failing_now = min(1.0, users[ref].failing + 0.3)
    return users


def simulation_of(seed: int, way: Way) -> Gated:
    settings = RolloutSettings(gates=way.gates, smoke=way.smoke)
    return begun(fleet(seed, size_of(seed), settings), settings, fault_of(seed), seed)


def begun(functions: Sequence[PlannedFunction], settings: RolloutSettings, fault: str, seed: int) -> Gated:
    weights = len(settings.strategy.weights)
    stages = max(each.wave + (weights if each.aliases else 1) - 1 for each in functions)
    head = Head("id", "data", "prod", (), PLACES, settings, BEGIN, "bench", "", stages)
    state = State(head, {each.ref: Function(each) for each in functions})
    return Gated(state, users_by_ref(seed, functions, fault), random.Random(f"way {seed}"))  # noqa: S311


def ended(simulation: Gated, seed: int) -> Outcome:
    """Return how a rollout ends."""
    state, users = simulation.run(), simulation.traffic
    bad, stopped_at, detected_s = [ref for ref, each in users.items() if each.bad], simulation.stopped_at, None
    for each in users.values():
        lived(each, simulation.now + (NOTICED_S if stopped_at is None else 0.0), simulation.chance)
    if stopped_at is not None:
        detected_s = stopped_at - (stopped_at if simulation.begun_at is None else simulation.begun_at)
    harmed = sum(each.harmed for each in users.values()) / sum(each.per_s * DAY_S for each in users.values())
    met = sum(state.functions[ref].moved_at is not None for ref in bad)
    by = re.search(r": (smoke|errors|throttles|duration|init): ", state.head.why)
    return Outcome(fault_of(seed), state.head.phase, by[1] if by else "-", detected_s, len(bad), met, harmed)


def by_article(seed: int) -> Outcome:
    """Return what the article's way does: a random fifth at once, the rest five minutes later; moves take no time."""
    fault = fault_of(seed)
    users = list(users_by_ref(seed, fleet(seed, size_of(seed), RolloutSettings()), fault).values())
    first = set(random.Random(f"article {seed}").sample(range(len(users)), max(1, len(users) // 5)))  # noqa: S311
    failed_s = [NOTICED_S + (ARTICLE_PAUSE_S if number in first else 0.0) for number in range(len(users))]
    failed = sum(each.per_s * each.extra * took_s for each, took_s in zip(users, failed_s, strict=True))
    bad = sum(each.bad for each in users)
    return Outcome(fault, Phase.DONE, "-", None, bad, bad, failed / sum(each.per_s * DAY_S for each in users))


def main() -> int:
    """Simulate, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 schedules, none of 10,000 functions, nothing written")
    quick = parser.parse_args().quick
    small = range(len(LARGE_FAULTS), 70 if quick else 1_000)
    started = time.monotonic()
    found = {way.name: [ended(simulation_of(seed, way), seed) for seed in small] for way in WAYS}
    text = [gates_table(found, [by_article(seed) for seed in small]), "", rollback_table()]
    report = "\n".join(text if quick else [*text, "", *large_tables()])
    print(report)
    about = f"`python bench/rollout.py` on {machine()}, {time.monotonic() - started:.0f} s on one core.\n\n"
    print(f"\n{about}", end="")
    if not quick:
        told, _, rest = PAGE.read_text().partition(FIGURES)
        PAGE.write_text(told + FIGURES + about + report + "\n" + "".join(rest.partition(MEASURED)[1:]))
    return 0


def gates_table(found: Mapping[str, Sequence[Outcome]], article: Sequence[Outcome]) -> str:
    """Return a row for each set of gates and each fault, and one for all faults together."""
    rows = [
        "| gates | version | n | rolled back | time to detect, median | 95 % | failed requests, median | mean |"
        " mean, of the article's | bad functions that met it, median |\n" + "| --- " * 10 + "|"
    ]
    for name, outcomes in [*found.items(), ("the article's way", article)]:
        pairs = list(zip(outcomes, article, strict=True))
        for key, told in FAULTS.items():
            rows.append(outcome_row(name, told, [pair for pair in pairs if pair[0].fault == key]))
        rows.append(outcome_row(name, "**any bad one**", [pair for pair in pairs if pair[0].fault != "none"]))
    return "\n".join(rows)


def outcome_row(name: str, told: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> str:
    found, article = [each for each, _ in pairs], [theirs for _, theirs in pairs]
    stopped = [each for each in found if each.phase is Phase.ROLLED_BACK]
    rolled = f"{len(stopped)} ({100 * len(stopped) / len(found):.1f} %)"
    if found[0].fault == "none":
        by = ", ".join(f"{times} by {gate}" for gate, times in Counter(each.by for each in stopped).items())
        return f"| {name} | {told} | {len(found)} | {rolled}{by and f': {by}'} |" + " - |" * 6
    times = sorted(each.detected_s for each in stopped if each.detected_s is not None)
    spread = f"{median(times):,.0f} s | {times[math.ceil(0.95 * len(times)) - 1]:,.0f} s" if times else "- | -"
    harmed, theirs = mean(each.harmed for each in found), mean(each.harmed for each in article)
    middle = median(each.harmed for each in found)
    share = f"{percent(middle)} | {percent(harmed)} | {harmed / theirs:.4f}" if theirs else "- | - | -"
    met = f"{median(each.met for each in found):,.0f} of {median(each.bad for each in found):,.0f}"
    return f"| {name} | {told} | {len(found)} | {rolled} | {spread} | {share} | {met} |"


def percent(share: float) -> str:
    return "0" if not share else f"{100 * share:.4f} %" if share >= 1e-6 else "< 0.0001 %"


def rollback_table() -> str:
    """Return how long the rollback of 200 functions in one place takes, against what 15 changes a second allow."""
    rows = [
        f"| 200 functions in one place, n = {ROLLBACKS} | all restored after, median | slowest | 15 a second allow | ratio |",
        "| --- " * 5 + "|",
    ]
    for name, aliased, calls in (("in place, 1 call each", False, 1), ("aliased, 3 calls each", True, 3)):
        took_s = [restored_s(seed, aliased=aliased) for seed in range(ROLLBACKS)]
        allowed_s = 200 * calls / limits().lambda_calls_per_s
        told = f"{max(took_s):.1f} s | {allowed_s:.1f} s | {median(took_s) / allowed_s:.2f}"
        rows.append(f"| {name} | {median(took_s):.1f} s | {told} |")
    return "\n".join(rows)


def restored_s(seed: int, *, aliased: bool) -> float:
    """Return the seconds from the failed reading to the last of 200 functions restored, all moved at once."""
    settings = RolloutSettings(parse_strategy("all-at-once"), gates=(ErrorGate(),))
    simulation = begun([planned(PLACES[0], number, aliased) for number in range(200)], settings, "imports", seed)
    last = simulation.run()
    assert all(each.standing is Standing.RESTORED for each in last.functions.values())
    return (simulation.restored_at or 0.0) - (simulation.stopped_at or 0.0)


def large_tables() -> list[str]:
    """Return outcomes of the schedules of 10,000 functions, all gates together, and the CPU time of the machine."""
    outcomes: list[Outcome] = []
    costs = [
        f"| {LARGE:,} functions | gates | ended | by | virtual time | batches of events | CPU of the machine | of everything |",
        "| --- " * 8 + "|",
    ]
    for way, seed in [(DEFAULT, 0), *((EVERY, seed) for seed in range(len(LARGE_FAULTS)))]:
        simulation = simulation_of(seed, way)
        started = time.process_time()
        outcome = ended(simulation, seed)
        took_s = time.process_time() - started
        outcomes.append(outcome)
        costs.append(
            f"| {FAULTS[outcome.fault]} | {way.name} | {outcome.phase} | {outcome.by} | {simulation.now / 3600:.1f} h |"
            f" {simulation.steps:,} | {simulation.machine_cpu_s:.1f} s | {took_s:.1f} s |"
        )
    article = [by_article(seed) for seed in range(len(LARGE_FAULTS))]
    return [f"Fleets of {LARGE:,} functions:\n", gates_table({EVERY.name: outcomes[1:]}, article), "", *costs]


if __name__ == "__main__":
    sys.exit(main())
