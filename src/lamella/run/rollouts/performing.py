"""Performs one Action, again where that may help."""

from collections.abc import Callable

from lamella.change.rollout.action import Action
from lamella.change.rollout.event import Broke, Result
from lamella.change.rollout.state import State
from lamella.change.rollout.world import RolloutWorld
from lamella.errors import AccessDeniedError, AwsError, CredentialsError

_TRIES = 3
_WAIT_S = 1.0


def performed(world: RolloutWorld, action: Action, state: State, sleep: Callable[[float], None]) -> Result:
    """Return what an Action comes to. An answer that was lost, or an error that may pass, is tried again.

    Args:
        world: Performs it.
        action: Each may be performed again without harm.
        state: The one that gave it out.
        sleep: Waits so many seconds.

    Raises:
        CredentialsError: The credentials expired or are wrong.
    """
    tries = 0
    while True:
        tries += 1
        try:
            return world.perform(action, state)
        except CredentialsError:
            raise
        except AwsError as error:
            if tries == _TRIES or isinstance(error, AccessDeniedError):
                return Broke("; ".join(filter(None, (error.in_one_line, error.hint))))
        sleep(_WAIT_S * tries)
