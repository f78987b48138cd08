"""What a rollout does to the world; each may be performed again without harm."""

from dataclasses import dataclass

from lamella.change.rollout.function import FunctionRef
from lamella.model.arn import LayerVersionArn
from lamella.model.rollout import Notice


@dataclass(frozen=True, slots=True)
class TagFunction:
    """Claim a function with tags that also hold what undoing needs; refused when another rollout's tag is there."""

    ref: FunctionRef
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UpdateLayers:
    """Give $LATEST another layer list, guarded by RevisionId.

    `after` there already: did. Neither `before` nor `after` there: drifted. An update in progress: not yet. It is sent
    and not waited for: see AwaitUpdate. Restoring is the same Action with the lists exchanged.
    """

    ref: FunctionRef
    before: tuple[LayerVersionArn, ...]
    after: tuple[LayerVersionArn, ...]


@dataclass(frozen=True, slots=True)
class AwaitUpdate:
    """$LATEST has this list and its update is Successful; InProgress: not yet; other list: drifted; Failed: refused."""

    ref: FunctionRef
    layers: tuple[LayerVersionArn, ...]


@dataclass(frozen=True, slots=True)
class PublishVersion:
    """Publish $LATEST as a version, guarded by RevisionId and CodeSha256.

    The answer's Layers must be `layers`: otherwise drifted. Nothing changed since the last version: Lambda answers that
    one, so a lost answer is asked for again without harm.
    """

    ref: FunctionRef
    layers: tuple[LayerVersionArn, ...]
    code_sha256: str
    description: str


@dataclass(frozen=True, slots=True)
class AwaitVersion:
    """A published version has these layers, read back, and is Active (SnapStart: minutes); Pending: not yet."""

    ref: FunctionRef
    version: str
    layers: tuple[LayerVersionArn, ...]


@dataclass(frozen=True, slots=True)
class InvokeSmoke:
    """Invoke a version (`$LATEST` or a number) with the events of its smoke gate; the result has the Reading."""

    ref: FunctionRef
    version: str


@dataclass(frozen=True, slots=True)
class ShiftAlias:
    """Give a share of an alias's traffic to the new version, guarded by RevisionId; 1.0 points the alias to it.

    `old` and `new` are function versions. An alias that has other versions: drifted. With provisioned concurrency that
    is not READY: not yet.
    """

    ref: FunctionRef
    alias: str
    old: str
    new: str
    weight: float
    provisioned: bool = False


@dataclass(frozen=True, slots=True)
class RestoreAlias:
    """Point an alias to `old` without weights; there already: did. Other versions than `old` and `new`: drifted.

    `new` is `None` where the published version is not known (after a crash): an alias is then ours when its additional
    or main version has the layers `layers`.
    """

    ref: FunctionRef
    alias: str
    old: str
    new: str | None
    layers: tuple[LayerVersionArn, ...]


@dataclass(frozen=True, slots=True)
class UntagFunction:
    """Take the tags of the rollout of this id away; none there, or another rollout's, which stay: did."""

    ref: FunctionRef
    rollout: str


@dataclass(frozen=True, slots=True)
class ReadGates:
    """Read and judge the gates of a stage for the functions that have moved; the result has the Readings."""

    stage: int


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the user's channels; a failure is said and stops nothing."""

    notice: Notice
    text: str


FunctionAction = (
    TagFunction
    | UpdateLayers
    | AwaitUpdate
    | PublishVersion
    | AwaitVersion
    | InvokeSmoke
    | ShiftAlias
    | RestoreAlias
    | UntagFunction
)
Action = FunctionAction | ReadGates | Notify
