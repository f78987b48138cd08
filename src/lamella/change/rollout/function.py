"""A function of a rollout: what is to happen to it, and what is known to have happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lamella.change.rollout.gates import Reading
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place


@dataclass(frozen=True, slots=True, order=True)
class FunctionRef:
    """A function in a place."""

    place: Place
    name: str

    @property
    def arn(self) -> str:
        """Unqualified."""
        return f"arn:{self.place.partition}:lambda:{self.place.region}:{self.place.account}:function:{self.name}"

    def __str__(self) -> str:
        return f"{self.name} in {self.place}"


@dataclass(frozen=True, slots=True)
class AliasMove:
    """An alias that serves the old layer version and is to serve the new one.

    Attributes:
        version: The function version that it points to before, without additional weights: an alias that already
            splits its traffic is not moved.
        provisioned: It has provisioned concurrency, which must be READY before each weight.
    """

    name: str
    version: str
    provisioned: bool = False


@dataclass(frozen=True, slots=True)
class PlannedFunction:
    """What is to happen.

    Attributes:
        ref: Which.
        old, new: The layer version that goes, and the one that takes its position.
        before, after: The whole layer list of $LATEST, in order. They are equal where $LATEST has `new` already.
        aliases: None for a function that is switched in place; else its traffic goes through these.
        code_sha256: Of $LATEST's code, base64; it guards PublishVersion.
        wave: From 1; functions of wave k join in stage k.
        owner: `stack reports (CloudFormation)`, `terraform state prod.tfstate`; empty for none.
        size_bytes: Unzipped code and layers with the new version; `None` where unknown.
        size_is_estimate: It rests on zipped sizes.
        invocations_per_day: From CloudWatch; `None` where it was not read.
    """

    ref: FunctionRef
    old: LayerVersionArn
    new: LayerVersionArn
    before: tuple[LayerVersionArn, ...]
    after: tuple[LayerVersionArn, ...]
    aliases: tuple[AliasMove, ...] = ()
    code_sha256: str = ""
    wave: int = 1
    owner: str = ""
    size_bytes: int | None = None
    size_is_estimate: bool = False
    invocations_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class SkippedFunction:
    """A function that uses the old version and is not moved, and because of what."""

    ref: FunctionRef
    why: str


class Standing(StrEnum):
    """How a function stands, as shown to the user and in JSON."""

    WAITING = "waiting"
    MOVING = "moving"
    MOVED = "moved"
    RESTORING = "restoring"
    RESTORED = "restored"
    SKIPPED = "skipped"
    DRIFTED = "drifted"
    UNRESTORED = "unrestored"


@dataclass(frozen=True, slots=True)
class Function:
    """A function and the facts about it; facts only grow, except by restoring.

    Attributes:
        planned: What is to happen.
        standing: How it stands.
        tagged: It carries the rollout's tags.
        swapped: AWS accepted the new list for $LATEST (or it was there); `settled`: the update has completed.
        published: The function version that has the new layer; `None` before. `ready`: it is Active, its layers were
            read back.
        weights: Alias -> share of its traffic that has the new version, as last confirmed; 1.0 for all.
        smoke: The reading of its smoke invocations; `None` before, or where there is no smoke gate.
        moved_at: When its first traffic met the new version; the baseline window ends there.
        readings: The newest of each gate.
        waits_since: Since when an Action answered "not yet"; `None` when none does.
        why: Because of what it was skipped, drifted, restored or could not be restored; `failed`: it counts as a
            failure.
    """

    planned: PlannedFunction
    standing: Standing = Standing.WAITING
    tagged: bool = False
    swapped: bool = False
    settled: bool = False
    published: str | None = None
    ready: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    smoke: Reading | None = None
    moved_at: datetime | None = None
    readings: tuple[Reading, ...] = ()
    waits_since: datetime | None = None
    why: str = ""
    failed: bool = False

    @property
    def ref(self) -> FunctionRef:
        """Which."""
        return self.planned.ref
