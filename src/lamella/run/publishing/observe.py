"""What is there now, of wanted versions in places; what cannot be read is a gap."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TypeVar

from lamella.aws.clients import Clients
from lamella.aws.parameters import get_parameter
from lamella.aws.versions import fits, layer_version, layer_versions, statements
from lamella.change.names import parameter_name
from lamella.change.wanted import Item, Seen, Wanted, difference
from lamella.errors import AwsError
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn
from lamella.model.place import Place

T = TypeVar("T")


class _UnreadError(Exception):
    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.what)
        self.gap = gap


def observe(
    clients: Clients, wanted: Sequence[Wanted], places: Iterable[Place], channel: str, executor: Executor
) -> tuple[Item, ...]:
    """Read, in every place, what the wanted versions would follow; by place, then in the order of `wanted`.

    Each published layer's versions are listed once a place; of the newest of each target the digest is read, its policy
    where it stays and grants are wanted, and the channel's parameter.

    Args:
        clients: Reach the places.
        wanted: Versions.
        places: Where they are wanted.
        channel: Whose parameters are read; empty for none.
        executor: Runs the reads of a layer in a place as one call.
    """
    ordered = sorted(wanted, key=lambda it: it.name)
    groups = [tuple(members) for _, members in groupby(ordered, key=lambda it: it.name)]
    tasks = [(place, group) for place in places for group in groups]
    reads = executor.map(partial(_read, clients, channel), *zip(*tasks, strict=True)) if tasks else ()
    position = {(it.layer, it.target): at for at, it in enumerate(wanted)}
    items = [item for found in reads for item in found]
    return tuple(sorted(items, key=lambda it: (it.place, position[it.wanted.layer, it.wanted.target])))


def _read(clients: Clients, channel: str, place: Place, group: Sequence[Wanted]) -> list[Item]:
    name = group[0].name
    try:
        versions = _held(place, f"versions of {name}", lambda: layer_versions(clients, LayerArn.at(place, name)))
    except _UnreadError as error:
        return [Item(wanted, place, error.gap) for wanted in group]
    return [Item(wanted, place, _seen(clients, channel, place, wanted, versions)) for wanted in group]


def _seen(clients: Clients, channel: str, place: Place, wanted: Wanted, versions: Sequence[LayerVersion]) -> Seen | Gap:
    try:
        newest = _newest(clients, place, wanted, versions)
        parameter = None
        if channel:
            name = parameter_name(wanted.name, wanted.target, channel)
            parameter = _held(place, f"parameter {name}", lambda: get_parameter(clients, place, name))
    except _UnreadError as error:
        return error.gap
    return Seen(newest, parameter)


def _newest(clients: Clients, place: Place, wanted: Wanted, versions: Sequence[LayerVersion]) -> LayerVersion | None:
    for listed in sorted(versions, key=lambda it: it.arn.number, reverse=True):
        if not fits(listed, wanted.metadata.runtimes, wanted.metadata.architectures):
            continue
        which = listed.arn.short
        found = _held(place, f"version {which}", partial(layer_version, clients, listed.arn))
        if found is None:
            # It was deleted after it was listed: the one before it counts.
            continue
        if wanted.grants and not difference(wanted, found):
            policy = _held(place, f"policy of {which}", partial(statements, clients, found.arn))
            return replace(found, statements=policy)
        return found
    return None


def _held(place: Place, what: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except AwsError as error:
        raise _UnreadError(Gap(place, what, error.in_one_line)) from error
