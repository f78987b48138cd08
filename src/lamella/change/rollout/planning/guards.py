"""Why a function is not moved: each guard says what AWS would refuse, or what the move would break."""

from lamella.change.rollout.observed import Configuration, NewVersion, ObservedAlias, ObservedFunction
from lamella.change.rollout.planning.request import RolloutRequest
from lamella.change.rollout.planning.swap import Layers, swapped
from lamella.change.rollout.tags import claimed_by
from lamella.limits import limits
from lamella.model.arn import LayerVersionArn

_STACK = "aws:cloudformation:stack-name"


def owner_of(function: ObservedFunction, request: RolloutRequest) -> str:
    """Return who would put a function back at the next deployment; empty for nobody that is known.

    SAM and CDK deploy through CloudFormation, which tags what it makes.
    """
    stack = (function.tags or {}).get(_STACK)
    return f"stack {stack} (CloudFormation)" if stack else request.owners.get(function.ref, "")


def unmovable(function: ObservedFunction) -> str | None:
    """Return why nothing of a function can be moved; `None` when something can."""
    latest = function.latest
    if function.tags is None:
        return "its tags could not be read"
    claimed = claimed_by(function.tags)
    if claimed is not None:
        return f"rollout {claimed} owns it"
    if latest.image:
        return "a function from an image has no layers"
    if latest.runtime in limits().updates_blocked:
        return f"AWS updates no function that runs {latest.runtime} any more"
    if latest.state == "Failed":
        return "its state is Failed"
    return None


def managed(owner: str, old: LayerVersionArn, request: RolloutRequest) -> str | None:
    """Return why an owned function is not moved; `None` when it may be."""
    if not owner or request.managed:
        return None
    return f"{owner} owns it and would put {old.short} back at its next deployment: change it there, or give --managed"


def refused_list(function: ObservedFunction, after: Layers, new: NewVersion, request: RolloutRequest) -> str | None:
    """Return why AWS would refuse the new list; `None` when it would not."""
    if len(set(after)) < len(after) or len({layer.layer for layer in after}) < len(after):
        return f"its list would have {new.arn.layer.name} twice"
    if len(after) > limits().layers_per_function:
        return f"its list has {len(after)} layers, Lambda takes {limits().layers_per_function}"
    if function.latest.signing and not new.signed:
        return f"its code signing configuration may refuse {new.arn.short}, which is not signed"
    total, _ = size_of(function.latest, after, new, request)
    most = limits().unzipped_bytes
    if total > most:
        return f"code and layers would have at least {total:,} bytes unzipped, Lambda takes {most:,}"
    return None


def size_of(latest: Configuration, after: Layers, new: NewVersion, request: RolloutRequest) -> tuple[int, bool]:
    """Return the bytes of code and layers with the new version, and whether that is an estimate.

    AWS tells zipped sizes only. Where an unzipped one is not known, the zipped one stands for it, which is less: so an
    estimate over the limit is over it for certain. A function's own code is always estimated, unless it has none.
    """
    zipped = dict(zip(latest.layers, latest.layer_bytes, strict=False))
    total, estimate = latest.code_size_bytes, latest.code_size_bytes > 0
    for layer in after:
        known = request.unzipped_bytes.get(layer)
        if known is None:
            estimate = True
            known = new.zipped_bytes if layer == new.arn else zipped.get(layer, 0)
        total += known
    return total, estimate


def bound_aliases(function: ObservedFunction, aliases: tuple[ObservedAlias, ...], new: NewVersion) -> str | None:
    """Return why the aliases of a function cannot be moved together; `None` when they can."""
    for alias in aliases:
        if alias.weights:
            return f"alias {alias.name} splits its traffic already"
        if alias.version in function.versions_provisioned:
            return f"version {alias.version} has provisioned concurrency of its own, which no new version would have"
        version = function.versions[alias.version]
        differs = _differs(function.latest, version, new)
        if differs:
            return (
                f"$LATEST has {differs} than version {alias.version} of alias {alias.name}: publishing would ship that"
            )
    return None


def _differs(latest: Configuration, version: Configuration, new: NewVersion) -> str | None:
    if latest.code_sha256 != version.code_sha256:
        return "other code"
    if latest.content != version.content:
        return "another configuration"
    if swapped(latest.layers, new.arn) != swapped(version.layers, new.arn):
        return "other layers"
    return None
