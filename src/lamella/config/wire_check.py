"""The shape of `[check]`."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.config.wire_types import AccountId, Duration, Text
from lamella.model.check import FailOn, Level

_Licence = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9.+-]+$", examples=["MIT"], extra={"allowed": "an SPDX identifier, such as MIT"})
]


class AllowTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that somebody answers for; every key is needed."""

    rule: Annotated[Text, Meta(description="The rule's code.", examples=["pth-code"])]
    sha256: Annotated[
        str,
        Meta(
            pattern=r"^([0-9a-f]{64})?$",
            description="Of the file; of the archive for findings about a whole layer.",
            extra={"allowed": "64 hexadecimal digits"},
        ),
    ]
    release: Annotated[
        Text, Meta(description="NAME==VERSION of the package, `-` for a file of none.", examples=["jinja2==3.1.2", "-"])
    ]
    reason: Annotated[Text, Meta(description="Why it is acceptable.")]
    owner: Annotated[Text, Meta(description="Who says so.")]
    expires: Annotated[
        date, Meta(description="The last day on which it holds.", extra={"allowed": "a date, such as 2027-01-31"})
    ]


class CheckTable(Struct, frozen=True, forbid_unknown_fields=True):
    """How layers are checked."""

    block: (
        Annotated[Level, Meta(description="From which severity on a layer is blocked. Default: high.")] | UnsetType
    ) = UNSET
    review: (
        Annotated[Level, Meta(description="From which severity on somebody should look. Default: medium.")] | UnsetType
    ) = UNSET
    fail_on: (
        Annotated[
            FailOn, Meta(description="From which verdict on the command fails: review, block, never. Default: review.")
        ]
        | UnsetType
    ) = UNSET
    licences_allow: Annotated[list[_Licence], Meta(description="The only licences that are allowed.")] | UnsetType = (
        UNSET
    )
    licences_deny: Annotated[list[_Licence], Meta(description="Licences that are denied.")] | UnsetType = UNSET
    advisory_db: (
        Annotated[Text, Meta(description="OSV data: a folder or a zip. Default: what `advisories update` fetched.")]
        | UnsetType
    ) = UNSET
    advisory_max_age: (
        Annotated[Duration, Meta(description="Older vulnerability data counts as unknown. Default: 7d.")] | UnsetType
    ) = UNSET
    publishers: Annotated[list[AccountId], Meta(description="Accounts whose layers functions may use.")] | UnsetType = (
        UNSET
    )
    baseline: (
        Annotated[Text, Meta(description="File of adopted findings, as `lamella baseline` writes it.")] | UnsetType
    ) = UNSET
    allow: Annotated[list[AllowTable], Meta(description="Findings that somebody answers for.")] | UnsetType = UNSET
