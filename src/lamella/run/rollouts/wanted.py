"""Which layer moves, and to which version: LAYER and `--to`."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import assert_never

from lamella.aws.versions import layer_version, layer_versions
from lamella.change.rollout.observed import NewVersion
from lamella.config.project import Project
from lamella.errors import AwsError, NotFoundError, UsageError
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.run.layers_named import ByArn, Configured, Named, layers_named
from lamella.run.scope import Scope

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of each layer that moves, the versions that functions may get, the preferred one first; and what is not known."""

    versions: Mapping[LayerArn, tuple[NewVersion, ...]]
    gaps: tuple[Gap, ...] = ()


def wanted_versions(scope: Scope, project: Project | None, layer: str, to: str, executor: Executor) -> Wanted:
    """Return what LAYER and `--to` mean in a scope.

    `latest` is, for each function, the newest version for its runtime and architecture. A number or an ARN is that
    version alone.

    Raises:
        UsageError: LAYER or `--to` is none, or `--to` is a version of another layer.
        NotFoundError: There is no such layer anywhere, or no such version in some place.
        AwsError: No place could be read.
    """
    layers = _layers(scope, project, layer)
    if to == LATEST:
        return _newest(scope, layers, layer, executor)
    arns = _asked(layers, layer, to)
    found = {arn: layer_version(scope.clients, arn) for arn in arns}
    there = {arn: version for arn, version in found.items() if version is not None}
    missing = [arn for arn in arns if arn not in there]
    if missing:
        raise NotFoundError(
            f"there is no version {missing[0]}",
            why=f"missing in {', '.join(str(arn.layer.place) for arn in missing)}",
            hint="numbers may differ from place to place: `--to latest`, or one --region at a time",
        )
    return Wanted({arn.layer: (_new(version),) for arn, version in there.items()})


def _layers(scope: Scope, project: Project | None, layer: str) -> tuple[LayerArn, ...]:
    """Return the layers that LAYER may mean: of its name in each place of the scope, or one by its ARN."""
    (named,) = layers_named([layer], project, scope.environment)
    match named:
        case Configured(_, names):
            found = dict.fromkeys(names.values())
        case Named(name):
            found = {name: None}
        case ByArn(arn):
            return (arn,)
        case _:
            assert_never(named)
    return tuple(LayerArn.at(place, name) for place in scope.places for name in found)


def _asked(layers: tuple[LayerArn, ...], layer: str, to: str) -> tuple[LayerVersionArn, ...]:
    if to.isdecimal() and int(to) > 0:
        return tuple(it.version(int(to)) for it in layers)
    if not to.startswith("arn:"):
        raise UsageError(f"`{to}` is no version", why="allowed: latest, a number, or the ARN of a version")
    arn = LayerVersionArn.parse(to)
    if arn.layer not in layers:
        raise UsageError(f"{to} is no version of {layer}", why=f"{layer} is {', '.join(str(it) for it in layers)}")
    return (arn,)


def _newest(scope: Scope, layers: tuple[LayerArn, ...], layer: str, executor: Executor) -> Wanted:
    reads = [(it, executor.submit(layer_versions, scope.clients, it)) for it in layers]
    versions: dict[LayerArn, tuple[NewVersion, ...]] = {}
    failed: list[tuple[LayerArn, AwsError]] = []
    for it, read in reads:
        try:
            found = read.result()
        except AwsError as error:
            failed.append((it, error))
        else:
            if found:
                versions[it] = _candidates(scope, found)
    if not versions:
        if failed:
            raise failed[0][1]
        raise NotFoundError(
            f"there is no layer `{layer}`",
            why=f"looked in {', '.join(str(place) for place in scope.places)}",
            hint="`lamella publish` makes its first version",
        )
    return Wanted(versions, tuple(Gap(it.place, f"versions of {it.name}", error.in_one_line) for it, error in failed))


def _candidates(scope: Scope, versions: tuple[LayerVersion, ...]) -> tuple[NewVersion, ...]:
    """Return the newest version of each kind, and its size; older ones of the same runtimes are never preferred."""
    newest: dict[object, LayerVersion] = {}
    for version in sorted(versions, key=lambda each: each.arn.number):
        newest[version.made_for] = version
    chosen = sorted(newest.values(), key=lambda each: each.arn.number, reverse=True)
    sized = [layer_version(scope.clients, version.arn) or version for version in chosen]
    return tuple(_new(version) for version in sized)


def _new(version: LayerVersion) -> NewVersion:
    return NewVersion(
        version.arn,
        version.runtimes,
        version.architectures,
        version.code_size_bytes or 0,
        code_sha256=version.code_sha256 or "",
    )
