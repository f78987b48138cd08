"""What a rollout is planned from, beside the functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.observed import NewVersion
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place
from lamella.model.rollout import RolloutSettings


@dataclass(frozen=True, slots=True)
class RolloutRequest:
    """What was asked for, and what is known.

    Attributes:
        layer: As the user named it.
        environment: Its name.
        places: The scope that was read.
        settings: How.
        versions: Of each layer that moves, the versions that functions may get, the preferred one first: a function
            gets the first that is for its runtime and architecture.
        managed: Functions that infrastructure code owns are moved too.
        owners: Functions that files name, and which; `aws:cloudformation:stack-name` is read from tags.
        unzipped_bytes: Of layer versions where it is known; else the zip's size stands for it.
        gaps: What could not be read.
        notes: What the user should know.
        commit: Of the project's repository.
    """

    layer: str
    environment: str
    places: tuple[Place, ...]
    settings: RolloutSettings
    versions: Mapping[LayerArn, tuple[NewVersion, ...]]
    managed: bool = False
    owners: Mapping[FunctionRef, str] = field(default_factory=dict)
    unzipped_bytes: Mapping[LayerVersionArn, int] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    commit: str | None = None
