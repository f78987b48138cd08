"""The world of a rollout: functions in AWS, gates, smoke invocations, notifications."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import assert_never

from lamella.aws.rollout.world import AwsFunctionWorld
from lamella.change.rollout.action import (
    Action,
    AwaitUpdate,
    AwaitVersion,
    InvokeSmoke,
    Notify,
    PublishVersion,
    ReadGates,
    RestoreAlias,
    ShiftAlias,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Result
from lamella.change.rollout.state import State
from lamella.change.rollout.world import RolloutWorld
from lamella.run.rollouts.gates import GateReader
from lamella.run.rollouts.notices import Notifier
from lamella.run.rollouts.smoke import smoked
from lamella.run.scope import Scope


def rollout_world(scope: Scope, project_root: Path, now: Callable[[], datetime]) -> RolloutWorld:
    """Return the world of a scope.

    Args:
        scope: Whose clients reach every place of the rollout.
        project_root: Where commands of gates and notifications run.
        now: The time, with a time zone.
    """
    return _World(scope, project_root, now)


class _World:
    """See RolloutWorld. Baselines of functions are kept as long as it lives."""

    def __init__(self, scope: Scope, project_root: Path, now: Callable[[], datetime]) -> None:
        self._clients = scope.clients
        self._functions = AwsFunctionWorld(scope.clients)
        self._gates = GateReader(scope.clients, project_root, now)
        self._notifier = Notifier(scope.clients, project_root)

    def perform(self, action: Action, state: State) -> Result:
        """See RolloutWorld."""
        match action:
            case InvokeSmoke():
                return smoked(self._clients, action, state.head.settings)
            case ReadGates():
                return self._gates.read(state, action.stage)
            case Notify():
                return self._notifier.tell(action, state)
            case (
                TagFunction()
                | UpdateLayers()
                | AwaitUpdate()
                | PublishVersion()
                | AwaitVersion()
                | ShiftAlias()
                | RestoreAlias()
                | UntagFunction()
            ):
                return self._functions.perform(action)
            case _:
                assert_never(action)
