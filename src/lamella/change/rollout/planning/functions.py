"""What becomes of one function."""

from collections.abc import Sequence

from lamella.change.rollout.function import AliasMove, PlannedFunction, SkippedFunction
from lamella.change.rollout.observed import NewVersion, ObservedAlias, ObservedFunction
from lamella.change.rollout.planning.guards import bound_aliases, managed, owner_of, refused_list, size_of, unmovable
from lamella.change.rollout.planning.request import RolloutRequest
from lamella.change.rollout.planning.swap import Layers, fitting, swapped, unfit, used
from lamella.model.arn import LayerVersionArn

_LATEST = "$LATEST"


def plan_function(function: ObservedFunction, request: RolloutRequest) -> PlannedFunction | SkippedFunction | None:
    """Return what is to happen to a function, in wave 1; `None` when it uses no version that gives way."""
    lists = [function.latest.layers]
    lists += [function.versions[it.version].layers for it in function.aliases if it.version in function.versions]
    layer = next((found.layer for layers in lists if (found := used(layers, request.versions))), None)
    if layer is None:
        return None
    versions = request.versions[layer]
    new = fitting(versions, function.latest)
    old = _old(lists, new or versions[0], newest=len(versions) > 1)
    if old is None:
        return None
    owner = owner_of(function, request)
    why = unmovable(function)
    if why is None and new is None:
        why = unfit(versions[0], function.latest)
    if why is None:
        why = managed(owner, old, request)
    if why is not None or new is None:
        return SkippedFunction(function.ref, why or "")
    return _planned(function, request, old, new, owner)


def _planned(
    function: ObservedFunction,
    request: RolloutRequest,
    old: LayerVersionArn,
    new: NewVersion,
    owner: str,
) -> PlannedFunction | SkippedFunction:
    aliases = _aliases(function, old, new)
    before = function.latest.layers
    after = swapped(before, new.arn)
    why = None
    if new.arn not in after:
        why = f"$LATEST does not use {old.layer.name}, which alias {aliases[0].name} serves: publishing would drop it"
    why = why or refused_list(function, after, new, request) or bound_aliases(function, aliases, new)
    if why is not None:
        return SkippedFunction(function.ref, why)
    size_bytes, is_estimate = size_of(function.latest, after, new, request)
    return PlannedFunction(
        function.ref,
        old,
        new.arn,
        before,
        after,
        tuple(AliasMove(it.name, it.version, it.provisioned > 0) for it in aliases),
        function.latest.code_sha256,
        1,
        owner,
        size_bytes,
        is_estimate,
        function.invocations_per_day,
    )


def _old(lists: Sequence[Layers], new: NewVersion, *, newest: bool) -> LayerVersionArn | None:
    """Return the version that gives way: that of $LATEST, else of the first alias that has another than the new one.

    Where the newest one that fits is wanted, a version that is newer still is the user's own choice.
    """
    found = (layer for layers in lists for layer in layers if layer.layer == new.arn.layer and layer != new.arn)
    return next((layer for layer in found if not newest or layer.number < new.arn.number), None)


def _aliases(function: ObservedFunction, old: LayerVersionArn, new: NewVersion) -> tuple[ObservedAlias, ...]:
    """Return the aliases of published versions with another version of the layer than the new one."""
    return tuple(
        alias
        for alias in function.aliases
        if any(
            layer.layer == old.layer and layer != new.arn
            for version in (alias.version, *alias.weights)
            if version != _LATEST
            for layer in function.versions[version].layers
        )
    )
