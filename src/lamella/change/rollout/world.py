"""The port through which a rollout's Actions are performed."""

from typing import Protocol

from lamella.change.rollout.action import Action
from lamella.change.rollout.event import Result
from lamella.change.rollout.state import State


class RolloutWorld(Protocol):
    """Performs Actions; several threads may call it."""

    def perform(self, action: Action, state: State) -> Result:
        """Perform an Action once, or find its effect there; `state` is the one that gave it out.

        Raises:
            CredentialsError: The credentials expired or are wrong: the runner stops, nothing is lost.
            DoubtfulError: The answer was lost: the runner performs it again.
            AwsError: Anything that may pass; the runner tries again some times, then it is `Broke`.
        """
        ...
