"""The shape of `[layers.NAME.share]`."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.config.wire_types import AccountId, OrganizationId
from lamella.model.grant import Shared


class ShareTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may use the published versions of a layer."""

    accounts: (
        Annotated[
            list[AccountId], Meta(description="AWS accounts, 12 digits each.", extra_json_schema={"uniqueItems": True})
        ]
        | UnsetType
    ) = UNSET
    organizations: (
        Annotated[list[OrganizationId], Meta(description="AWS organisations.", extra_json_schema={"uniqueItems": True})]
        | UnsetType
    ) = UNSET
    versions: (
        Annotated[
            Shared | Annotated[int, Meta(ge=1)],
            Meta(
                description="all, latest, or how many of the newest of each target. Default: all.",
                examples=["latest", 3],
                extra={"allowed": "all, latest, or an integer from 1: how many of the newest"},
            ),
        ]
        | UnsetType
    ) = UNSET
    public: Annotated[bool, Meta(description="Every AWS account. Default: false.")] | UnsetType = UNSET
