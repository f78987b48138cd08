"""What single values of lamella.toml may look like.

`allowed` is how an error words what a type takes.
"""

from typing import Annotated, Any

from msgspec import Meta

from lamella.model.durations import FOREVER

_DISTRIBUTION = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"
_ROLE = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$"
BELOW_OPT = r"^(?!/)(?!(.*/)?\.{1,2}(/|$))(?!.*//)[^\\]+$"

_MODULE = r"[A-Za-z_][A-Za-z0-9_]*"
NAME_TEMPLATE = r"^(?=.*\{layer\})([a-zA-Z0-9_-]|\{(layer|env|environment|runtime|architecture)\})+$"

MOST_JOBS = 9999
MOST_RUNS = 999

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
        extra_json_schema={"pattern": BELOW_OPT},
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
_PATH = r"(?![a-z][a-z0-9+.-]*://)[^\x00]+"
StateStore = Annotated[
    str,
    Meta(
        pattern=rf"^(dynamodb://([a-z0-9-]+/)?[a-zA-Z0-9_.-]{{3,255}}|{_PATH})$",
        examples=["dynamodb://lamella"],
        extra={"allowed": "a path, dynamodb://TABLE or dynamodb://REGION/TABLE"},
    ),
]
KeepCopies = Annotated[
    str,
    Meta(
        pattern=rf"^(s3://[a-z0-9][a-z0-9.-]{{1,61}}[a-z0-9](/[^\x00]*)?|{_PATH})$",
        examples=["s3://layer-copies/prod"],
        extra={"allowed": "a folder, or s3://BUCKET/PREFIX"},
    ),
]
OrganizationId = Annotated[
    str, Meta(pattern=r"^o-[a-z0-9]{10,32}$", extra={"allowed": "the id of an organisation, such as o-abcdefghij"})
]
Label = Annotated[
    str,
    Meta(
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._+-]{0,63}$",
        examples=["1.4.0"],
        extra={"allowed": "a label of 1 to 64 letters, digits, `.`, `_`, `+` and `-`, such as 1.4.0"},
    ),
]
Channel = Annotated[
    str,
    Meta(
        pattern=r"^[a-zA-Z0-9_.-]{0,64}$",
        extra={"allowed": 'a name of at most 64 letters, digits, `.`, `_` and `-`, or "" for no channel'},
    ),
]
Module = Annotated[
    str,
    Meta(
        pattern=rf"^{_MODULE}(\.{_MODULE})*$",
        examples=["pandas", "google.protobuf"],
        extra={"allowed": "the dotted name of a module, such as pandas"},
    ),
]
Handler = Annotated[
    str,
    Meta(
        pattern=r"^[^\s.][^\s]{0,125}\.[^\s./]+$",
        examples=["app.handler"],
        extra={"allowed": "MODULE.FUNCTION, such as app.handler"},
    ),
]
VariableName = Annotated[
    str,
    Meta(pattern=r"^[a-zA-Z][a-zA-Z0-9_]+$", extra={"allowed": "a name of a letter, then letters, digits and `_`"}),
]
Sdk = Annotated[
    bool | Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+){0,3}$")],
    Meta(
        examples=["1.40", False],
        extra={"allowed": 'a version of boto3 as a string, such as "1.40", or false to leave it out'},
    ),
]
_DURATION = r"(?=[0-9])([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?"
Duration = Annotated[
    str,
    Meta(
        pattern=rf"^{_DURATION}$",
        examples=["10m", "1h30m"],
        extra={"allowed": "a duration as a string, such as 30s, 5m, 1h30m or 2d"},
    ),
]
Wait = Annotated[
    str,
    Meta(
        pattern=rf"^({FOREVER}|{_DURATION})$",
        examples=["1h", FOREVER],
        extra={"allowed": f"a duration as a string, such as 30s, 5m, 1h30m or 2d, or {FOREVER}"},
    ),
]
Count = Annotated[int, Meta(ge=1, extra={"allowed": "an integer from 1"})]
Ratio = Annotated[float, Meta(ge=1, extra={"allowed": "a number from 1"})]
Alpha = Annotated[float, Meta(ge=1e-9, le=0.5, extra={"allowed": "a number above 0, at most 0.5"})]
TagPair = Annotated[
    str, Meta(pattern=r"^[^=]+=[^\x00]*$", extra={"allowed": "KEY=VALUE as a string, such as environment=staging"})
]
TopicArn = Annotated[
    str,
    Meta(
        pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$",
        extra={"allowed": "arn:aws:sns:REGION:ACCOUNT:NAME as a string"},
    ),
]
Command = Annotated[
    str,
    Meta(
        min_length=1,
        pattern=r"^[^\x00]+$",
        examples=["./check.sh --fast 'two words'"],
        extra={"allowed": "a command as a string; it is split into words as a shell does, and run without one"},
    ),
]
JsonValue = Annotated[Any, Meta(extra={"allowed": "a value that JSON can hold: no date or time, no inf, no nan"})]
