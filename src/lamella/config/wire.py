"""The shape of lamella.toml, as TOML gives it.

Only forms are held here; meanings (a target that exists, a glob that stays inside /opt) are held where the values
are made. The JSON Schema comes from these classes, so each description is also what an editor shows. `allowed` is
how an error words what a type takes.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.model.layer import Bytecode, Compress, Slim

_DISTRIBUTION = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"
_ROLE = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$"
_BELOW_OPT = r"^(?!/)(?!(.*/)?\.{1,2}(/|$))(?!.*//)[^\\]+$"

MOST_JOBS = 9999

Text = Annotated[
    str,
    Meta(min_length=1, pattern=r"^[^\x00]+$", extra={"allowed": "a string that is not empty, without NUL characters"}),
]
Plain = Annotated[str, Meta(min_length=1, extra={"allowed": "a string that is not empty"})]
LayerName = Annotated[
    str,
    Meta(pattern=r"^[a-zA-Z0-9_-]{1,140}$", extra={"allowed": "a name of 1 to 140 letters, digits, `-` and `_`"}),
]
EnvironmentName = Annotated[
    str, Meta(pattern=r"^[a-zA-Z0-9_-]+$", extra={"allowed": "a name of letters, digits, `-` and `_`"})
]
TargetText = Annotated[
    str,
    Meta(title="Target", extra={"allowed": "RUNTIME/ARCHITECTURE as a string, such as python3.12/x86_64"}),
]
Glob = Annotated[
    str,
    Meta(
        min_length=1,
        examples=["python/pandas/tests/**"],
        extra_json_schema={"pattern": _BELOW_OPT},
        extra={"allowed": "a glob relative to /opt, such as python/pandas/tests/**"},
    ),
]
Distribution = Annotated[
    str, Meta(pattern=_DISTRIBUTION, extra={"allowed": "a name of letters, digits, `.`, `-` and `_`"})
]
Service = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        examples=["s3", "dynamodb"],
        extra={"allowed": "the name of a folder in botocore/data, such as s3"},
    ),
]
Size = Annotated[
    Annotated[int, Meta(ge=1)] | Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)? ?([kKMG]i?)?B$")],
    Meta(
        examples=["20 MB", 20000000],
        extra={"allowed": 'an integer of bytes from 1, or a size such as "20 MB" (10^6) or "64 MiB" (2^20)'},
    ),
]
AccountId = Annotated[str, Meta(pattern=r"^[0-9]{12}$", extra={"allowed": "a string of 12 digits"})]
RoleArn = Annotated[str, Meta(pattern=_ROLE, extra={"allowed": "arn:aws:iam::ACCOUNT:role/NAME as a string"})]
Region = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,}(-[a-z]+)+-[0-9]+$",
        examples=["eu-west-1"],
        extra={"allowed": "a Region such as eu-west-1"},
    ),
]
Bucket = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", extra={"allowed": "the name of an S3 bucket as a string"}),
]


class IncludeTable(Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from"}):
    """Own code to put into the layer."""

    source: Annotated[Text, Meta(description="File or folder, relative to this file.", examples=["src/shared"])]
    to: Annotated[
        Plain,
        Meta(
            description="Its path relative to /opt.",
            examples=["python/shared"],
            extra_json_schema={"pattern": _BELOW_OPT},
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
    slim: Annotated[Slim, Meta(description="What is removed. Default: safe.")] | UnsetType = UNSET
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
                description="Name of the published layer; {layer} and {environment} are filled in. Default: {layer}.",
                examples=["{layer}-{environment}"],
                extra_json_schema={"pattern": r"^(?=.*\{layer\})([a-zA-Z0-9_-]|\{(layer|environment)\})+$"},
            ),
        ]
        | UnsetType
    ) = UNSET
    artifact_buckets: (
        Annotated[dict[Region, Bucket], Meta(description="For each Region, the bucket for archives over 50 MB.")]
        | UnsetType
    ) = UNSET
    state_store: Annotated[Text, Meta(description="Where published ARNs are kept.")] | UnsetType = UNSET


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
    environments: (
        Annotated[dict[EnvironmentName, EnvironmentTable], Meta(description="Places to publish to, by name.")]
        | UnsetType
    ) = UNSET
