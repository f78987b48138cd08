"""Reads a Fleet: layer versions, functions and aliases of places, with every gap."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from lamella.aws.clients import Clients
from lamella.fleet.fleet import Fleet
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read.

    Attributes:
        layers: `None` for every layer of the places; a name means the layer of that name in each place; an ARN one layer.
        functions: Read functions, $LATEST and published versions.
        digests: Read the digest and size of each version (GetLayerVersion of each).
        policies: Read the policy of each version.
        aliases_of: Versions whose users' aliases are wanted; needs `functions`.
    """

    layers: tuple[str | LayerArn, ...] | None = None
    functions: bool = False
    digests: bool = False
    policies: bool = False
    aliases_of: frozenset[LayerVersionArn] = frozenset()


def read_fleet(clients: Clients, places: Sequence[Place], reading: Reading, executor: Executor, now: datetime) -> Fleet:
    """Read what is there; a call that fails becomes a Gap.

    Args:
        clients: Reach the places.
        places: Where to read.
        reading: What to read.
        executor: Runs the calls; `clients` is sent along, so that processes and clusters work too.
        now: When reading begins.
    """
    raise NotImplementedError
