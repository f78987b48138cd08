"""The shape of lamella.toml, as TOML gives it.

Only forms are held here; meanings (a target that exists, a glob that stays inside /opt) are held where the values
are made. The JSON Schema comes from these classes, so each description is also what an editor shows.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.config.wire_check import CheckTable
from lamella.config.wire_rollout import RolloutTable
from lamella.config.wire_share import ShareTable
from lamella.config.wire_test import LayerTestTable
from lamella.config.wire_types import (
    BELOW_OPT,
    MOST_JOBS,
    NAME_TEMPLATE,
    AccountId,
    Bucket,
    Channel,
    Distribution,
    EnvironmentName,
    Glob,
    KeepCopies,
    Label,
    LayerName,
    Plain,
    Region,
    RoleArn,
    Service,
    Size,
    StateStore,
    TargetText,
    Text,
)
from lamella.model.check import Depth
from lamella.model.layer import Bytecode, Compress, Slim


class IncludeTable(Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from"}):
    """Own code to put into the layer."""

    source: Annotated[Text, Meta(description="File or folder, relative to this file.", examples=["src/shared"])]
    to: Annotated[
        Plain,
        Meta(
            description="Its path relative to /opt.",
            examples=["python/shared"],
            extra_json_schema={"pattern": BELOW_OPT},
        ),
    ]


class BudgetTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The user's own limits; a build over one fails with exit code 3."""

    zipped: Annotated[Size, Meta(description="Largest archive.")] | UnsetType = UNSET
    unzipped: Annotated[Size, Meta(description="Largest sum of the sizes of its files.")] | UnsetType = UNSET


class LayerTable(Struct, frozen=True, forbid_unknown_fields=True):
    """One layer. The table's name is the layer's name."""

    source: Annotated[
        Text | Annotated[list[Text], Meta(min_length=1)],
        Meta(
            description="A requirements file, pyproject.toml, uv.lock, pylock.toml, or a folder laid out as /opt;"
            ' or a list of files and requirements. One with a "/" or a suffix .txt .toml .lock .in is a file.',
            examples=["requirements.txt", ["requests>=2.32", "boto3"]],
            extra={"allowed": "a string, or a list of strings: files, one folder, or requirements"},
        ),
    ]
    targets: (
        Annotated[
            list[TargetText],
            Meta(
                min_length=1,
                description="What to build for: RUNTIME/ARCHITECTURE.",
                extra_json_schema={"uniqueItems": True},
            ),
        ]
        | UnsetType
    ) = UNSET
    groups: (
        Annotated[list[Distribution], Meta(description="Dependency groups of a pyproject.toml or a lock file.")]
        | UnsetType
    ) = UNSET
    extras: (
        Annotated[list[Distribution], Meta(description="Extras of a pyproject.toml or a lock file.")] | UnsetType
    ) = UNSET
    slim: (
        Annotated[
            Slim,
            Meta(
                description="off: nothing is removed; safe: what rules prove to be unused; compact: also bytecode that"
                " the layer's tests do not use; traced: also files that they do not read. Default: safe."
            ),
        ]
        | UnsetType
    ) = UNSET
    bytecode: (
        Annotated[
            Bytecode,
            Meta(description="hash: .pyc beside sources; only: .pyc instead of sources; off. Default: hash."),
        ]
        | UnsetType
    ) = UNSET
    keep: Annotated[list[Glob], Meta(description="Files that no rule removes.")] | UnsetType = UNSET
    drop: Annotated[list[Glob], Meta(description="Files to remove besides; `keep` wins.")] | UnsetType = UNSET
    exclude: (
        Annotated[
            list[Distribution],
            Meta(description="Distributions left to the runtime.", examples=[["boto3", "botocore"]]),
        ]
        | UnsetType
    ) = UNSET
    botocore_services: (
        Annotated[list[Service], Meta(description="The only AWS services whose botocore models stay.")] | UnsetType
    ) = UNSET
    include: Annotated[list[IncludeTable], Meta(description="Own code to add.")] | UnsetType = UNSET
    compress: (
        Annotated[Compress, Meta(description="best: smaller archives, much slower. Default: fast.")] | UnsetType
    ) = UNSET
    budget: Annotated[BudgetTable, Meta(description="The layer's own limits.")] | UnsetType = UNSET
    test: Annotated[LayerTestTable, Meta(description="How the layer is tested.")] | UnsetType = UNSET
    version: (
        Annotated[Label, Meta(description="Label of the version to publish; part of its description.")] | UnsetType
    ) = UNSET
    share: Annotated[ShareTable, Meta(description="Who may use the published versions.")] | UnsetType = UNSET
    check: (
        Annotated[
            Depth,
            Meta(
                description="What builds and publications check: off; cheap: all that needs no source parsed; strict:"
                " everything, and a verdict of block, review or incomplete stops a publication. Default: cheap."
            ),
        ]
        | UnsetType
    ) = UNSET


