"""Observes what a clean-up rests on: versions, functions, and everything that names versions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime

from lamella.aws.clients import Clients
from lamella.aws.inventory import Reading, read_aliases, read_details, read_fleet, read_policies
from lamella.aws.parameters import parameters_below
from lamella.aws.stacks import stack_texts
from lamella.change.action import DeleteLayerVersion
from lamella.change.clean import record_pins
from lamella.errors import AwsError
from lamella.fleet.fleet import LATEST, Fleet, Gap, LayerVersion
from lamella.fleet.references import Text, pins_in
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place
from lamella.run.cleaning.pin_files import pin_texts
from lamella.run.scope import Scope

CHANNELS = "/lamella/"
# Given to `--assume-unused-by`: stacks that cannot be read name no version.
STACKS = "stacks"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at.

    Attributes:
        layers: As `Reading` takes them; `None` for all.
        pins: Absolute paths of files and folders that may name versions.
        assumed: Given to `--assume-unused-by`.
    """

    layers: tuple[str | LayerArn, ...] | None
    pins: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """A Fleet with pins, and what the user should know of how it was read."""

    fleet: Fleet
    notes: tuple[str, ...] = ()


def observe(scope: Scope, asked: Asked, executor: Executor, now: datetime) -> Observed:
    """Read layer versions, functions and pins of a scope, without digests, policies and aliases.

    Raises:
        UsageError: A file of `asked.pins` cannot be read.
        StateError, AwsError: The state store cannot be read.
    """
    files = pin_texts(asked.pins)
    outside = [executor.submit(_outside, scope.clients, place, asked.assumed) for place in scope.places]
    fleet = read_fleet(scope.clients, scope.places, Reading(asked.layers, functions=True), executor, now)
    read = [each.result() for each in outside]
    texts = (*files, *(text for found in read for text in found.texts))
    versions = tuple(version.arn for version in fleet.layer_versions)
    known = frozenset(versions)
    records = (pin for pin in record_pins(scope.store.records()) if pin.arn in known)
    pins = tuple(sorted({*records, *pins_in(texts, versions)}))
    gaps = tuple(sorted({*fleet.gaps, *(gap for found in read for gap in found.gaps)}))
    return Observed(replace(fleet, pins=pins, gaps=gaps), tuple(note for found in read for note in found.notes))


def detailed(clients: Clients, fleet: Fleet, versions: Collection[LayerVersionArn], executor: Executor) -> Fleet:
    """Return a Fleet with the digests and policies of some of its versions; such as are gone are left out."""
    wanted = [version for version in fleet.layer_versions if version.arn in versions]
    return _with(fleet, wanted, *read_details(clients, wanted, executor)) if wanted else fleet


def with_policies(
    clients: Clients, fleet: Fleet, known: Mapping[LayerVersionArn, DeleteLayerVersion], executor: Executor
) -> Fleet:
    """Return a Fleet with the policies of the versions of a Plan, whose digests are taken from the Plan.

    Whether the digests still hold is the applier's to see (`World.differs`); a call each is saved here.
    """
    wanted = [
        replace(version, code_sha256=action.code_sha256, code_size_bytes=action.size_bytes)
        for version in fleet.layer_versions
        if (action := known.get(version.arn)) is not None
    ]
    return _with(fleet, wanted, *read_policies(clients, wanted, executor)) if wanted else fleet


def _with(fleet: Fleet, before: Iterable[LayerVersion], after: Iterable[LayerVersion], gaps: Iterable[Gap]) -> Fleet:
    replaced = {version.arn for version in before}
    others = (version for version in fleet.layer_versions if version.arn not in replaced)
    together = tuple(sorted((*others, *after), key=lambda version: version.arn))
    return replace(fleet, layer_versions=together, gaps=tuple(sorted({*fleet.gaps, *gaps})))


def with_aliases(clients: Clients, fleet: Fleet, versions: Collection[LayerVersionArn], executor: Executor) -> Fleet:
    """Return a Fleet with the aliases of the functions whose published versions use any of the versions."""
    functions: Sequence[tuple[Place, str]] = sorted(
        {
            (function.place, function.name)
            for function in fleet.functions
            if function.version != LATEST and any(layer in versions for layer in function.layers)
        }
    )
    if not functions:
        return fleet
    aliases, gaps = read_aliases(clients, functions, executor)
    return replace(fleet, aliases=aliases, gaps=tuple(sorted({*fleet.gaps, *gaps})))


@dataclass(frozen=True, slots=True)
class _Outside:
    texts: tuple[Text, ...]
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()


def _outside(clients: Clients, place: Place, assumed: Collection[str]) -> _Outside:
    channels, stacks = _channels(clients, place), _stacks(clients, place, assumed)
    return _Outside((*channels.texts, *stacks.texts), (*channels.gaps, *stacks.gaps), stacks.notes)


def _channels(clients: Clients, place: Place) -> _Outside:
    try:
        parameters = parameters_below(clients, place, CHANNELS)
    except AwsError as error:
        return _Outside((), (Gap(place, f"parameters below {CHANNELS}", error.in_one_line),))
    return _Outside(tuple(Text(f"parameter {name}", value, place) for name, value in parameters.items()))


def _stacks(clients: Clients, place: Place, assumed: Iterable[str]) -> _Outside:
    try:
        return _Outside(stack_texts(clients, place))
    except AwsError as error:
        if STACKS in assumed:
            note = f"stacks of {place} could not be read and are assumed to name no version: {error.in_one_line}"
            return _Outside((), (), (note,))
        return _Outside((), (Gap(place, "what stacks name", error.in_one_line),))
