"""Reads a Fleet: layer versions, functions and aliases of places, with every gap."""

from collections.abc import Collection, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import datetime

from lamella.aws.clients import Clients
from lamella.aws.functions import aliases_of, function_versions
from lamella.aws.versions import layer_names, layer_version, layer_versions, statements
from lamella.errors import AwsError
from lamella.fleet.fleet import Alias, Fleet, FunctionVersion, Gap, LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read.

    Attributes:
        layers: `None` for every layer of the places; a name means the layer of that name in each place, an ARN one
            layer.
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


Details = tuple[LayerVersion | None, tuple[Gap, ...]]


def read_fleet(clients: Clients, places: Sequence[Place], reading: Reading, executor: Executor, now: datetime) -> Fleet:
    """Read what is there; a call that fails becomes a Gap.

    Args:
        clients: Reach the places.
        places: Where to read.
        reading: What to read.
        executor: Runs the calls, in threads.
        now: When reading begins.
    """
    reads = [executor.submit(_functions, clients, place) for place in places] if reading.functions else []
    versions, gaps = _versions(clients, places, reading.layers, executor)
    if reading.digests or reading.policies:
        versions, more = _detailed(clients, versions, reading, executor)
        gaps += more
    functions: list[FunctionVersion] = []
    for read in reads:
        found, missing = read.result()
        functions += found
        gaps += missing
    users = {(it.place, it.name) for it in functions if reading.aliases_of & set(it.layers)}
    aliases, more = read_aliases(clients, sorted(users), executor)
    return Fleet(
        now,
        tuple(places),
        tuple(sorted(versions, key=lambda it: it.arn)),
        tuple(functions),
        aliases,
        gaps=tuple(sorted((*gaps, *more), key=_order)),
    )


def read_details(
    clients: Clients, versions: Sequence[LayerVersion], executor: Executor
) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
    """Return versions with digest, size, licence and statements; those that are gone are left out.

    What could not be read stays `None`, with a Gap of that version.
    """
    return _detailed(clients, versions, Reading(digests=True, policies=True), executor)


def read_policies(
    clients: Clients, versions: Sequence[LayerVersion], executor: Executor
) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
    """Return versions as they are, with statements; none for such as are gone.

    What could not be read stays `None`, with a Gap of that version.
    """
    return _detailed(clients, versions, Reading(policies=True), executor)


def read_aliases(
    clients: Clients, functions: Collection[tuple[Place, str]], executor: Executor
) -> tuple[tuple[Alias, ...], tuple[Gap, ...]]:
    """Return the aliases of functions: a call each."""
    aliases: list[Alias] = []
    gaps: list[Gap] = []
    for place, name, read in [(*it, executor.submit(aliases_of, clients, *it)) for it in functions]:
        try:
            aliases += read.result()
        except AwsError as error:
            gaps.append(Gap(place, f"aliases of {name}", error.in_one_line))
    return tuple(aliases), tuple(gaps)


def _functions(clients: Clients, place: Place) -> tuple[tuple[FunctionVersion, ...], tuple[Gap, ...]]:
    try:
        return function_versions(clients, place), ()
    except AwsError as error:
        return (), (Gap(place, "functions", error.in_one_line),)


def _versions(
    clients: Clients, places: Sequence[Place], layers: tuple[str | LayerArn, ...] | None, executor: Executor
) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
    wanted: list[LayerArn] = []
    gaps: list[Gap] = []
    if layers is None:
        for place, names in [(place, executor.submit(layer_names, clients, place)) for place in places]:
            try:
                wanted += [LayerArn.at(place, name) for name in names.result()]
            except AwsError as error:
                gaps.append(Gap(place, "layers", error.in_one_line))
    else:
        for layer in layers:
            wanted += [layer] if isinstance(layer, LayerArn) else [LayerArn.at(place, layer) for place in places]
    reads: list[tuple[LayerArn, Future[tuple[LayerVersion, ...]]]] = [
        (layer, executor.submit(layer_versions, clients, layer)) for layer in dict.fromkeys(wanted)
    ]
    found: list[LayerVersion] = []
    for layer, read in reads:
        try:
            found += read.result()
        except AwsError as error:
            gaps.append(Gap(layer.place, f"versions of {layer.name}", error.in_one_line))
    return tuple(found), tuple(gaps)


def _detailed(
    clients: Clients, versions: Sequence[LayerVersion], reading: Reading, executor: Executor
) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
    reads = [executor.submit(_details, clients, version, reading) for version in versions]
    results = [read.result() for read in reads]
    there = tuple(version for version, _ in results if version is not None)
    return there, tuple(gap for _, gaps in results for gap in gaps)


def _details(clients: Clients, version: LayerVersion, reading: Reading) -> Details:
    name = version.arn.short
    gaps: list[Gap] = []
    detailed = version
    if reading.digests:
        try:
            read = layer_version(clients, version.arn)
        except AwsError as error:
            gaps.append(Gap(version.arn.place, f"digest of {name}", error.in_one_line, version.arn))
        else:
            if read is None:
                return None, ()
            detailed = read
    if reading.policies:
        try:
            detailed = replace(detailed, statements=statements(clients, version.arn))
        except AwsError as error:
            gaps.append(Gap(version.arn.place, f"policy of {name}", error.in_one_line, version.arn))
    return detailed, tuple(gaps)


def _order(gap: Gap) -> tuple[Place, str]:
    return gap.place, gap.what
