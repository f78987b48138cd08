"""The life of a rollout, decided: events in, Actions out.

No clock, no AWS, no randomness. An Action is to be performed only after the state that gave it out was saved: then a
crash loses no fact that the machine needs, for each Action finds its effect when it is performed again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from lamella.change.rollout.action import Action, ReadGates
from lamella.change.rollout.event import Acted, Command, Commanded, Event, Ticked
from lamella.change.rollout.state import Phase, State
from lamella.change.rollout.stepping.answers import answered
from lamella.change.rollout.stepping.phases import (
    bake_ends_at,
    deadline,
    go_on,
    is_frozen,
    pause,
    reading_at,
    resume,
    roll_back,
)
from lamella.change.rollout.stepping.work import Work


def step(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Return the state after an event, and what is to be done now; never more than one Action a function at a time."""
    return steps(state, (event,))


def steps(state: State, events: Sequence[Event]) -> tuple[State, tuple[Action, ...]]:
    """Do `step` for each event in order, at the cost of one."""
    work = Work(state)
    for event in events:
        match event:
            case Ticked(at, frozen_until):
                _ticked(work, at, frozen_until)
            case Commanded(_, command, by):
                _commanded(work, command, by)
            case Acted():
                answered(work, event)
            case _:
                assert_never(event)
        if work.head.phase is not Phase.PLANNED or isinstance(event, Ticked):
            go_on(work, event.at)
    return work.state(), tuple(work.given)


def next_at(state: State, now: datetime) -> datetime | None:
    """Return when time alone lets something happen (end of bake, next reading, end of a freeze); `None` for never."""
    head = state.head
    if head.phase is Phase.PAUSED:
        return None
    work = Work(state)
    moments = list(work.later.values())
    if head.phase is Phase.PLANNED:
        moments.append(head.frozen_until if is_frozen(head, now) and head.frozen_until else now)
    elif state.schedule is None:
        moments.append(now)
    elif head.phase is Phase.BAKING and not any(isinstance(other, ReadGates) for other in work.others):
        moments += _of_bake(work, now)
    return max(now, min(moments)) if moments else None


def _of_bake(work: Work, now: datetime) -> list[datetime]:
    head = work.head
    end, reading, until = bake_ends_at(head), reading_at(work), deadline(head)
    moments = [] if reading is None else [reading]
    stage_at = until if work.lacking else end
    if stage_at is not None:
        held = head.frozen_until if is_frozen(head, now) and head.stage < head.stages else None
        moments.append(max(stage_at, held) if held else stage_at)
    return moments


def _ticked(work: Work, at: datetime, frozen_until: datetime | None) -> None:
    if not work.head.phase.ended and frozen_until != work.head.frozen_until:
        work.head = replace(work.head, frozen_until=frozen_until)
    for ref, moment in list(work.later.items()):
        if moment <= at:
            del work.later[ref]
            work.urgent.append(ref)


def _commanded(work: Work, command: Command, by: str) -> None:
    match command:
        case Command.PAUSE:
            pause(work, f"paused by {by}")
        case Command.RESUME:
            resume(work)
        case Command.ROLLBACK:
            if work.head.phase not in {Phase.ROLLING_BACK, Phase.ROLLED_BACK}:
                roll_back(work, f"asked for by {by}")
        case _:
            assert_never(command)
