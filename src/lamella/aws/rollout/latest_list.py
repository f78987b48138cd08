"""The layer list of $LATEST."""

from lamella.aws.clients import Clients
from lamella.aws.failures import Call
from lamella.aws.rollout.told import changing, latest, short
from lamella.change.rollout.action import AwaitUpdate, UpdateLayers
from lamella.change.rollout.event import Did, Drifted, NotYet, Refused, Result

_IN_PROGRESS = NotYet("an update is in progress")


def update(clients: Clients, action: UpdateLayers) -> Result:
    """Exchange the list; the RevisionId of what was read guards it.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = latest(clients, action.ref)
    if there.in_progress:
        return _IN_PROGRESS
    if there.layers == action.after:
        return Did(changed=False)
    if there.layers != action.before:
        return Drifted(f"somebody else changed $LATEST: it has {short(there.layers)}")
    call = Call(f"update the layers of {action.ref}", "lambda:UpdateFunctionConfiguration", changes=True)
    with changing(call):
        clients.lambda_(action.ref.place).update_function_configuration(
            FunctionName=action.ref.name,
            Layers=[str(layer) for layer in action.after],
            RevisionId=there.revision,
        )
    return Did()


def await_update(clients: Clients, action: AwaitUpdate) -> Result:
    """See AwaitUpdate.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = latest(clients, action.ref)
    if there.in_progress:
        return _IN_PROGRESS
    if there.layers != action.layers:
        return Drifted(f"somebody else changed $LATEST: it has {short(there.layers)}")
    if there.configuration.get("LastUpdateStatus") == "Failed" or there.state == "Failed":
        said = (
            there.configuration.get("LastUpdateStatusReason") or there.configuration.get("StateReason") or "no reason"
        )
        return Refused(f"the update failed: {said}")
    return Did()
