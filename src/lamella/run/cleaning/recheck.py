"""Looks again, right before the first deletion, whether what a clean-up rests on still holds."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from lamella.change.action import DeleteLayerVersion
from lamella.change.clean import left_version
from lamella.change.plan import Plan
from lamella.fleet.fleet import Fleet, LayerVersion
from lamella.fleet.needs import needs
from lamella.run.cleaning.observation import Asked, observe, with_policies
from lamella.run.scope import Scope

_THREADS = 16


def recheck(plan: Plan, scope: Scope, now: datetime) -> Sequence[str]:
    """Return, one line each, what now stands against a clean Plan; nothing when it may be performed.

    Functions, channels, stacks, records, policies and the files of the Plan are read again: a version that is to go
    must still have no need, and a version that was to stay must still be there (with it gone, one that goes might
    be among the newest). Versions that are gone already are no obstacle.

    Args:
        plan: Of kind `clean`.
        scope: With the places of the Plan.
        now: With a time zone.

    Raises:
        UsageError: A file of the Plan's pins cannot be read here.
        StateError, AwsError: The state store cannot be read.
    """
    doomed = {step.action.version: step.action for step in plan.steps if isinstance(step.action, DeleteLayerVersion)}
    if not doomed:
        return ()
    layers = tuple(sorted({arn.layer for arn in doomed}))
    with ThreadPoolExecutor(_THREADS) as executor:
        observed = observe(scope, Asked(layers, plan.pins, plan.assumed), executor, now)
        fleet = with_policies(scope.clients, observed.fleet, doomed, executor)
    needed = needs(_with_unlisted(fleet, doomed.values(), now), plan.assumed)
    back = [f"{arn.short} in {arn.place}: {reason}" for arn in sorted(doomed) for reason in needed[arn]]
    return (*back, *_gone(plan, fleet))


def _with_unlisted(fleet: Fleet, doomed: Iterable[DeleteLayerVersion], now: datetime) -> Fleet:
    """Add the versions that were not listed: they are gone, or a gap hides them, which then speaks for keeping them."""
    there = {version.arn for version in fleet.layer_versions}
    unlisted = tuple(
        LayerVersion(it.version, now, code_sha256=it.code_sha256, code_size_bytes=it.size_bytes, statements=())
        for it in doomed
        if it.version not in there
    )
    return replace(fleet, layer_versions=(*fleet.layer_versions, *unlisted))


def _gone(plan: Plan, fleet: Fleet) -> Sequence[str]:
    there = {version.arn for version in fleet.layer_versions}
    layers = {step.action.version.layer for step in plan.steps if isinstance(step.action, DeleteLayerVersion)}
    stayed = (left_version(left) for left in plan.left_alone)
    return [
        f"{arn.short} in {arn.place} was to stay and is gone"
        for arn in stayed
        if arn is not None and arn.layer in layers and arn not in there
    ]
