"""Applies a Plan to AWS."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from lamella.change.action import Action
from lamella.change.applying import Applied
from lamella.change.document import digest
from lamella.change.plan import Plan, PlanKind
from lamella.change.world import World
from lamella.errors import RefusedError
from lamella.run.applying.applier import apply
from lamella.run.applying.archives import hold_archives
from lamella.run.applying.claims import claimed
from lamella.run.applying.effects import Effects, Progress, Silent
from lamella.run.applying.ledger import Ledger
from lamella.run.applying.owner import has_ended, owner_text
from lamella.run.scope import Scope

# Lanes need one each; reading before the first change goes faster with some more.
_LEAST_WORKERS = 8
_MOST_WORKERS = 32


def apply_plan(
    plan: Plan,
    scope: Scope,
    *,
    force: bool,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    world: World | None = None,
) -> Applied:
    """Apply a Plan, or go on with one that was interrupted; the Journal in the scope's store says how far it came.

    Places are worked at side by side, the Steps of a place one after the other. A Step that fails does not stop those
    that do not need it; see `Applied.exit_code`.

    Args:
        plan: Made now, or read from a file.
        scope: Reaches the Plan's places; its store has Journal, records and claims.
        force: Thresholds are overruled.
        now: Gives the time, with a time zone.
        progress: Hears of each Step.
        world: `None` for the scope's AWS.

    Raises:
        RefusedError: It changes more than it may without `force`.
        ChangedError: What it rests on changed since it was made; nothing was changed.
        UsageError: A zip that it names is not there.
        StateError: The store cannot be used, or somebody else applies a Plan to the same environment.
        AwsError: There are no credentials.
    """
    hold_thresholds(plan, force=force)
    made = digest(plan)
    caller = scope.clients.caller().arn
    executor = ThreadPoolExecutor(_workers(plan), "lamella-apply")
    effects = Effects(world or _aws(scope), scope.store, executor, time.sleep, now, progress or Silent())
    with claimed(effects, _claim_names(plan), owner_text(caller), has_ended) as claims, executor:
        try:
            return apply(
                Ledger(scope.store, plan, made, now),
                effects,
                claims,
                caller,
                lambda wanted: _recheck(plan, scope, wanted, now),
                forced=force and bool(plan.exceeded),
            )
        except BaseException:
            # What is under way ends by itself; what only waits for a worker must not begin.
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def hold_thresholds(plan: Plan, *, force: bool) -> None:
    """Hold that a Plan may be applied.

    Raises:
        RefusedError: It is over a threshold, and `force` is not given.
    """
    if plan.exceeded and not force:
        raise RefusedError(
            "the plan changes more than it may without --force",
            why="\n".join(f"{it.what}: {it.count}, at most {it.most} without --force" for it in plan.exceeded),
            hint="read the plan again, then give --force",
        )


def _workers(plan: Plan) -> int:
    lanes = len({step.action.place for step in plan.steps})
    return max(_LEAST_WORKERS, min(lanes, _MOST_WORKERS))


def _claim_names(plan: Plan) -> Sequence[str]:
    accounts = {step.action.place.account for step in plan.steps}
    return [f"apply {plan.environment} {account}" for account in accounts]


def _recheck(plan: Plan, scope: Scope, wanted: Sequence[Action], now: Callable[[], datetime]) -> Sequence[str]:
    hold_archives(wanted)
    if plan.kind is not PlanKind.CLEAN:
        return ()
    from lamella.run.cleaning.recheck import recheck  # noqa: PLC0415 - reads much that other plans do not need

    return recheck(plan, scope, now())


def _aws(scope: Scope) -> World:
    from lamella.aws.world import AwsWorld  # noqa: PLC0415 - boto3 takes long to import

    return AwsWorld(scope.clients)
