"""A rollout's first state: from a plan, or from the tags of functions where nothing else is known."""

from collections.abc import Sequence
from datetime import UTC, datetime

from lamella.change.rollout.document import digest
from lamella.change.rollout.function import Function, PlannedFunction, SkippedFunction, Standing
from lamella.change.rollout.observed import ObservedFunction
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.state import Head, Move, Phase, State
from lamella.change.rollout.tags import claimed_by, undo_of
from lamella.model.rollout import RolloutSettings


def rollout_id(plan: RolloutPlan, at: datetime) -> str:
    """Return `20261125-061503-4f9a1c`: when it is started, in UTC, and of what plan."""
    return f"{at.astimezone(UTC):%Y%m%d-%H%M%S}-{digest(plan)[:6]}"


def state_of(plan: RolloutPlan, id_: str, at: datetime, by: str) -> State:
    """Return the state of a rollout that was just started.

    Args:
        plan: Of the rollout.
        id_: See `rollout_id`.
        at: With a time zone.
        by: The caller's ARN.
    """
    head = Head(
        id_,
        plan.layer,
        plan.environment,
        plan.moves,
        plan.places,
        plan.settings,
        at,
        by,
        digest(plan),
        plan.stages,
        plan.commit,
    )
    functions = [Function(each) for each in plan.functions]
    functions += [_skipped(each, plan) for each in plan.skipped]
    return State(head, {each.ref: each for each in functions})


def state_from_tags(
    id_: str, observed: Sequence[ObservedFunction], settings: RolloutSettings, environment: str, at: datetime, by: str
) -> State:
    """Return a state in which a rollback undoes all that a rollout did, as far as tags tell.

    Args:
        id_: The rollout's.
        observed: Functions; those of other rollouts are passed over.
        settings: Patience and notifications count.
        environment: Its name.
        at: With a time zone.
        by: The caller's ARN.
    """
    found = [undo for each in observed if claimed_by(each.tags or {}) == id_ and (undo := undo_of(each)) is not None]
    moves = sorted({(each.ref.place, each.new) for each in found})
    places = tuple(sorted({each.ref.place for each in found}))
    layers = ", ".join(sorted({new.layer.name for _, new in moves}))
    last = max((each.wave for each in found), default=1)
    head = Head(
        id_,
        layers,
        environment,
        tuple(Move(place, new.layer.name, new) for place, new in moves),
        places,
        settings,
        at,
        by,
        "",
        last,
        phase=Phase.PAUSED,
        before_pause=Phase.MOVING,
        stage=last,
        why="read from the tags of functions: only a rollback is known",
    )
    return State(head, {each.ref: _from_tags(each) for each in found})


def _skipped(skipped: SkippedFunction, plan: RolloutPlan) -> Function:
    new = next((move.new for move in plan.moves if move.place == skipped.ref.place), plan.moves[0].new)
    planned = PlannedFunction(skipped.ref, new, new, (), (), wave=0)
    return Function(planned, Standing.SKIPPED, why=skipped.why)


def _from_tags(planned: PlannedFunction) -> Function:
    # Whether an alias was moved is not known: restoring one that was not finds it in its place.
    return Function(
        planned,
        Standing.MOVED,
        tagged=True,
        weights={alias.name: 1.0 for alias in planned.aliases},
    )
