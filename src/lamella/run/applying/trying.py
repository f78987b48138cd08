"""Tries one Action: on doubt it looks before it tries again."""

from collections.abc import Callable, Iterable

from lamella.change.action import Action, PublishLayerVersion
from lamella.change.world import Effect, World
from lamella.errors import AwsError, DoubtfulError

_TRIES = 3
# A version that was published a moment ago may be missing from lists; publishing it again cannot be undone.
_LOOKS_FOR_A_VERSION_S = (1.0, 2.0, 4.0)
_LOOKS_S = (1.0,)


def look(world: World, action: Action, sleep: Callable[[float], None], waits_s: Iterable[float]) -> Effect | None:
    """Look for an Action's effect, after each of the waits (seconds), until it is found.

    Raises:
        AwsError: It could not be read.
    """
    for wait_s in waits_s:
        if wait_s:
            sleep(wait_s)
        effect = world.found(action)
        if effect is not None:
            return effect
    return None


def attempt(world: World, action: Action, sleep: Callable[[float], None]) -> Effect:
    """Perform an Action; after a doubtful answer it is only tried again when its effect is not there.

    Raises:
        DoubtfulError: Whether it happened is still not known.
        AwsError: It did not happen.
    """
    waits_s = _LOOKS_FOR_A_VERSION_S if isinstance(action, PublishLayerVersion) else _LOOKS_S
    tries = 0
    while True:
        tries += 1
        try:
            return world.perform(action)
        except DoubtfulError as error:
            effect = _seen(world, action, sleep, waits_s, error)
            if effect is not None:
                return effect
            if tries == _TRIES:
                raise


def _seen(
    world: World,
    action: Action,
    sleep: Callable[[float], None],
    waits_s: Iterable[float],
    doubt: DoubtfulError,
) -> Effect | None:
    try:
        return look(world, action, sleep, waits_s)
    except AwsError as error:
        raise DoubtfulError(
            doubt.what,
            why="\n".join(filter(None, [doubt.why, f"looking whether it happened failed: {error.in_one_line}"])),
            hint=error.hint or doubt.hint,
            code=doubt.code,
        ) from error
