"""The life of a rollout, decided: events in, Actions out."""

from collections.abc import Sequence
from datetime import datetime

from lamella.change.rollout.action import Action
from lamella.change.rollout.event import Event
from lamella.change.rollout.state import State


def step(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Return the state after an event, and what is to be done now; never more than one Action a function at a time."""
    raise NotImplementedError


def steps(state: State, events: Sequence[Event]) -> tuple[State, tuple[Action, ...]]:
    """Do `step` for each event in order, at the cost of one."""
    raise NotImplementedError


def next_at(state: State, now: datetime) -> datetime | None:
    """Return when time alone lets something happen (end of bake, next reading, end of a freeze); `None` for never."""
    raise NotImplementedError
