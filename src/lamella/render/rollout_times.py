"""When a rollout goes on, and how long it takes at least."""

import math
from datetime import datetime, timedelta

from lamella.change.rollout.state import Head, Phase
from lamella.model.durations import duration_text
from lamella.render.rollout_words import moment


def bake_ends_at(head: Head) -> datetime | None:
    """Return when the bake of the stage ends; `None` where no stage bakes."""
    if head.stage_since is None:
        return None
    return head.stage_since + timedelta(seconds=head.settings.bake_s)


def least_left_s(head: Head, now: datetime) -> float | None:
    """Return the seconds that bakes still take, moving aside; `None` where the rollout goes forward no more."""
    bake_s = head.settings.bake_s
    phase = head.before_pause if head.phase is Phase.PAUSED else head.phase
    if phase not in {Phase.PLANNED, Phase.MOVING, Phase.BAKING}:
        return None
    ends = bake_ends_at(head)
    if phase is Phase.BAKING and ends is not None:
        return max(0.0, (ends - now).total_seconds()) + (head.stages - head.stage) * bake_s
    return (head.stages - max(head.stage, 1) + 1) * bake_s


def time_left(head: Head, now: datetime) -> tuple[str, ...]:
    """Return what the rollout waits for and what is left, a line each."""
    lines = []
    ends = bake_ends_at(head)
    if head.frozen_until is not None and not head.phase.ended:
        lines.append(f"frozen until {moment(head.frozen_until)}: no stage begins before")
    if head.phase is Phase.BAKING and ends is not None:
        left_s = (ends - now).total_seconds()
        if left_s > 0:
            lines.append(f"bakes until {moment(ends)}, {duration_text(math.ceil(left_s))} left")
        else:
            lines.append(f"waits for gates, {_data_words(head, ends, now)}")
    least_s = least_left_s(head, now)
    if least_s:
        lines.append(f"bakes take {duration_text(math.ceil(least_s))} more at least")
    return tuple(lines)


def _data_words(head: Head, ends: datetime, now: datetime) -> str:
    settings = head.settings
    wait_s = settings.bake_s if settings.wait_for_data_s is None else settings.wait_for_data_s
    if math.isinf(wait_s):
        return "for data as long as it takes"
    left_s = max(0.0, wait_s - (now - ends).total_seconds())
    return f"for data {duration_text(math.ceil(left_s))} more at most"