class AccountTable(Struct, frozen=True, forbid_unknown_fields=True):
    """An AWS account of an environment."""

    id: Annotated[AccountId, Meta(description="The account's 12 digits.")]
    role_arn: Annotated[RoleArn, Meta(description="The role that reaches it.")] | UnsetType = UNSET
    external_id: Annotated[Text, Meta(description="The external id that the role asks for.")] | UnsetType = UNSET


class EnvironmentTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place to publish to. The table's name is the environment's name."""

    accounts: Annotated[list[AccountTable], Meta(description="AWS accounts.")] | UnsetType = UNSET
    regions: (
        Annotated[list[Region], Meta(description="AWS Regions.", extra_json_schema={"uniqueItems": True})] | UnsetType
    ) = UNSET
    name_template: (
        Annotated[
            Plain,
            Meta(
                description="Name of the published layer. Filled in: {layer}, {env} or {environment}, {runtime}"
                " (python312), {architecture}. Default: {layer}.",
                examples=["{env}-{layer}"],
                extra_json_schema={"pattern": NAME_TEMPLATE},
            ),
        ]
        | UnsetType
    ) = UNSET
    artifact_buckets: (
        Annotated[dict[Region, Bucket], Meta(description="For each Region, the bucket for archives over 50 MB.")]
        | UnsetType
    ) = UNSET
    reference: (
        Annotated[bool, Meta(description="Archives stay in the bucket, which must be versioned. Default: false.")]
        | UnsetType
    ) = UNSET
    channel: (
        Annotated[Channel, Meta(description="The channel that publish moves; empty for none. Default: stable.")]
        | UnsetType
    ) = UNSET
    state_store: (
        Annotated[StateStore, Meta(description="Where records and journals are kept. Default: the state folder.")]
        | UnsetType
    ) = UNSET
    keep_copies: (
        Annotated[KeepCopies, Meta(description="Where clean keeps what it deletes. Default: the state folder.")]
        | UnsetType
    ) = UNSET
    rollout: Annotated[RolloutTable, Meta(description="How rollouts go here.")] | UnsetType = UNSET


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """lamella.toml, or the table [tool.lamella] of pyproject.toml."""

    out: Annotated[Text, Meta(description="Folder for archives. Default: dist.")] | UnsetType = UNSET
    jobs: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=MOST_JOBS,
                description="Processes at work at once. Default: the processors.",
                extra={"allowed": f"an integer from 1 to {MOST_JOBS}"},
            ),
        ]
        | UnsetType
    ) = UNSET
    cache: Annotated[Text, Meta(description="Folder of lamella's cache.")] | UnsetType = UNSET
    layers: Annotated[dict[LayerName, LayerTable], Meta(description="The layers, by name.")] | UnsetType = UNSET
    rollout: Annotated[RolloutTable, Meta(description="How rollouts go in every environment.")] | UnsetType = UNSET
    check: Annotated[CheckTable, Meta(description="How layers are checked.")] | UnsetType = UNSET
    environments: (
        Annotated[dict[EnvironmentName, EnvironmentTable], Meta(description="Places to publish to, by name.")]
        | UnsetType
    ) = UNSET
