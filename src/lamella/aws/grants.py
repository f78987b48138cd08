"""Adds and removes statements of layer versions' policies."""

from collections.abc import Callable

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.aws.versions import policy
from lamella.change.action import AddLayerVersionPermission, RemoveLayerVersionPermission
from lamella.change.world import Effect
from lamella.errors import ConflictError, NotFoundError
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Grant, Statement

_ACTION = "lambda:GetLayerVersion"
_TRIES = 4


def found_added(clients: Clients, action: AddLayerVersionPermission) -> Effect | None:
    """See `World.found`."""
    version = _arn(action)
    there = _statement(clients, version, action.grant.statement_id)
    return Effect(already=True) if there is not None and _gives(there, action.grant) else None


def found_removed(clients: Clients, action: RemoveLayerVersionPermission) -> Effect | None:
    """See `World.found`: another right under the id, which a later Step may have given, is not the one to take away."""
    there = _statement(clients, action.version, action.statement_id)
    return Effect(already=True) if there is None or there.grant != action.grant else None


def added_differs(clients: Clients, action: AddLayerVersionPermission) -> str | None:
    """See `World.differs`: a statement of the same id that gives something else."""
    if not isinstance(action.version, LayerVersionArn):
        return None
    there = _statement(clients, action.version, action.grant.statement_id)
    if there is None or _gives(there, action.grant):
        return None
    return f"statement {there.sid} of {action.version} gives a right to {there.grant}, it was not there"


def removed_differs(clients: Clients, action: RemoveLayerVersionPermission) -> str | None:
    """See `World.differs`: the statement gives something else by now."""
    there = _statement(clients, action.version, action.statement_id)
    if there is None or there.grant == action.grant:
        return None
    return f"statement {there.sid} of {action.version} gives a right to {there.grant}, it was to {action.grant}"


def add(clients: Clients, action: AddLayerVersionPermission) -> Effect:
    """Add the statement, with the policy's RevisionId; the same one twice is one.

    Raises:
        ConflictError: A statement of that id gives something else, or others change the policy again and again.
        AwsError: It could not be added.
    """
    version, grant = _arn(action), action.grant

    def once() -> Effect:
        there, revision = policy(clients, version)
        same = next((it for it in there if it.sid == grant.statement_id), None)
        if same is not None and _gives(same, grant):
            return Effect(already=True)
        if same is not None:
            raise _TakenError(version, same)
        said = {
            "LayerName": version.layer.name,
            "VersionNumber": version.number,
            "StatementId": grant.statement_id,
            "Action": _ACTION,
            "Principal": grant.principal,
            **({"OrganizationId": grant.organization_id} if grant.organization_id else {}),
            **({"RevisionId": revision} if revision else {}),
        }
        with translated(Call(f"share {version} with {grant}", "lambda:AddLayerVersionPermission", changes=True)):
            clients.lambda_(version.place).add_layer_version_permission(**said)  # type: ignore[arg-type]
        return Effect()

    return _against_others(once)


def remove(clients: Clients, action: RemoveLayerVersionPermission) -> Effect:
    """Remove the statement, with the policy's RevisionId; one that is gone or gives something else by now is fine.

    Raises:
        ConflictError: Others change the policy again and again.
        AwsError: It could not be removed.
    """
    version = action.version

    def once() -> Effect:
        there, revision = policy(clients, version)
        if all((it.sid, it.grant) != (action.statement_id, action.grant) for it in there):
            return Effect(already=True)
        said = {
            "LayerName": version.layer.name,
            "VersionNumber": version.number,
            "StatementId": action.statement_id,
            **({"RevisionId": revision} if revision else {}),
        }
        doing = f"take {action.statement_id} from {version}"
        try:
            with translated(Call(doing, "lambda:RemoveLayerVersionPermission", changes=True)):
                clients.lambda_(version.place).remove_layer_version_permission(**said)  # type: ignore[arg-type]
        except NotFoundError:
            return Effect(already=True)
        return Effect()

    return _against_others(once)


class _TakenError(ConflictError):
    def __init__(self, version: LayerVersionArn, statement: Statement) -> None:
        super().__init__(
            f"statement {statement.sid} of {version} is there and gives a right to {statement.grant}",
            hint="remove it (`lamella share --revoke`), or change the file",
        )


def _against_others(once: Callable[[], Effect]) -> Effect:
    """Read and try again where somebody else changed the policy between reading and writing (409, 412)."""
    for _ in range(_TRIES - 1):
        try:
            return once()
        except _TakenError:
            raise
        except ConflictError:
            continue
    return once()


def _statement(clients: Clients, version: LayerVersionArn, sid: str) -> Statement | None:
    return next((it for it in policy(clients, version)[0] if it.sid == sid), None)


def _gives(statement: Statement, grant: Grant) -> bool:
    return statement.grant == grant and not statement.other


def _arn(action: AddLayerVersionPermission) -> LayerVersionArn:
    if not isinstance(action.version, LayerVersionArn):
        raise TypeError("the applier resolves references before")
    return action.version
