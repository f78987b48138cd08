"""The commands that restore a function by hand, where the rollout could not."""

import shlex
from collections.abc import Iterator

from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.state import State
from lamella.change.rollout.tags import tags_of

_AWS = ("aws", "lambda")


def by_hand(state: State) -> tuple[str, ...]:
    """Return, for each function that is UNRESTORED, a comment and the commands in order; each may be run again."""
    return tuple(
        line
        for function in state.functions.values()
        if function.standing is Standing.UNRESTORED
        for line in _commands(function, state.head.id)
    )


def _commands(function: Function, id_: str) -> Iterator[str]:
    planned, ref = function.planned, function.ref
    yield f"# {ref.name}, with credentials of account {ref.place.account}"
    region = ("--region", ref.place.region)
    of = (*region, "--function-name", ref.name)
    for alias in planned.aliases:
        version = ("--name", alias.name, "--function-version", alias.version)
        yield shlex.join([*_AWS, "update-alias", *of, *version, "--routing-config", "AdditionalVersionWeights={}"])
    if planned.before != planned.after:
        layers = [str(layer) for layer in planned.before]
        yield shlex.join([*_AWS, "update-function-configuration", *of, "--layers", *layers])
        yield shlex.join([*_AWS, "wait", "function-updated-v2", *of])
    keys = [key for key, _ in tags_of(planned, id_)]
    yield shlex.join([*_AWS, "untag-resource", *region, "--resource", ref.arn, "--tag-keys", *keys])
