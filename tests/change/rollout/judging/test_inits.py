"""Init durations: cold starts in, readings out."""

from dataclasses import replace

import pytest

from lamella.change.rollout.gates import Verdict
from lamella.change.rollout.judging.inits import judge_inits
from lamella.change.rollout.judging.spending import Looks
from lamella.model.rollout import InitGate

LOOKS = Looks(0.005)
BEFORE = [400.0 + 2 * n for n in range(40)]
SLOW = [900.0 + 3 * n for n in range(12)]


@pytest.mark.parametrize(
    ("gate", "after", "before", "verdict"),
    [
        (InitGate(), SLOW, BEFORE, Verdict.FAIL),
        (InitGate(), BEFORE[:12], BEFORE, Verdict.PASS),
        (InitGate(), [450.0] * 12, [400.0] * 40, Verdict.PASS),  # slower for certain, but not by a fifth
        (InitGate(), SLOW[:4], BEFORE, Verdict.NOT_ENOUGH_DATA),
        (InitGate(), SLOW, [], Verdict.NOT_ENOUGH_DATA),
        (InitGate(), SLOW[:5], BEFORE[:4], Verdict.NOT_ENOUGH_DATA),
        (InitGate(), [300.0, 310.0, 320.0, 600.0, 610.0, 620.0, 630.0], BEFORE[:12], Verdict.PASS),
        (InitGate(most_ms=800), SLOW, [], Verdict.FAIL),
        (InitGate(most_ms=2_000), SLOW, [], Verdict.PASS),
        (InitGate(most_ms=2_000), SLOW, BEFORE, Verdict.FAIL),
    ],
)
def test_inits(gate: InitGate, after: list[float], before: list[float], verdict: Verdict) -> None:
    assert judge_inits(gate, after, before, LOOKS).verdict is verdict


def test_a_reading_tells_both_medians() -> None:
    reading = judge_inits(InitGate(), SLOW, BEFORE, LOOKS)
    assert (reading.value, reading.threshold) == ("916 ms", "at most 527 ms, 1.2 x 439 ms before")
    assert (reading.number, reading.unit, reading.n, reading.baseline_n, reading.looks) == (916.5, "ms", 12, 40, 1)


def test_between_looks_the_reading_stays_but_for_the_absolute_limit() -> None:
    first = judge_inits(InitGate(), BEFORE[:6], BEFORE, LOOKS)
    looks = replace(LOOKS, previous=first)
    assert judge_inits(InitGate(), SLOW, BEFORE, looks) is first
    assert judge_inits(InitGate(most_ms=800), SLOW, BEFORE, looks).verdict is Verdict.FAIL
