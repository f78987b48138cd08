"""Plans a rollout: (functions, versions, settings) -> RolloutPlan."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from lamella.change.plan import Threshold
from lamella.change.rollout.function import PlannedFunction, SkippedFunction
from lamella.change.rollout.observed import ObservedFunction
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.planning.functions import plan_function
from lamella.change.rollout.planning.request import RolloutRequest
from lamella.change.rollout.planning.waves import in_waves
from lamella.change.rollout.state import Move
from lamella.model.rollout import AlarmGate, CommandGate, RolloutSettings

MOST_UNJUDGED = 50


def plan_rollout(request: RolloutRequest, observed: Sequence[ObservedFunction], now: datetime) -> RolloutPlan:
    """Return the plan of a rollout.

    Args:
        request: What was asked for.
        observed: The functions that may move.
        now: With a time zone.
    """
    outcomes = [plan_function(each, request) for each in observed]
    planned = [each for each in outcomes if isinstance(each, PlannedFunction)]
    skipped = sorted((each for each in outcomes if isinstance(each, SkippedFunction)), key=lambda each: each.ref)
    tags = {each.ref: each.tags or {} for each in observed}
    seed = " ".join(sorted({str(each.new) for each in planned}))
    functions = in_waves(planned, request.settings, tags, seed)
    moves = sorted({(each.ref.place, each.new) for each in functions})
    return RolloutPlan(
        request.layer,
        request.environment,
        request.places,
        tuple(Move(place, new.layer.name, new) for place, new in moves),
        request.settings,
        functions,
        tuple(skipped),
        now,
        request.gaps,
        _exceeded(functions, request.settings),
        (*request.notes, *_notes(functions)),
        request.commit,
    )


def _exceeded(functions: Sequence[PlannedFunction], settings: RolloutSettings) -> tuple[Threshold, ...]:
    """Return the threshold that a rollout breaks which nothing judges."""
    judged = bool(settings.smoke) or any(
        settings.bake_s > 0 or isinstance(gate, AlarmGate | CommandGate) for gate in settings.gates
    )
    largest = max(Counter(each.wave for each in functions).values(), default=0)
    if judged or largest <= MOST_UNJUDGED:
        return ()
    return (Threshold("functions in one wave that no gate judges", largest, MOST_UNJUDGED),)


def _notes(functions: Sequence[PlannedFunction]) -> tuple[str, ...]:
    owned = sum(bool(each.owner) for each in functions)
    if not owned:
        return ()
    verb = "is" if owned == 1 else "are"
    return (f"{owned} of {len(functions)} functions {verb} owned: the next deployment puts the old version back",)
