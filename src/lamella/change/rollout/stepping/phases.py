"""What begins when something ends: parts, stages, bakes, rollbacks, the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from lamella.change.rollout.action import Notify, ReadGates
from lamella.change.rollout.function import Function, FunctionRef, Standing
from lamella.change.rollout.state import Head, Part, Phase
from lamella.change.rollout.stepping.work import Work
from lamella.model.rollout import AlarmGate, CommandGate, Notice, RolloutSettings

# Between a notice and why a channel could not be told, in `Head.noticed`.
NOT_TOLD = ", not told: "
FIRST_READING_S = 30.0
READING_EVERY_S = 60.0
_WENT = frozenset({Standing.MOVING, Standing.MOVED, Standing.UNRESTORED, Standing.RESTORING})
_UNDER_WAY = frozenset({Phase.MOVING, Phase.BAKING, Phase.PAUSED})


def go_on(work: Work, at: datetime) -> None:
    """Give out all that can be done, through as many parts and stages as that takes."""
    going = True
    while going and work.head.phase is not Phase.PAUSED:
        work.fill()
        going = work.idle and _next_part(work, at)
    _tell(work)


def roll_back(work: Work, why: str) -> None:
    """Begin to restore every function that was touched."""
    if work.head.phase in {Phase.DONE, Phase.FAILED}:
        work.head = replace(work.head, noticed=(), ended_at=None)
    work.head = replace(work.head, phase=Phase.ROLLING_BACK, before_pause=None, why=why)
    for function in list(work.functions.values()):
        if function.planned.wave <= work.head.stage:
            restored = _to_restore(function)
            if restored is not function:
                work.know(restored)
    work.later.clear()
    work.urgent.clear()
    work.begin(Part.RESTORE_TRAFFIC)


def fail(work: Work, ref: FunctionRef, why: str, *, by_gate: bool) -> None:
    """Count a function as failed; restore it alone, or with all others when it is one too many."""
    function = replace(work.functions[ref], failed=True, why=why, waits_since=None)
    work.failures += not work.functions[ref].failed
    if by_gate:
        work.head = replace(work.head, gate_failed=True)
    if function.standing is Standing.MOVING and not function.tagged:
        # Nothing but the tag can have been given out: it goes again.
        function = replace(function, standing=Standing.RESTORED, tagged=True)
        work.urgent.append(ref)
    elif function.standing in _WENT:
        function = replace(function, standing=Standing.RESTORING)
        work.urgent.append(ref)
    work.know(function)
    if work.failures >= work.head.settings.max_failures and work.head.phase in _UNDER_WAY:
        roll_back(work, f"{ref}: {why}")


def pause(work: Work, why: str) -> None:
    """Give nothing out any more until somebody resumes."""
    if work.head.phase in {Phase.PLANNED, Phase.MOVING, Phase.BAKING}:
        work.head = replace(work.head, phase=Phase.PAUSED, before_pause=work.head.phase, why=why)


def resume(work: Work) -> None:
    """Go on where the rollout was paused; patience begins anew."""
    head = work.head
    if head.phase is not Phase.PAUSED:
        return
    work.head = replace(head, phase=head.before_pause or Phase.MOVING, before_pause=None, why="")
    work.later.clear()
    work.urgent.clear()
    for function in list(work.functions.values()):
        if function.waits_since is not None:
            work.know(replace(function, waits_since=None))
    work.resume()


def bake_ends_at(head: Head) -> datetime | None:
    """Return when the stage's bake ends; `None` while it moves."""
    return None if head.stage_since is None else head.stage_since + timedelta(seconds=head.settings.bake_s)


def deadline(head: Head) -> datetime | None:
    """Return until when data is waited for; `None` while the stage moves, or for ever."""
    end = bake_ends_at(head)
    settings = head.settings
    wait_s = settings.bake_s if settings.wait_for_data_s is None else settings.wait_for_data_s
    if settings.bake_s == 0:
        wait_s = 0.0
    if end is None or wait_s == float("inf"):
        return None
    return end + timedelta(seconds=wait_s)


def reading_at(work: Work) -> datetime | None:
    """Return when gates are to be read next; `None` when they are not."""
    since, end, head = work.head.stage_since, bake_ends_at(work.head), work.head
    if since is None or end is None or not _reads(head.settings):
        return None
    last = work.read_at
    if last is None:
        return min(since + timedelta(seconds=FIRST_READING_S), end)
    moments = [last + timedelta(seconds=READING_EVERY_S), end, deadline(head)]
    return min(moment for moment in moments if moment is not None and moment > last)


