"""What the user wants: layers and environments, as decoded from lamella.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lamella.model.check import Depth
from lamella.model.grant import Share
from lamella.model.layer_test import LayerTest
from lamella.model.rollout import RolloutSettings
from lamella.model.target import Target


class Slim(StrEnum):
    """How much is removed: nothing; what rules prove to be unused at run time; or by the evidence of a trace.

    `compact` keeps every source and leaves out bytecode of modules that no test uses; `traced` also takes out the
    files that no test reads.
    """

    OFF = "off"
    SAFE = "safe"
    COMPACT = "compact"
    TRACED = "traced"

    @property
    def by_proof(self) -> bool:
        """Whether the layer's tests are run to decide what stays."""
        return self in {Slim.COMPACT, Slim.TRACED}


class Bytecode(StrEnum):
    """Unchecked-hash .pyc beside the sources, .pyc instead of them, or none."""

    HASH = "hash"
    ONLY = "only"
    OFF = "off"


class Compress(StrEnum):
    """libdeflate level 7 or 12; see docs/decisions/0004-compression.md for what each costs and gains."""

    FAST = "fast"
    BEST = "best"

    @property
    def level(self) -> int:
        """The libdeflate level."""
        match self:
            case Compress.FAST:
                return 7
            case Compress.BEST:
                return 12


@dataclass(frozen=True, slots=True)
class Include:
    """Own code: the file or folder `source` (relative to lamella.toml) becomes `to` (relative to /opt)."""

    source: str
    to: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The user's own limits in bytes; `None` leaves AWS's limit alone in force."""

    zipped_bytes: int | None = None
    unzipped_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Slimming:
    """Everything that decides what the passes do to a unit."""

    slim: Slim = Slim.SAFE
    bytecode: Bytecode = Bytecode.HASH
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    botocore_services: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of lamella.toml.

    Attributes:
        name: Its name, at most 140 of `[a-zA-Z0-9-_]`.
        source: Requirement files, project or lock files, one folder, or requirements, in the user's order.
        targets: What to build for.
        groups, extras: Of a pyproject.toml or uv.lock source.
        exclude: Distributions left to the runtime, normalised names.
        include: Own code.
        test: How it is tested in the sandbox.
        version: The user's label of the version to publish, such as `1.4.0`; empty for none.
        share: The grants that the file wants; `None` where it says nothing about sharing.
        check: How far builds and publications check it.
    """

    name: str
    source: tuple[str, ...]
    targets: tuple[Target, ...]
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    slimming: Slimming = Slimming()
    exclude: tuple[str, ...] = ()
    include: tuple[Include, ...] = ()
    compress: Compress = Compress.FAST
    budget: Budget = Budget()
    test: LayerTest = field(default_factory=LayerTest)
    version: str = ""
    share: Share | None = None
    check: Depth = Depth.CHEAP


@dataclass(frozen=True, slots=True)
class Account:
    """An AWS account of an environment, and the role that reaches it."""

    id: str
    role_arn: str | None = None
    external_id: str | None = None


DEFAULT_CHANNEL = "stable"


@dataclass(frozen=True, slots=True)
class Environment:
    """A named place to publish to.

    Attributes:
        accounts: None stands for the caller's own.
        regions: None stands for those of the command line, or the configured default Region.
        name_template: Of published names; fields: layer, environment (or env), runtime, architecture.
        artifact_buckets: Region -> bucket.
        reference: Zips stay in the bucket (S3ObjectStorageMode=REFERENCE).
        channel: The channel that `publish` moves; empty for none.
        state_store: A path relative to lamella.toml, or `dynamodb://TABLE`; `None` for the user's state folder.
        keep_copies: Where `clean` keeps copies of what it deletes: `s3://BUCKET/PREFIX` or a folder relative to
            lamella.toml; `None` for the state folder.
        rollout: How rollouts go here.
    """

    name: str
    accounts: tuple[Account, ...] = ()
    regions: tuple[str, ...] = ()
    name_template: str = "{layer}"
    artifact_buckets: Mapping[str, str] = field(default_factory=dict)
    reference: bool = False
    channel: str = DEFAULT_CHANNEL
    state_store: str | None = None
    keep_copies: str | None = None
    rollout: RolloutSettings = field(default_factory=RolloutSettings)
