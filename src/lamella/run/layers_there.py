"""Holds that layers which are named in AWS's terms are there."""

from collections.abc import Sequence
from typing import assert_never

from lamella.errors import NotFoundError
from lamella.fleet.fleet import Fleet
from lamella.run.layers_named import ByArn, Configured, Named, NamedLayer


def hold_there(layers: Sequence[NamedLayer], fleet: Fleet) -> None:
    """Hold that each layer named by AWS name or ARN has a version: a slip of the pen must not pass for a clean layer.

    Layers of the file may be unpublished. With gaps nothing is held, since the layer may be behind one.

    Raises:
        NotFoundError: A layer has no version anywhere in the Fleet.
    """
    if fleet.gaps:
        return
    arns = {version.arn.layer for version in fleet.layer_versions}
    names = {arn.name for arn in arns}
    where = ", ".join(str(place) for place in fleet.places)
    for layer in layers:
        match layer:
            case Named(name, hint) if name not in names:
                raise NotFoundError(f"there is no layer `{name}`", why=f"looked in {where}", hint=hint)
            case ByArn(arn) if arn not in arns:
                raise NotFoundError(f"there is no layer {arn}", why=f"looked in {where}")
            case Named() | ByArn() | Configured():
                continue
            case _:
                assert_never(layer)
