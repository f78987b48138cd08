"""Which version a channel points at: `lamella resolve`."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from lamella.aws.parameters import get_parameter, parameters_below
from lamella.change.names import hold_channel, parameter_name, parameter_parts, parameter_path
from lamella.change.resolution import Resolution, Resolved
from lamella.config.project import Project
from lamella.errors import AwsError, LamellaError, NotFoundError, UsageError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerVersionArn
from lamella.model.layer import DEFAULT_CHANNEL, Environment
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run.layers_named import ByArn, Configured, Named, layers_named
from lamella.run.scope import Scope

_MOST_THREADS = 16


def resolve(scope: Scope, project: Project | None, asked: str, targets: Sequence[Target] | None) -> Resolution:
    """Read a channel's parameters in every place of the scope.

    Args:
        scope: Where.
        project: Names layers; `None` where there is no file.
        asked: `data@stable`, or `data` for the environment's channel.
        targets: One; `None` when the layer is published for one only.

    Raises:
        UsageError: The text names no layer or no channel, or the target is not clear.
        NotFoundError: No place has the channel.
        AwsError: No place could be read.
    """
    text, at, said = asked.partition("@")
    channel = hold_channel(said) if at else scope.environment.channel or DEFAULT_CHANNEL
    names = names_of(text, project, scope.environment, targets)
    with ThreadPoolExecutor(min(_MOST_THREADS, len(scope.places)), "lamella-read") as executor:
        found = list(executor.map(partial(_answer, scope, names, channel, targets), scope.places))
    resolved = tuple(it for it in found if isinstance(it, Resolved))
    failed = [(place, it) for place, it in zip(scope.places, found, strict=True) if isinstance(it, AwsError)]
    if not resolved:
        raise failed[0][1]
    return Resolution(resolved, tuple(Gap(place, f"{text}@{channel}", error.in_one_line) for place, error in failed))


def names_of(
    text: str, project: Project | None, environment: Environment, targets: Sequence[Target] | None
) -> Mapping[Target, str] | str:
    """Return the published name by target of a layer of the file, else the text itself: a published name.

    Raises:
        UsageError: It names no layer, is an ARN, or the layer has several targets and none is chosen.
    """
    (layer,) = layers_named([text], project, environment)
    match layer:
        case Configured(configured, names):
            chosen = {target: name for target, name in names.items() if not targets or target in targets}
            if len(chosen) == 1:
                return chosen
            have = ", ".join(str(target) for target in names)
            if chosen:
                raise UsageError(
                    f"layer {configured.name} has several targets", why=have, hint="choose one with --target"
                )
            raise UsageError(f"layer {configured.name} is not for this target", why=f"it is for {have}")
        case Named(name):
            return name
        case ByArn(arn):
            raise UsageError(
                f"`{arn}` is an ARN already",
                hint=f"channels belong to names: lamella resolve {arn.name}@{DEFAULT_CHANNEL}",
            )


def _answer(
    scope: Scope, names: Mapping[Target, str] | str, channel: str, targets: Sequence[Target] | None, place: Place
) -> Resolved | AwsError:
    try:
        name, target = _found(scope, names, channel, targets, place)
        parameter = parameter_name(name, target, channel)
        value = get_parameter(scope.clients, place, parameter)
        if value is None:
            raise NotFoundError(
                f"there is no channel {channel} of {name} for {target} in {place}",
                why=f"SSM has no parameter {parameter}",
                hint=f"`lamella publish --channel {channel} --apply` makes it",
            )
    except AwsError as error:
        return error
    return Resolved(place, name, target, channel, parameter, _arn(value, parameter, place))


def _found(
    scope: Scope, names: Mapping[Target, str] | str, channel: str, targets: Sequence[Target] | None, place: Place
) -> tuple[str, str]:
    """Return published name and target; for a name that is not the file's, by what parameters are there."""
    if not isinstance(names, str):
        ((target, name),) = names.items()
        return name, str(target)
    if targets:
        return names, _one(names, [str(target) for target in targets])
    there = [parameter_parts(it) for it in parameters_below(scope.clients, place, parameter_path(names))]
    found = sorted({parts[1] for parts in there if parts and parts[2] == channel})
    if not found:
        others = sorted({parts[2] for parts in there if parts})
        raise NotFoundError(
            f"there is no channel {channel} of {names} in {place}",
            why=f"channels there: {', '.join(others)}"
            if others
            else f"SSM has no parameter below {parameter_path(names)}",
            hint="check name, Region and account",
        )
    return names, _one(names, found)


def _one(name: str, targets: Sequence[str]) -> str:
    if len(targets) > 1:
        raise UsageError(f"{name} has several targets", why=", ".join(targets), hint="choose one with --target")
    return targets[0]


def _arn(value: str, parameter: str, place: Place) -> LayerVersionArn:
    try:
        return LayerVersionArn.parse(value)
    except UsageError as error:
        raise LamellaError(
            f"parameter {parameter} in {place} does not name a layer version",
            why=f"its value is `{value[:200]}`",
            hint="something else than lamella wrote it; `lamella publish --apply` puts it right",
        ) from error
