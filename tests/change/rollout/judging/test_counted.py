"""Errors, throttles, durations: counts in, readings out."""

from dataclasses import replace
from random import Random

import pytest

from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.judging.counted import judge_durations, judge_errors, judge_throttles
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.spending import Looks, share_of_function
from lamella.model.rollout import DurationGate, ErrorGate, ThrottleGate

LOOKS = Looks(0.005)
GATE = ErrorGate()


@pytest.mark.parametrize(
    ("after", "before", "verdict"),
    [
        (Counts(200, 8), Counts(2_000, 10), Verdict.FAIL),
        (Counts(200, 1), Counts(2_000, 10), Verdict.PASS),
        (Counts(49, 49), Counts(2_000, 10), Verdict.NOT_ENOUGH_DATA),
        (Counts(0, 0), Counts(0, 0), Verdict.NOT_ENOUGH_DATA),
        (Counts(500, 500), Counts(0, 0), Verdict.NOT_ENOUGH_DATA),
        (Counts(500, 500), Counts(10, 0), Verdict.FAIL),
        (Counts(60, 60), Counts(100, 99), Verdict.NOT_ENOUGH_DATA),
        (Counts(1_000, 500), Counts(1_000, 500), Verdict.PASS),
    ],
)
def test_errors(after: Counts, before: Counts, verdict: Verdict) -> None:
    assert judge_errors(GATE, after, before, LOOKS).verdict is verdict


def test_a_reading_tells_what_was_seen_and_because_of_what() -> None:
    assert judge_errors(GATE, Counts(200, 8), Counts(2_000, 10), LOOKS) == Reading(
        "errors",
        Verdict.FAIL,
        "8 of 200 (4.0 %)",
        "10 of 2,000 (0.5 %) before, p < 0.0025",
        "p = 8e-05; from 6 of 200 on it is no chance; look 1",
        4.0,
        3.0,
        "%",
        200,
        2_000,
        1,
    )


def test_too_few_invocations_spend_no_look_and_say_how_many_are_missing() -> None:
    reading = judge_errors(GATE, Counts(12), Counts(2_000), LOOKS)
    assert (reading.value, reading.threshold, reading.evidence, reading.looks) == (
        "12 invocations",
        "at least 50",
        "38 are missing",
        0,
    )


def test_between_looks_the_reading_stays() -> None:
    first = judge_errors(GATE, Counts(100, 1), Counts(2_000, 10), LOOKS)
    assert judge_errors(GATE, Counts(399, 399), Counts(2_000, 10), replace(LOOKS, previous=first)) is first
    second = judge_errors(GATE, Counts(400, 20), Counts(2_000, 10), replace(LOOKS, previous=first))
    assert (second.verdict, second.looks) == (Verdict.FAIL, 2)


def test_throttled_events_are_none_of_the_invocations() -> None:
    reading = judge_throttles(ThrottleGate(), Counts(90, throttles=30), Counts(1_000), LOOKS)
    assert (reading.verdict, reading.value) == (Verdict.FAIL, "30 of 120 (25.0 %)")


@pytest.mark.parametrize(
    ("after", "before", "verdict"),
    [
        (Counts(300, p99_ms=151.0), Counts(300, p99_ms=100.0), Verdict.FAIL),
        (Counts(300, p99_ms=150.0), Counts(300, p99_ms=100.0), Verdict.PASS),
        (Counts(299, p99_ms=900.0), Counts(300, p99_ms=100.0), Verdict.NOT_ENOUGH_DATA),
        (Counts(300, p99_ms=900.0), Counts(299, p99_ms=100.0), Verdict.NOT_ENOUGH_DATA),
        (Counts(300), Counts(300, p99_ms=100.0), Verdict.NOT_ENOUGH_DATA),
    ],
)
def test_durations(after: Counts, before: Counts, verdict: Verdict) -> None:
    assert judge_durations(DurationGate(), after, before).verdict is verdict


def test_a_version_that_is_no_worse_stops_a_whole_rollout_no_more_often_than_alpha() -> None:
    """600 rollouts of 1, 4 and 15 functions; each looks after every minute of ten and has a rate of its own."""
    random, alpha, stopped = Random(20), 0.05, 0  # noqa: S311 - a simulation
    for _ in range(600):
        stopped += any(
            _stopped(random, share_of_function(alpha, wave, size))
            for wave, size in enumerate((1, 4, 15), 1)
            for _ in range(size)
        )
    assert 0 < stopped <= 0.05 * 600


def _stopped(random: Random, alpha: float) -> bool:
    rate, before = random.choice((0.002, 0.01, 0.05)), random.choice((2_000, 20_000))
    spread = (before * rate * (1 - rate)) ** 0.5
    baseline = Counts(before, max(0, round(random.gauss(before * rate, spread))))
    previous: Reading | None = None
    seen = Counts()
    for minute in range(1, 11):
        more = 40
        failed = sum(random.random() < rate for _ in range(more))
        seen = Counts(seen.invocations + more, seen.errors + failed)
        previous = judge_errors(GATE, seen, baseline, Looks(alpha, previous, last=minute == 10))
        if previous.verdict is Verdict.FAIL:
            return True
    return False
