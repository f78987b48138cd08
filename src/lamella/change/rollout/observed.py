"""What planning a rollout needs to know of each function; read by `run/`, judged by `change.rollout.planning`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamella.change.rollout.function import FunctionRef
from lamella.model.arn import LayerVersionArn


@dataclass(frozen=True, slots=True)
class Configuration:
    """$LATEST or a published version.

    Attributes:
        version: `$LATEST` or a number as text.
        layers: In order.
        code_sha256: Base64.
        content: A digest over all that PublishVersion freezes beside code and layers (environment, memory, handler,
            timeout, role, runtime, VPC, ...): equal for two versions that differ in nothing else.
        runtime: Empty for images. `architecture`: `x86_64`, `arm64`.
        code_size_bytes, layer_bytes: Zipped, as AWS gives them.
        state: `Active`, `Pending`, ...; empty where AWS gives none.
        update_status: `Successful`, `InProgress`, `Failed`; empty where AWS gives none.
        snap_start: It applies to published versions.
        signing: ARN of its code signing configuration, which may refuse layers; empty for none.
    """

    version: str
    layers: tuple[LayerVersionArn, ...]
    code_sha256: str = ""
    content: str = ""
    runtime: str = ""
    architecture: str = "x86_64"
    code_size_bytes: int = 0
    layer_bytes: tuple[int, ...] = ()
    state: str = "Active"
    update_status: str = "Successful"
    snap_start: bool = False
    signing: str = ""
    image: bool = False


@dataclass(frozen=True, slots=True)
class ObservedAlias:
    """An alias with its provisioned concurrency."""

    name: str
    version: str
    weights: Mapping[str, float] = field(default_factory=dict)
    provisioned: int = 0


@dataclass(frozen=True, slots=True)
class ObservedFunction:
    """A function that uses the layer somewhere: in $LATEST or in a version that an alias serves.

    Attributes:
        latest: $LATEST.
        versions: Those that aliases serve, by number.
        aliases: All.
        tags: All; `None` where they could not be read.
        versions_provisioned: Versions with provisioned concurrency of their own.
        invocations_per_day: `None` where not read.
    """

    ref: FunctionRef
    latest: Configuration
    versions: Mapping[str, Configuration] = field(default_factory=dict)
    aliases: tuple[ObservedAlias, ...] = ()
    tags: Mapping[str, str] | None = field(default_factory=dict)
    versions_provisioned: frozenset[str] = frozenset()
    invocations_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """The layer version that functions are to get, in one place.

    Attributes:
        runtimes, architectures: Compatible ones; empty where it names none.
        zipped_bytes: From AWS.
        signed: By AWS Signer.
        code_sha256: Base64; empty where it was not read.
    """

    arn: LayerVersionArn
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    zipped_bytes: int = 0
    signed: bool = False
    code_sha256: str = ""
