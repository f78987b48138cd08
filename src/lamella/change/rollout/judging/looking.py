"""What of a rollout's state matters to judging: who has moved, which looks remain, whether the bake has ended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.gates import Reading
from lamella.change.rollout.judging.measured import Counts
from lamella.change.rollout.judging.spending import Looks, share_of_function
from lamella.change.rollout.judging.windows import Traffic
from lamella.change.rollout.state import Head, State


def moved_functions(state: State, stage: int) -> tuple[Function, ...]:
    """Return the functions whose traffic has met the new version, in a stage and those before it."""
    return tuple(
        each
        for each in state.functions.values()
        if each.moved_at is not None
        and each.planned.wave <= stage
        and each.standing in {Standing.MOVING, Standing.MOVED}
    )


def wave_sizes(state: State) -> Mapping[int, int]:
    """Return how many functions each wave was planned with: it never changes, whatever becomes of them."""
    return Counter(each.planned.wave for each in state.functions.values())


def bake_ended(head: Head, now: datetime) -> bool:
    """Whether the stage's bake has ended."""
    return head.stage_since is not None and head.stage_since + timedelta(seconds=head.settings.bake_s) <= now


def looks_at(function: Function, gate: str, alpha: float, sizes: Mapping[int, int], *, last: bool) -> Looks:
    """Return the looks of a gate at a function.

    Args:
        function: Which.
        gate: The gate's name in readings.
        alpha: The gate's.
        sizes: See `wave_sizes`.
        last: The bake has ended.
    """
    wave = function.planned.wave
    return Looks(share_of_function(alpha, wave, sizes[wave]), reading_of(function.readings, gate), last)


def reading_of(readings: Iterable[Reading], gate: str) -> Reading | None:
    """Return the reading of a gate."""
    return next((each for each in readings if each.gate == gate), None)


def summed(traffic: Iterable[Traffic], counts: Mapping[Traffic, Counts]) -> Counts:
    """Return the counts of several kinds of traffic together; the percentile is that of the one with most of it."""
    found = [counts[each] for each in traffic]
    most = max(found, key=lambda each: each.invocations if each.p99_ms is not None else -1, default=Counts())
    return Counts(
        sum(each.invocations for each in found),
        sum(each.errors for each in found),
        sum(each.throttles for each in found),
        most.p99_ms,
    )