def is_frozen(head: Head, at: datetime) -> bool:
    """Whether no stage may begin."""
    return head.frozen_until is not None and at < head.frozen_until


def _next_part(work: Work, at: datetime) -> bool:
    """Begin what follows on a part that has ended; return whether there was something."""
    match work.part:
        case Part.NOTHING:
            return _next_moment(work, at)
        case Part.PREPARE:
            work.begin(Part.SWITCH)
        case Part.SWITCH:
            work.begin(Part.SHIFT)
        case Part.SHIFT:
            work.head = replace(work.head, phase=Phase.BAKING, stage_since=at)
            work.read_at, work.lacking = None, False
            work.begin(Part.NOTHING)
        case Part.RESTORE_TRAFFIC:
            work.begin(Part.RESTORE_LATEST)
        case Part.RESTORE_LATEST:
            left = any(each.standing is Standing.UNRESTORED for each in work.functions.values())
            work.head = replace(work.head, phase=Phase.FAILED if left else Phase.ROLLED_BACK, ended_at=at)
            work.begin(Part.UNTAG)
        case Part.UNTAG:
            work.begin(Part.NOTHING)
        case _:
            assert_never(work.part)
    return True


def _next_moment(work: Work, at: datetime) -> bool:
    """Begin what time allows: a reading, the next stage; return whether something began."""
    head = work.head
    if head.phase is Phase.PLANNED:
        return _next_stage(work, at)
    if head.phase is not Phase.BAKING:
        return False
    if any(isinstance(other, ReadGates) for other in work.others):
        return False
    due = reading_at(work)
    if due is not None and due <= at:
        reading = ReadGates(head.stage)
        work.read_at = at
        work.others.add(reading)
        work.given.append(reading)
        return False
    end, until = bake_ends_at(head), deadline(head)
    if end is None or at < end or (work.lacking and (until is None or at < until)):
        return False
    return _next_stage(work, at)


def _next_stage(work: Work, at: datetime) -> bool:
    head = work.head
    if head.stage >= head.stages:
        work.head = replace(head, phase=Phase.DONE, ended_at=at, frozen_until=None)
        work.begin(Part.UNTAG)
        return True
    if is_frozen(head, at):
        return False
    work.head = replace(head, phase=Phase.MOVING, stage=head.stage + 1, stage_since=None)
    work.begin(Part.PREPARE)
    return True


def _reads(settings: RolloutSettings) -> bool:
    """Whether gates are read in a bake; without one only those that need no data are."""
    gates = settings.gates
    return bool(gates) if settings.bake_s else any(isinstance(gate, AlarmGate | CommandGate) for gate in gates)


def _to_restore(function: Function) -> Function:
    match function.standing:
        case Standing.WAITING | Standing.SKIPPED | Standing.RESTORED:
            return function
        case Standing.MOVING if not function.tagged:
            # Nothing but the tag can have been given out: it goes again.
            return replace(function, standing=Standing.WAITING, tagged=True, waits_since=None)
        case Standing.DRIFTED if not (function.swapped or function.published):
            return function
        case Standing.MOVING | Standing.MOVED | Standing.RESTORING | Standing.DRIFTED | Standing.UNRESTORED:
            return replace(function, standing=Standing.RESTORING, waits_since=None)
        case _:
            assert_never(function.standing)


def _tell(work: Work) -> None:
    """Give out what the user's channels have not been told; what a crash swallowed is told again."""
    head = work.head
    if not head.settings.notifications:
        return
    notices = [Notice.GATE_FAILED] if head.gate_failed else []
    match head.phase:
        case Phase.DONE:
            notices.append(Notice.COMPLETED)
        case Phase.ROLLED_BACK:
            notices.append(Notice.ROLLED_BACK)
        case Phase.FAILED:
            notices.append(Notice.FAILED)
        case Phase.PLANNED | Phase.MOVING | Phase.BAKING | Phase.PAUSED | Phase.ROLLING_BACK:
            pass
        case _:
            assert_never(head.phase)
    telling = {other.notice for other in work.others if isinstance(other, Notify)}
    done = {each.partition(NOT_TOLD)[0] for each in head.noticed}
    for notice in notices:
        if notice not in done and notice not in telling:
            told = Notify(notice, head.why or f"{head.stage} of {head.stages} stages")
            work.others.add(told)
            work.given.append(told)
