"""Grants of layer versions: what the file wants on each version, and what an audit finds in those that are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from lamella.fleet.fleet import Fleet, Gap, LayerVersion
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Grant, Share, Shared, Statement


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the file says about sharing the layer behind a published name.

    Attributes:
        layer: The configuration's name of the layer; empty for a layer that the file does not have.
        share: The wanted grants; `None` where the file says nothing about sharing.
    """

    layer: str
    share: Share | None


def shared_versions(versions: Iterable[LayerVersion], wanted: Shared | int) -> frozenset[LayerVersionArn]:
    """Return those versions of one layer, in one place, that are to be shared.

    Versions with the same runtimes and architectures are of the same target; `latest` and numbers count per target.
    """
    by_target: dict[tuple[frozenset[str], frozenset[str]], list[LayerVersionArn]] = {}
    for version in versions:
        by_target.setdefault(version.made_for, []).append(version.arn)
    match wanted:
        case Shared.ALL:
            most = None
        case Shared.LATEST:
            most = 1
        case int():
            most = wanted
        case _:
            assert_never(wanted)
    newest_first = (sorted(arns, key=lambda arn: arn.number, reverse=True) for arns in by_target.values())
    return frozenset(arn for arns in newest_first for arn in arns[:most])


def wanted_on(versions: Sequence[LayerVersion], share: Share | None) -> Mapping[LayerVersionArn, tuple[Grant, ...]]:
    """Return the grants that the file wants on each version of one layer in one place; empty where it wants none."""
    shared = shared_versions(versions, share.versions) if share else frozenset()
    grants = share.grants if share else ()
    return {version.arn: grants if version.arn in shared else () for version in versions}


class Verdict(StrEnum):
    """What an audit says about a statement; the first that fits."""

    WANTED = "wanted"
    PUBLIC = "public"
    UNREADABLE = "unreadable"
    UNKNOWN_ACCOUNT = "unknown-account"
    UNKNOWN_ORGANIZATION = "unknown-organization"
    NOT_IN_FILE = "not-in-file"


@dataclass(frozen=True, slots=True)
class Audited:
    """A statement of a version's policy and what was found about it.

    Attributes:
        layer: The configuration's name; empty for a layer that the file does not have.
        why: The reason for the verdict, one line.
    """

    arn: LayerVersionArn
    layer: str
    statement: Statement
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Every statement of every version in scope.

    Attributes:
        versions: How many versions were read, with or without statements.
        statements: Sorted by ARN and statement id.
        gaps: What could not be read.
    """

    versions: int
    statements: tuple[Audited, ...]
    gaps: tuple[Gap, ...]

    @property
    def findings(self) -> tuple[Audited, ...]:
        """The statements that the file does not want."""
        return tuple(audited for audited in self.statements if audited.verdict is not Verdict.WANTED)

    @property
    def exit_code(self) -> int:
        """3 with findings, else 5 with gaps, else 0."""
        if self.findings:
            return 3
        return 5 if self.gaps else 0


@dataclass(frozen=True, slots=True)
class Known:
    """Accounts (12 digits) and organisations (`o-...`) that are the user's own or were named by the user."""

    accounts: frozenset[str]
    organizations: frozenset[str]


def audit(fleet: Fleet, sharing: Mapping[str, Sharing], known: Known) -> Audit:
    """Hold every statement in a Fleet against the file.

    Args:
        fleet: Read with policies.
        sharing: By published name, what the file says.
        known: Who is no stranger.
    """
    audited = []
    for versions in by_layer(fleet.layer_versions):
        said = sharing.get(versions[0].arn.layer.name, Sharing("", None))
        wanted = wanted_on(versions, said.share)
        for version in versions:
            for statement in version.statements or ():
                verdict, why = _judge(statement, wanted[version.arn], said, known)
                audited.append(Audited(version.arn, said.layer, statement, verdict, why))
    audited.sort(key=lambda found: (found.arn, found.statement.sid))
    read = sum(version.statements is not None for version in fleet.layer_versions)
    return Audit(read, tuple(audited), fleet.gaps)


def by_layer(versions: Iterable[LayerVersion]) -> Sequence[Sequence[LayerVersion]]:
    """Return the versions of each layer in each place, layers sorted by ARN, versions by number."""
    groups: dict[object, list[LayerVersion]] = {}
    for version in sorted(versions, key=lambda version: version.arn):
        groups.setdefault(version.arn.layer, []).append(version)
    return tuple(groups.values())


def _judge(statement: Statement, wanted: Sequence[Grant], said: Sharing, known: Known) -> tuple[Verdict, str]:
    grant = statement.grant
    if statement.other:
        return Verdict.UNREADABLE, f"the statement says what lamella does not know: {statement.other}"
    if grant in wanted:
        return Verdict.WANTED, f"the file shares {said.layer} so"
    if grant.public:
        return Verdict.PUBLIC, "every AWS account can read it"
    if grant.organization_id is not None:
        if grant.organization_id not in known.organizations:
            return Verdict.UNKNOWN_ORGANIZATION, "named nowhere in the file, nor with --known"
    elif grant.principal not in known.accounts:
        return Verdict.UNKNOWN_ACCOUNT, "named nowhere in the file, nor with --known"
    return Verdict.NOT_IN_FILE, why_unwanted(grant, said)


def why_unwanted(grant: Grant, said: Sharing) -> str:
    """Say in one line why the file does not want a grant on a version."""
    if not said.layer:
        return "in this environment the file publishes no layer by this name"
    if said.share is None:
        return f"the file says nothing about sharing {said.layer}"
    if grant not in said.share.grants:
        return f"the file does not share {said.layer} with {grant}"
    count = "newest version" if said.share.versions == Shared.LATEST else f"{said.share.versions} newest versions"
    return f"the file shares only the {count} of each target of {said.layer}"
