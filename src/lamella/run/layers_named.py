"""What LAYER arguments mean: a layer of lamella.toml, else an AWS layer name or ARN."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lamella.change.names import published_name
from lamella.config.closest import did_you_mean
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.model.arn import LayerArn
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,140}")
_VERSION = re.compile(r":[0-9]+$")


@dataclass(frozen=True, slots=True)
class Configured:
    """A layer of the file.

    Attributes:
        names: Its published name for each of its targets; the same for all unless the template names the target.
    """

    layer: Layer
    names: Mapping[Target, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A layer of AWS, by name, in each place of the scope.

    Attributes:
        hint: `did you mean ...?` where the name is close to one of the file's; for the error when AWS has none.
    """

    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ByArn:
    """A layer of AWS in one place."""

    arn: LayerArn


NamedLayer = Configured | Named | ByArn


def layers_named(arguments: Sequence[str], project: Project | None, environment: Environment) -> tuple[NamedLayer, ...]:
    """Return what LAYER arguments mean, each layer once, in the order in which they were given.

    Args:
        arguments: None means every layer of the file.
        project: `None` where there is no file.
        environment: Its template gives the published names.

    Raises:
        UsageError: No argument and no file, or an argument that is neither a name nor an ARN of a layer.
        ConfigError: The file has no layers, or a published name is too long.
    """
    if not arguments:
        if project is None:
            raise UsageError("no layer is named", hint="name layers, by AWS name or ARN, or write a lamella.toml")
        return tuple(configured(layer, environment) for layer in project.select())
    return tuple(_meant(each, project, environment) for each in dict.fromkeys(arguments))


def configured(layer: Layer, environment: Environment) -> Configured:
    """Return a layer of the file with its published names.

    Raises:
        ConfigError: A published name is too long.
    """
    return Configured(layer, {target: published_name(environment, layer.name, target) for target in layer.targets})


def readable(layers: Iterable[NamedLayer]) -> tuple[str | LayerArn, ...]:
    """Return what `lamella.aws.inventory.Reading.layers` takes for layers, each once."""
    found: dict[str | LayerArn, None] = {}
    for layer in layers:
        match layer:
            case Configured(_, names):
                found |= dict.fromkeys(names.values())
            case Named(name):
                found[name] = None
            case ByArn(arn):
                found[arn] = None
    return tuple(found)


def places_named(layers: Iterable[NamedLayer]) -> tuple[Place, ...]:
    """Return the places of layers that are all named by ARN, sorted, for `open_scope`.

    With other layers among them the environment's accounts and Regions decide, and the answer is empty.
    """
    layers = tuple(layers)
    found = {layer.arn.place for layer in layers if isinstance(layer, ByArn)}
    return tuple(sorted(found)) if all(isinstance(layer, ByArn) for layer in layers) else ()


def _meant(argument: str, project: Project | None, environment: Environment) -> NamedLayer:
    if project and argument in project.layers:
        return configured(project.layers[argument], environment)
    if argument.startswith("arn:"):
        return ByArn(_arn(argument))
    close = did_you_mean(argument, project.layers) if project else ""
    if not _NAME.fullmatch(argument):
        raise UsageError(
            f"`{argument}` names no layer",
            why="a layer is named as in lamella.toml, by its AWS name, or by its ARN",
            hint=close,
        )
    return Named(argument, close)


def _arn(text: str) -> LayerArn:
    try:
        return LayerArn.parse(text)
    except UsageError as error:
        if _VERSION.search(text):
            raise UsageError(
                f"`{text}` is a version of a layer",
                why="this command takes whole layers",
                hint=f"leave out `{_VERSION.findall(text)[0]}`",
            ) from error
        raise
