"""What an Action's result means."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from lamella.change.rollout.action import (
    AwaitUpdate,
    AwaitVersion,
    FunctionAction,
    Notify,
    PublishVersion,
    ReadGates,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Acted, Broke, Did, Drifted, Judged, NotYet, Refused, Result
from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.state import Phase
from lamella.change.rollout.stepping.learned import is_forward, learned
from lamella.change.rollout.stepping.phases import NOT_TOLD, fail, pause, roll_back
from lamella.change.rollout.stepping.work import Work

_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 5.0
_LONGEST_WAIT_FOR_A_VERSION_S = 10.0


def answered(work: Work, event: Acted) -> None:
    """Take the result of an Action; one that was not given out means nothing."""
    match event.action:
        case Notify() as notify:
            if notify in work.others:
                work.others.discard(notify)
                work.head = replace(work.head, noticed=(*work.head.noticed, _noticed(notify, event.result)))
        case ReadGates() as reading:
            if reading in work.others:
                work.others.discard(reading)
                _read(work, event)
        case action:
            if work.busy.get(action.ref) == action:
                del work.busy[action.ref]
                _of_function(work, work.functions[action.ref], action, event)
                work.urgent.append(action.ref)


def _noticed(notify: Notify, result: Result) -> str:
    match result:
        case Refused(why) | Broke(why) | NotYet(why) | Drifted(why):
            return f"{notify.notice}{NOT_TOLD}{why}"
        case Did() | Judged():
            return str(notify.notice)
        case _:
            assert_never(result)


def _read(work: Work, event: Acted) -> None:
    match event.result:
        case Judged(of_functions, of_stage):
            pass
        case Broke(why) | Refused(why) | Drifted(why):
            pause(work, f"gates could not be read: {why}")
            return
        case Did() | NotYet():
            work.lacking = True
            return
        case _:
            assert_never(event.result)
    work.head = replace(work.head, readings=of_stage)
    failed: list[tuple[Function, Reading]] = []
    readings = list(of_stage)
    for ref, found in of_functions.items():
        function = work.functions.get(ref)
        if function is None or function.standing not in {Standing.MOVED, Standing.MOVING}:
            continue
        work.know(replace(function, readings=found))
        readings += found
        failed += [(function, reading) for reading in found if reading.verdict is Verdict.FAIL][:1]
    work.lacking = any(reading.verdict is Verdict.NOT_ENOUGH_DATA for reading in readings)
    if work.head.phase.ended or work.head.phase is Phase.ROLLING_BACK:
        return
    for function, reading in failed:
        fail(work, function.ref, told(reading), by_gate=True)
    of_all = next((reading for reading in of_stage if reading.verdict is Verdict.FAIL), None)
    if of_all is not None:
        work.head = replace(work.head, gate_failed=True)
        if work.head.phase is not Phase.ROLLING_BACK:
            roll_back(work, told(of_all))


def told(reading: Reading) -> str:
    """Return a reading in one line."""
    return f"{reading.gate}: {reading.value}, {reading.threshold}" + (
        f" ({reading.evidence})" if reading.evidence else ""
    )


def _of_function(work: Work, function: Function, action: FunctionAction, event: Acted) -> None:
    if isinstance(event.result, Did):
        did = event.result
        if isinstance(action, PublishVersion) and did.version is None:
            pause(work, f"{function.ref}: PublishVersion answered no version")
        else:
            work.know(learned(function, action, did, event.at))
    elif isinstance(action, UntagFunction):
        _untagging(work, function, event)
    elif function.standing in {Standing.WAITING, Standing.MOVING, Standing.MOVED}:
        _forward(work, function, action, event)
    else:
        _restoring(work, function, action, event)


def _forward(work: Work, function: Function, action: FunctionAction, event: Acted) -> None:
    ref, result = function.ref, event.result
    match result:
        case Did():
            pass
        case NotYet(why):
            if _waits(work, function, action, event.at):
                fail(work, ref, f"not ready after {work.head.settings.patience_s:.0f} s: {why}", by_gate=False)
        case Drifted(why):
            work.know(replace(function, standing=Standing.DRIFTED, why=why, waits_since=None))
            pause(work, f"{ref}: {why}")
        case Refused(why, gone=True):
            work.know(replace(function, standing=Standing.SKIPPED, why=why, tagged=False, waits_since=None))
        case Refused(why):
            if isinstance(action, TagFunction | UpdateLayers) and not function.swapped:
                tagged = function.tagged and not isinstance(action, TagFunction)
                work.know(replace(function, standing=Standing.SKIPPED, why=why, tagged=tagged, waits_since=None))
            else:
                fail(work, ref, why, by_gate=False)
        case Broke(why):
            pause(work, f"{ref}: {why}")
        case Judged(of_functions):
            _smoked(work, function, of_functions.get(ref, ()))
        case _:
            assert_never(result)


def _smoked(work: Work, function: Function, readings: tuple[Reading, ...]) -> None:
    reading = next(iter(readings), None)
    if reading is None:
        pause(work, f"{function.ref}: the smoke invocations gave no reading")
        return
    work.know(replace(function, smoke=reading, waits_since=None))
    if reading.verdict is Verdict.FAIL:
        fail(work, function.ref, told(reading), by_gate=True)


def _restoring(work: Work, function: Function, action: FunctionAction, event: Acted) -> None:
    """Take the result of an Action for a function that is being restored; the Action may be older than that."""
    result, forward = event.result, is_forward(function, action)
    if isinstance(result, Refused) and result.gone:
        work.know(replace(function, standing=Standing.SKIPPED, why=result.why, tagged=False, waits_since=None))
        return
    if isinstance(result, Judged):
        _smoked_too_late(work, function, result)
        return
    if forward or function.standing is not Standing.RESTORING:
        return
    match result:
        case Did():
            pass
        case NotYet(why):
            if _waits(work, function, action, event.at):
                _give_up(work, function, f"not ready after {work.head.settings.patience_s:.0f} s: {why}")
        case Drifted(why):
            if isinstance(action, AwaitUpdate):
                # An update whose answer was lost, or somebody else's: exchanging the lists tells which.
                work.know(replace(function, swapped=True, settled=True))
            else:
                _give_up(work, function, why)
        case Refused(why) | Broke(why):
            _give_up(work, function, why)
        case _:
            assert_never(result)


def _smoked_too_late(work: Work, function: Function, result: Judged) -> None:
    reading = next(iter(result.of_functions.get(function.ref, ())), None)
    if reading is None:
        return
    failed = reading.verdict is Verdict.FAIL
    work.failures += failed and not function.failed
    why = told(reading) if failed else function.why
    work.know(replace(function, smoke=reading, failed=function.failed or failed, why=why))


def _give_up(work: Work, function: Function, why: str) -> None:
    work.know(replace(function, standing=Standing.UNRESTORED, why=why, waits_since=None))
    pause(work, f"{function.ref} could not be restored: {why}")


def _untagging(work: Work, function: Function, event: Acted) -> None:
    match event.result:
        case NotYet(why):
            ended = _waits(work, function, event.action, event.at)
        case Drifted(why) | Refused(why) | Broke(why):
            ended = True
        case Did() | Judged():
            return
        case _:
            assert_never(event.result)
    if ended:
        # Whoever runs the rollout next tries again.
        work.kept.add(function.ref)
        noted = f"{function.why}; " if function.why else ""
        work.know(
            replace(
                work.functions[function.ref],
                waits_since=None,
                why=f"{noted}its tags lamella:* could not be removed: {why}",
            )
        )


def _waits(work: Work, function: Function, action: object, at: datetime) -> bool:
    """Put a function off; return whether patience with it is at an end."""
    since = function.waits_since or at
    waited_s = (at - since).total_seconds()
    if waited_s >= work.head.settings.patience_s:
        return True
    longest_s = _LONGEST_WAIT_FOR_A_VERSION_S if isinstance(action, AwaitVersion) else _LONGEST_WAIT_S
    wait_s = min(longest_s, max(_FIRST_WAIT_S, waited_s / 4))
    work.know(replace(function, waits_since=since))
    work.later[function.ref] = at + timedelta(seconds=wait_s)
    return False
