"""Published versions of functions."""

from typing import TYPE_CHECKING

from lamella.aws.failures import Call
from lamella.aws.rollout.told import NOT_THERE, changing, latest, layers_in, read, short
from lamella.change.rollout.action import AwaitVersion, PublishVersion
from lamella.change.rollout.event import Did, Drifted, NotYet, Refused, Result
from lamella.errors import NotFoundError

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

_MOST_DESCRIPTION = 256


def publish(clients: "Clients", action: PublishVersion) -> Result:
    """See PublishVersion.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = latest(clients, action.ref)
    if there.in_progress:
        return NotYet("an update is in progress")
    if there.layers != action.layers:
        return Drifted(f"somebody else changed $LATEST: it has {short(there.layers)}")
    if there.configuration["CodeSha256"] != action.code_sha256:
        return Drifted("somebody else changed the code of $LATEST")
    with changing(Call(f"publish a version of {action.ref}", "lambda:PublishVersion", changes=True)):
        answer = clients.lambda_once(action.ref.place).publish_version(
            FunctionName=action.ref.name,
            CodeSha256=action.code_sha256,
            Description=action.description[:_MOST_DESCRIPTION],
            RevisionId=there.revision,
        )
    if layers_in(answer) != action.layers:
        return Drifted(f"version {answer['Version']} has {short(layers_in(answer))}: somebody else changed $LATEST")
    return Did(version=answer["Version"])


def await_version(clients: "Clients", action: AwaitVersion) -> Result:
    """See AwaitVersion.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    try:
        there = read(clients, action.ref, action.version)
    except NotFoundError as error:
        if error.code != NOT_THERE:
            raise
        latest(clients, action.ref)
        return Drifted(f"version {action.version} is gone")
    if there.layers != action.layers:
        return Drifted(f"version {action.version} has {short(there.layers)}")
    if there.in_progress:
        return NotYet(f"version {action.version} is being made: {there.configuration.get('StateReason', 'Pending')}")
    if there.state == "Failed":
        return Refused(f"version {action.version} failed: {there.configuration.get('StateReason', 'no reason')}")
    return Did()
