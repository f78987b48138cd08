"""Starts a planned rollout: puts it into the store."""

from datetime import datetime

from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.starting import rollout_id, state_of
from lamella.change.rollout.state import State
from lamella.errors import RefusedError, StateError, UsageError
from lamella.run.scope import Scope


def start(scope: Scope, plan: RolloutPlan, now: datetime, *, force: bool) -> State:
    """Put a rollout into the store; nothing is moved before somebody runs it.

    Raises:
        RefusedError: It is over a threshold, and `force` is not given.
        UsageError: It moves nothing.
        StateError: Another rollout that is not over has one of its functions, or the store cannot be written.
        AwsError: There are no credentials, or the store cannot be reached.
    """
    if plan.exceeded and not force:
        raise RefusedError(
            "the rollout moves more than it may without --force",
            why="\n".join(f"{it.what}: {it.count}, at most {it.most} without --force" for it in plan.exceeded),
            hint="add a gate (--smoke), or start with a smaller wave",
        )
    if not plan.functions:
        raise UsageError("there is nothing to move", why="no function of the plan moves")
    _hold_free(scope, plan)
    state = state_of(plan, rollout_id(plan, now), now, scope.clients.caller().arn)
    if not scope.store.rollouts.create(state):
        raise StateError(f"rollout {state.head.id} was started already", hint=f"lamella rollout run {state.head.id}")
    return state


def _hold_free(scope: Scope, plan: RolloutPlan) -> None:
    """Hold that no other rollout has the functions; tags hold it too, against those of other stores."""
    refs = {each.ref for each in plan.functions}
    for head in scope.store.rollouts.heads():
        if head.phase.ended:
            continue
        saved = scope.store.rollouts.load(head.id)
        both = sorted(refs & set(saved.state.functions)) if saved else []
        if both:
            raise StateError(
                f"rollout {head.id} of {head.layer} is not over",
                why=f"it has {len(both)} of these functions, such as {both[0]}",
                hint=f"`lamella rollout run {head.id}` or `lamella rollout rollback {head.id}` ends it",
            )
