"""What is known of a function after an Action had its effect."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from lamella.change.rollout.action import (
    AwaitUpdate,
    AwaitVersion,
    FunctionAction,
    InvokeSmoke,
    PublishVersion,
    RestoreAlias,
    ShiftAlias,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Did
from lamella.change.rollout.function import Function
from lamella.change.rollout.gates import Reading, Verdict

_NO_SMOKE = Reading("smoke", Verdict.PASS, "none", "", "no smoke gate is for this function")


def learned(  # noqa: PLR0911 - one for each Action
    function: Function, action: FunctionAction, did: Did, at: datetime
) -> Function:
    """Return the function with the facts that an Action made true."""
    known = replace(function, waits_since=None)
    match action:
        case TagFunction():
            return replace(known, tagged=True)
        case UpdateLayers():
            forward = is_forward(function, action)
            moved_at = at if forward and not function.planned.aliases and not known.moved_at else known.moved_at
            return replace(known, swapped=forward, settled=False, moved_at=moved_at)
        case AwaitUpdate():
            return replace(known, settled=True, swapped=is_forward(function, action))
        case PublishVersion():
            return replace(known, published=did.version, ready=False)
        case AwaitVersion():
            return replace(known, ready=True)
        case InvokeSmoke():
            return replace(known, smoke=_NO_SMOKE)
        case ShiftAlias(alias=alias, weight=weight):
            return replace(known, weights={**known.weights, alias: weight}, moved_at=known.moved_at or at)
        case RestoreAlias(alias=alias):
            return replace(known, weights={**known.weights, alias: 0.0})
        case UntagFunction():
            return replace(known, tagged=False)
        case _:
            assert_never(action)


def is_forward(function: Function, action: FunctionAction) -> bool:
    """Whether an Action leads to the new version; it may be answered when the function is being restored already."""
    match action:
        case UpdateLayers(after=layers) | AwaitUpdate(layers=layers):
            return layers == function.planned.after
        case PublishVersion() | AwaitVersion() | InvokeSmoke() | ShiftAlias():
            return True
        case TagFunction() | RestoreAlias() | UntagFunction():
            return False
        case _:
            assert_never(action)
