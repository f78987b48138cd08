"""Judges init durations of cold starts."""

from collections.abc import Sequence
from statistics import median

from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.judging.counted import too_few
from lamella.change.rollout.judging.ranks import p_of_greater, smallest_p
from lamella.change.rollout.judging.spending import Looks
from lamella.model.rollout import InitGate

_GATE = "init"


def judge_inits(gate: InitGate, after_ms: Sequence[float], before_ms: Sequence[float], looks: Looks) -> Reading:
    """Judge the init durations of one function.

    Args:
        gate: The gate.
        after_ms: Of each cold start with the new version.
        before_ms: Of each in the baseline window.
        looks: What may be spent.
    """
    n, baseline_n = len(after_ms), len(before_ms)
    if n < gate.min_cold_starts:
        return too_few(_GATE, n, gate.min_cold_starts, "cold starts", n=n, baseline_n=baseline_n)
    now_ms = median(after_ms)
    if gate.most_ms is not None and now_ms > gate.most_ms:
        evidence = f"median of {n:,} cold starts"
        return _reading(Verdict.FAIL, now_ms, gate.most_ms, "the limit", evidence, (n, baseline_n, looks.made))
    if looks.previous and not looks.due(n):
        return looks.previous
    if not before_ms:
        return _without_baseline(gate, now_ms, n, looks)
    before = median(before_ms)
    limit_ms = gate.ratio * before
    level, p = looks.level, p_of_greater(after_ms, before_ms)
    evidence = f"medians of {n:,} cold starts and of {baseline_n:,} before; p = {p:.2g}, no chance below {level:.2g}"
    verdict, made = Verdict.PASS, looks.made + 1
    if now_ms > limit_ms and p <= level:
        verdict = Verdict.FAIL
    elif now_ms > limit_ms and smallest_p(n, baseline_n) > level:
        if looks.previous and looks.made:
            return looks.previous
        verdict, made = Verdict.NOT_ENOUGH_DATA, 0
        evidence = f"{n:,} cold starts, {baseline_n:,} before: too few to tell from chance"
    reason = f"{gate.ratio:g} x {before:,.0f} ms before"
    return _reading(verdict, now_ms, limit_ms, reason, evidence, (n, baseline_n, made))


def _without_baseline(gate: InitGate, now_ms: float, n: int, looks: Looks) -> Reading:
    evidence = f"median of {n:,} cold starts; none before to compare with"
    if gate.most_ms is not None:
        return _reading(Verdict.PASS, now_ms, gate.most_ms, "the limit", evidence, (n, 0, looks.made))
    return Reading(_GATE, Verdict.NOT_ENOUGH_DATA, f"{now_ms:,.0f} ms", "", evidence, now_ms, unit="ms", n=n)


def _reading(
    verdict: Verdict, now_ms: float, limit_ms: float, reason: str, evidence: str, counts: tuple[int, int, int]
) -> Reading:
    n, baseline_n, made = counts
    threshold = f"at most {limit_ms:,.0f} ms, {reason}"
    return Reading(
        _GATE, verdict, f"{now_ms:,.0f} ms", threshold, evidence, now_ms, limit_ms, "ms", n, baseline_n, made
    )
