"""Who may use a layer version: what the file wants, and what a policy says."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A right to read a layer version, as AddLayerVersionPermission takes it.

    Attributes:
        principal: 12 digits, or `*`.
        organization_id: `o-...`; only with `*`.
    """

    principal: str
    organization_id: str | None = None

    @property
    def statement_id(self) -> str:
        """The id under which lamella puts it: the same for the same grant, at most 100 of `[a-zA-Z0-9-_]`."""
        if self.organization_id:
            return f"lamella-organization-{self.organization_id}"
        return "lamella-public" if self.principal == "*" else f"lamella-account-{self.principal}"

    @property
    def public(self) -> bool:
        """Whether every AWS account may use the version."""
        return self.principal == "*" and self.organization_id is None

    def __str__(self) -> str:
        if self.organization_id:
            return f"organisation {self.organization_id}"
        return "everyone" if self.public else f"account {self.principal}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a layer version's policy as AWS gives it.

    Attributes:
        sid: `Sid`.
        principal: 12 digits (also where the policy has `arn:aws:iam::ID:root`), or `*`.
        organization_id: From `Condition.StringEquals."aws:PrincipalOrgID"`.
        other: What the statement says beside these (an unknown action, condition or principal); empty normally.
    """

    sid: str
    principal: str
    organization_id: str | None = None
    other: str = ""

    @property
    def grant(self) -> Grant:
        """What it gives."""
        return Grant(self.principal, self.organization_id)


class Shared(StrEnum):
    """Which versions of a layer are shared, beside the numbers that a user may name."""

    ALL = "all"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Share:
    """The grants that the file wants for a layer.

    Attributes:
        accounts: 12 digits each.
        organizations: `o-...` each.
        public: Every AWS account.
        versions: All versions, the newest of each target, or the N newest of each target.
    """

    accounts: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    public: bool = False
    versions: Shared | int = Shared.ALL

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The grants, in the order: accounts, organisations, everyone."""
        return (
            *(Grant(account) for account in self.accounts),
            *(Grant("*", organization) for organization in self.organizations),
            *((Grant("*"),) if self.public else ()),
        )
