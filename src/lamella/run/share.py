"""Plans who may read which layer versions: `lamella share`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import assert_never

from lamella.aws.inventory import Reading, read_fleet
from lamella.change.plan import Plan
from lamella.change.share import ShareRequest, plan_share
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.fleet.grants import Sharing
from lamella.model.arn import LayerArn
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run.layers_named import ByArn, Configured, Named, NamedLayer, configured, readable
from lamella.run.scope import Scope

# AWS answers 15 requests a second in each place; more threads would only wait.
THREADS = 16


def share(
    scope: Scope,
    project: Project | None,
    layers: Sequence[NamedLayer],
    now: datetime,
    *,
    revoke: bool = False,
    commit: str | None = None,
) -> Plan:
    """Read the policies of layers and plan what changes in them.

    Args:
        scope: Where.
        project: The file that says with whom layers are shared; `None` where there is none.
        layers: Which layers; none means those of the file that have a share table.
        now: With a time zone.
        revoke: Remove statements that the file does not want.
        commit: Of the project's repository.

    Raises:
        UsageError: A layer that the file does not have, without `revoke`; or neither a layer nor a file.
    """
    in_file = sharing_of(project, scope.environment)
    notes: tuple[str, ...] = ()
    if not layers:
        layers, notes = _of_the_file(project, scope.environment)
    sharing = dict(_asked(layers, in_file, revoke=revoke))
    with ThreadPoolExecutor(THREADS) as executor:
        reading = Reading(layers=readable(layers), policies=True)
        fleet = read_fleet(scope.clients, scope.places, reading, executor, now)
    expected = tuple(dict.fromkeys(arns_of(layers, scope.places)))
    request = ShareRequest(scope.environment.name, sharing, revoke, commit, expected, notes)
    return plan_share(fleet, request, now)


def sharing_of(project: Project | None, environment: Environment) -> Mapping[str, Sharing]:
    """Return what the file says about sharing, by the name that a layer is published as in an environment.

    Raises:
        ConfigError: A published name is too long.
    """
    layers = project.layers.values() if project else ()
    return {
        name: Sharing(layer.name, layer.share)
        for layer in layers
        for name in configured(layer, environment).names.values()
    }


def _of_the_file(project: Project | None, environment: Environment) -> tuple[Sequence[NamedLayer], tuple[str, ...]]:
    if project is None:
        raise UsageError("no layer is named", hint="name layers, by AWS name or ARN, or write a lamella.toml")
    layers = project.select()
    silent = [layer.name for layer in layers if layer.share is None]
    notes = (f"The file says nothing about sharing {', '.join(silent)}: left alone.",) if silent else ()
    return [configured(layer, environment) for layer in layers if layer.share is not None], notes


def _asked(
    layers: Iterable[NamedLayer], in_file: Mapping[str, Sharing], *, revoke: bool
) -> Iterator[tuple[str, Sharing]]:
    for layer in layers:
        match layer:
            case Configured(of, names):
                yield from ((name, Sharing(of.name, of.share)) for name in names.values())
            case Named(name, hint):
                yield name, _known(name, in_file, hint, revoke=revoke)
            case ByArn(arn):
                yield arn.name, _known(arn.name, in_file, "", revoke=revoke)
            case _:
                assert_never(layer)


def _known(name: str, in_file: Mapping[str, Sharing], hint: str, *, revoke: bool) -> Sharing:
    if name in in_file:
        return in_file[name]
    if revoke:
        return Sharing("", None)
    raise UsageError(
        f"lamella.toml has no layer `{name}`",
        why="nothing says with whom it should be shared",
        hint=hint or f"add [layers.{name}.share]; or take all its grants away with --revoke",
    )


def arns_of(layers: Iterable[NamedLayer], places: Sequence[Place]) -> Iterator[LayerArn]:
    """Yield the ARN of each layer in each place."""
    for layer in layers:
        match layer:
            case Configured(_, names):
                yield from (LayerArn.at(place, name) for place in places for name in names.values())
            case Named(name):
                yield from (LayerArn.at(place, name) for place in places)
            case ByArn(arn):
                yield arn
            case _:
                assert_never(layer)
