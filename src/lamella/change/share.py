"""Plans grants: what the file wants on each layer version, against the statements that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lamella.change.action import AddLayerVersionPermission, RemoveLayerVersionPermission
from lamella.change.plan import LeftAlone, Plan, PlanKind, Step
from lamella.fleet.fleet import Fleet, LayerVersion
from lamella.fleet.grants import Sharing, by_layer, wanted_on, why_unwanted
from lamella.model.arn import LayerArn
from lamella.model.grant import Grant, Share, Shared, Statement
from lamella.model.layer import Layer

GOES_ON = (
    "Functions that use a version go on after its grant is removed; only their next change of layers, "
    "and new functions, are refused."
)


def wanted_grants(layer: Layer) -> tuple[Grant, ...]:
    """Return the grants that the file wants for each new version of a layer; none where it has no share table."""
    return () if layer.share is None else layer.share.grants


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """What `lamella share` was asked for.

    Attributes:
        environment: Its name.
        sharing: By published name, what the file says of the layers to look at.
        revoke: Remove statements that the file does not want; otherwise they are only named.
        commit: Of the project's repository.
        expected: The layers, place by place, that are named when they have no version.
        notes: What the user should know.
    """

    environment: str
    sharing: Mapping[str, Sharing]
    revoke: bool = False
    commit: str | None = None
    expected: tuple[LayerArn, ...] = ()
    notes: tuple[str, ...] = ()


def plan_share(fleet: Fleet, request: ShareRequest, now: datetime) -> Plan:
    """Plan the grants of every version of the asked layers.

    A wanted grant counts as given under any statement id. Nothing is granted that the file does not name. A version
    whose policy could not be read is left alone; the Fleet's gaps are the Plan's.

    Args:
        fleet: Read with policies, for the layers of `request.sharing`.
        request: What is wanted.
        now: With a time zone.
    """
    steps: list[Step] = []
    left: list[LeftAlone] = []
    for versions in by_layer(fleet.layer_versions):
        said = request.sharing.get(versions[0].arn.layer.name)
        if said is None:
            continue
        wanted = wanted_on(versions, said.share)
        for version in versions:
            made, alone = _version(version, wanted[version.arn], said, revoke=request.revoke)
            steps.extend(made)
            left.extend(alone)
    left.extend(_unpublished(fleet, request))
    removes = any(isinstance(step.action, RemoveLayerVersionPermission) for step in steps)
    return Plan(
        kind=PlanKind.SHARE,
        environment=request.environment,
        places=fleet.places,
        steps=tuple(steps),
        made_at=now,
        left_alone=tuple(left),
        gaps=fleet.gaps,
        notes=(*request.notes, *((GOES_ON,) if removes else ())),
        commit=request.commit,
    )


def _version(
    version: LayerVersion, wanted: Sequence[Grant], said: Sharing, *, revoke: bool
) -> tuple[Sequence[Step], Sequence[LeftAlone]]:
    if version.statements is None:
        return (), (_alone(version, "", "its policy could not be read"),)
    unwanted = [statement for statement in version.statements if not _fits(statement, wanted)]
    kept = version.statements if not revoke else [fit for fit in version.statements if fit not in unwanted]
    there = {statement.grant for statement in kept if not statement.other}
    left = [
        _alone(version, f" {statement.sid}", f"{statement.grant} has it already")
        for statement in version.statements
        if statement not in unwanted
    ]
    if revoke:
        removed = {
            statement.sid: _remove(version, statement, _why_unwanted(statement, wanted, said)) for statement in unwanted
        }
    else:
        removed = {}
        left += [
            _alone(version, f" {statement.sid}", f"{_why_unwanted(statement, wanted, said)}; --revoke would remove it")
            for statement in unwanted
        ]
    blocked = {statement.sid for statement in unwanted} - removed.keys()
    added = []
    for grant in wanted:
        if grant in there:
            continue
        if grant.statement_id in blocked:
            why = f"not given to {grant}: another statement has the id; --revoke would replace it"
            left.append(_alone(version, f" {grant.statement_id}", why))
            continue
        added.append(_add(version, grant, said, removed.get(grant.statement_id)))
    # A statement that holds the id of a wanted one goes first; every other right is given before one is taken.
    holders = {before for step in added for before in step.after}
    first = [step for step in removed.values() if step.id in holders]
    last = [step for step in removed.values() if step.id not in holders]
    return (*first, *added, *last), left


def _add(version: LayerVersion, grant: Grant, said: Sharing, holder: Step | None) -> Step:
    arn = version.arn
    return Step(
        f"grant {arn.short} {grant} {arn.place}",
        AddLayerVersionPermission(arn.place, arn, grant),
        f"the file shares {_which(said.share)} of {said.layer} with {grant}",
        () if holder is None else (holder.id,),
    )


def _remove(version: LayerVersion, statement: Statement, why: str) -> Step:
    arn = version.arn
    return Step(
        f"revoke {arn.short} {statement.sid} {arn.place}",
        RemoveLayerVersionPermission(arn.place, arn, statement.sid, statement.grant),
        why,
    )


def _fits(statement: Statement, wanted: Sequence[Grant]) -> bool:
    """Whether a statement gives what is wanted, under an id that no other wanted grant needs."""
    needed_by_others = {grant.statement_id for grant in wanted if grant != statement.grant}
    return not statement.other and statement.grant in wanted and statement.sid not in needed_by_others


def _why_unwanted(statement: Statement, wanted: Sequence[Grant], said: Sharing) -> str:
    if statement.other:
        return f"the statement says more than the file can: {statement.other}"
    if statement.grant in wanted:
        return f"the statement for {statement.grant} has the id of another grant"
    return why_unwanted(statement.grant, said)


def _which(share: Share | None) -> str:
    match share:
        case None | Share(versions=Shared.ALL):
            return "all versions"
        case Share(versions=Shared.LATEST):
            return "the newest version of each target"
        case Share(versions=number):
            return f"the {number} newest versions of each target"


def _alone(version: LayerVersion, statement: str, why: str) -> LeftAlone:
    return LeftAlone(version.arn.place, f"{version.arn.short}{statement}", why)


def _unpublished(fleet: Fleet, request: ShareRequest) -> Sequence[LeftAlone]:
    there = {version.arn.layer for version in fleet.layer_versions}
    unread = {gap.place for gap in fleet.gaps if gap.version is None}
    return [
        LeftAlone(arn.place, arn.name, "no version is published here")
        for arn in request.expected
        if arn not in there and arn.place not in unread
    ]
