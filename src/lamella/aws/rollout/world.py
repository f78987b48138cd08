"""The Actions of a rollout on functions, performed in AWS."""

from typing import assert_never

from lamella.aws.clients import Clients
from lamella.aws.rollout import aliases, claims, latest_list, published
from lamella.aws.rollout.told import StoppedError
from lamella.change.rollout.action import (
    AwaitUpdate,
    AwaitVersion,
    PublishVersion,
    RestoreAlias,
    ShiftAlias,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Result

WorldAction = (
    TagFunction | UpdateLayers | AwaitUpdate | PublishVersion | AwaitVersion | ShiftAlias | RestoreAlias | UntagFunction
)


class AwsFunctionWorld:
    """Performs Actions on functions; threads may share it.

    Args:
        clients: Reach every place of the rollout.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def perform(self, action: WorldAction) -> Result:
        """Perform an Action once, or find its effect there.

        Raises:
            CredentialsError: The credentials expired or are wrong.
            DoubtfulError: The answer was lost: perform it again.
            AwsError: Anything that may pass.
        """
        try:
            return self._perform(action)
        except StoppedError as stopped:
            return stopped.result

    def _perform(self, action: WorldAction) -> Result:  # noqa: PLR0911 - one for each Action
        match action:
            case TagFunction():
                return claims.tag(self._clients, action)
            case UntagFunction():
                return claims.untag(self._clients, action)
            case UpdateLayers():
                return latest_list.update(self._clients, action)
            case AwaitUpdate():
                return latest_list.await_update(self._clients, action)
            case PublishVersion():
                return published.publish(self._clients, action)
            case AwaitVersion():
                return published.await_version(self._clients, action)
            case ShiftAlias():
                return aliases.shift(self._clients, action)
            case RestoreAlias():
                return aliases.restore(self._clients, action)
            case _:
                assert_never(action)
