"""Judges what is counted: errors, throttles, the 99th percentile of durations."""

from dataclasses import dataclass

from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.proportions import fewest_failures, p_of_more
from lamella.change.rollout.judging.spending import Looks
from lamella.model.rollout import DurationGate, ErrorGate, ThrottleGate


@dataclass(frozen=True, slots=True)
class _Share:
    failed: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.failed / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.failed:,} of {self.of:,} ({self.percent:.1f} %)"


def judge_errors(gate: ErrorGate, after: Counts, before: Counts, looks: Looks) -> Reading:
    """Judge the share of failed invocations.

    Args:
        gate: The gate.
        after: With the new version.
        before: In the baseline window.
        looks: What may be spent.
    """
    now, then = _Share(after.errors, after.invocations), _Share(before.errors, before.invocations)
    return _judged("errors", gate.min_invocations, now, then, looks)


def judge_throttles(gate: ThrottleGate, after: Counts, before: Counts, looks: Looks) -> Reading:
    """Judge the share of throttled events among all that came; see `judge_errors`."""
    now = _Share(after.throttles, after.throttles + after.invocations)
    then = _Share(before.throttles, before.throttles + before.invocations)
    return _judged("throttles", gate.min_invocations, now, then, looks)


def judge_durations(gate: DurationGate, after: Counts, before: Counts) -> Reading:
    """Judge the 99th percentile of durations: a ratio, no test."""
    n, baseline_n = after.invocations, before.invocations
    for count, when in ((n, ""), (baseline_n, " before")):
        if count < gate.min_invocations:
            return too_few("duration", count, gate.min_invocations, f"invocations{when}", n=n, baseline_n=baseline_n)
    if after.p99_ms is None or before.p99_ms is None:
        evidence = "CloudWatch counted invocations and gave no durations"
        return Reading("duration", Verdict.NOT_ENOUGH_DATA, "no durations", "", evidence, n=n, baseline_n=baseline_n)
    limit_ms = gate.ratio * before.p99_ms
    return Reading(
        "duration",
        Verdict.FAIL if after.p99_ms > limit_ms else Verdict.PASS,
        f"p99 {after.p99_ms:,.0f} ms",
        f"at most {limit_ms:,.0f} ms, {gate.ratio:g} x {before.p99_ms:,.0f} ms before",
        f"{n:,} invocations, {baseline_n:,} before",
        after.p99_ms,
        limit_ms,
        "ms",
        n,
        baseline_n,
    )


def too_few(gate: str, count: int, least: int, what: str, *, n: int, baseline_n: int = 0) -> Reading:
    """Return the reading of a gate that lacks data; no look was spent yet."""
    return Reading(
        gate,
        Verdict.NOT_ENOUGH_DATA,
        f"{count:,} {what}",
        f"at least {least:,}",
        f"{least - count:,} are missing",
        n=n,
        baseline_n=baseline_n,
    )


def _judged(gate: str, least: int, now: _Share, then: _Share, looks: Looks) -> Reading:
    if looks.previous and not looks.due(now.of):
        return looks.previous
    if now.of < least:
        return too_few(gate, now.of, least, "invocations", n=now.of, baseline_n=then.of)
    level = looks.level
    most = fewest_failures(now.of, then.failed, then.of, level)
    threshold = f"{then} before, p < {level:.2g}"
    if most is None and looks.previous and looks.made:
        return looks.previous
    if most is None:
        evidence = (
            f"{then.of:,} invocations before are too few: {now.of:,} failures of {now.of:,} could still be chance"
        )
        return Reading(
            gate,
            Verdict.NOT_ENOUGH_DATA,
            str(now),
            threshold,
            evidence,
            now.percent,
            unit="%",
            n=now.of,
            baseline_n=then.of,
        )
    p = p_of_more(now.failed, now.of, then.failed, then.of)
    return Reading(
        gate,
        Verdict.FAIL if p <= level else Verdict.PASS,
        str(now),
        threshold,
        f"p = {p:.2g}; from {most:,} of {now.of:,} on it is no chance; look {looks.made + 1}",
        now.percent,
        100 * most / now.of,
        "%",
        now.of,
        then.of,
        looks.made + 1,
    )
