"""Exchanges one layer version in a list, by exact layer ARN; all others keep their positions."""

from collections.abc import Mapping, Sequence

from lamella.change.rollout.observed import Configuration, NewVersion
from lamella.model.arn import LayerArn, LayerVersionArn

Layers = tuple[LayerVersionArn, ...]


def used(layers: Layers, moving: Mapping[LayerArn, object]) -> LayerVersionArn | None:
    """Return the first version in a list that is of a layer that moves."""
    return next((layer for layer in layers if layer.layer in moving), None)


def swapped(layers: Layers, new: LayerVersionArn) -> Layers:
    """Return the list with `new` in the place of any other version of its layer."""
    return tuple(new if layer.layer == new.layer else layer for layer in layers)


def fitting(versions: Sequence[NewVersion], function: Configuration) -> NewVersion | None:
    """Return the first version that is for a function's runtime and architecture."""
    return next((version for version in versions if unfit(version, function) is None), None)


def unfit(version: NewVersion, function: Configuration) -> str | None:
    """Return why a version is not for a function; `None` when it is. A version that names no runtime is for all."""
    if version.runtimes and function.runtime not in version.runtimes:
        return f"{version.arn.short} is for {', '.join(version.runtimes)}, the function runs {function.runtime}"
    if version.architectures and function.architecture not in version.architectures:
        return f"{version.arn.short} is for {', '.join(version.architectures)}, the function is {function.architecture}"
    return None
