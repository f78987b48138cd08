"""What is next for a function, from its facts alone."""

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
from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.judging.smoke import smoke_for
from lamella.change.rollout.state import Head, Part
from lamella.change.rollout.tags import tags_of

_LATEST = "$LATEST"
# Others are restored before tags are taken away.
_RESTORING = frozenset({Part.RESTORE_TRAFFIC, Part.RESTORE_LATEST})


def belongs(function: Function, head: Head, part: Part) -> bool:  # noqa: PLR0911 - one for each Part
    """Whether a function has something to do in a part of a stage."""
    planned, standing = function.planned, function.standing
    going = standing in {Standing.WAITING, Standing.MOVING}
    match part:
        case Part.NOTHING:
            return False
        case Part.PREPARE:
            return going and planned.wave == head.stage and bool(planned.aliases)
        case Part.SWITCH:
            return going and planned.wave == head.stage and not planned.aliases
        case Part.SHIFT:
            moved = standing in {Standing.MOVING, Standing.MOVED}
            return moved and planned.wave <= head.stage and bool(planned.aliases)
        case Part.RESTORE_TRAFFIC:
            return standing is Standing.RESTORING
        case Part.RESTORE_LATEST:
            return standing is Standing.RESTORING and bool(planned.aliases)
        case Part.UNTAG:
            # The tags of a function that could not be restored say what it was.
            return function.tagged and standing is not Standing.UNRESTORED
        case _:
            assert_never(part)


def following(function: Function, head: Head, part: Part) -> FunctionAction | None:
    """Return a function's next Action in a part; `None` when it has done its share."""
    match function.standing:
        case Standing.RESTORING:
            return _restoring(function, head, traffic_only=part is Part.RESTORE_TRAFFIC)
        case Standing.WAITING | Standing.MOVING if part in {Part.PREPARE, Part.SWITCH}:
            return _preparing(function, head)
        case Standing.MOVING | Standing.MOVED if part is Part.SHIFT:
            return _shifting(function, head)
        case Standing.RESTORED | Standing.SKIPPED if function.tagged and part not in _RESTORING:
            return UntagFunction(function.ref, head.id)
        case _:
            return (
                UntagFunction(function.ref, head.id) if belongs(function, head, part) and part is Part.UNTAG else None
            )


def has_smoke(function: Function, head: Head) -> bool:
    """Whether a smoke gate is for a function."""
    return bool(head.settings.smoke) and smoke_for(head.settings, function.ref.name) is not None


def weight_in(function: Function, head: Head) -> float:
    """Return the share that an alias of a function has in the stage that the rollout is in."""
    weights = head.settings.strategy.weights
    return weights[min(head.stage - function.planned.wave, len(weights) - 1)]


def _preparing(function: Function, head: Head) -> FunctionAction | None:  # noqa: PLR0911 - one for each Action
    planned, ref = function.planned, function.ref
    if not function.tagged:
        return TagFunction(ref, tags_of(planned, head.id))
    if not function.swapped and planned.before != planned.after:
        return UpdateLayers(ref, planned.before, planned.after)
    if not function.settled:
        return AwaitUpdate(ref, planned.after)
    if planned.aliases and function.published is None:
        description = f"lamella rollout {head.id}: {planned.new.layer.name}:{planned.new.number}"
        return PublishVersion(ref, planned.after, planned.code_sha256, description)
    if function.published is not None and not function.ready:
        return AwaitVersion(ref, function.published, planned.after)
    if function.smoke is None and has_smoke(function, head):
        return InvokeSmoke(ref, function.published or _LATEST)
    return None


def _shifting(function: Function, head: Head) -> FunctionAction | None:
    if function.published is None or not function.ready:
        return None
    weight = weight_in(function, head)
    for alias in function.planned.aliases:
        if function.weights.get(alias.name, 0.0) != weight:
            return ShiftAlias(
                function.ref, alias.name, alias.version, function.published, weight, provisioned=alias.provisioned
            )
    return None


def _restoring(function: Function, head: Head, *, traffic_only: bool) -> FunctionAction | None:
    planned, ref = function.planned, function.ref
    if not function.tagged:
        # Of a rollout that was done: no other one may hold the function meanwhile.
        return TagFunction(ref, tags_of(planned, head.id))
    for alias in planned.aliases:
        if function.weights.get(alias.name, 0.0 if function.published is None else 1.0) != 0.0:
            return RestoreAlias(ref, alias.name, alias.version, function.published, planned.after)
    if planned.before == planned.after or (traffic_only and planned.aliases):
        return None
    if function.swapped:
        return UpdateLayers(ref, planned.after, planned.before)
    return None if function.settled else AwaitUpdate(ref, planned.before)
