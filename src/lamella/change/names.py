"""The names that lamella gives in AWS: of published layers, of parameters that point at a version, of artefacts."""

import re

from lamella.errors import ConfigError, UsageError
from lamella.model.layer import Environment
from lamella.model.target import Target

LONGEST_LAYER_NAME = 140
_CHANNEL = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
_PARAMETER = re.compile(r"/lamella/([a-zA-Z0-9_-]{1,140})/([^/]+/[^/]+)/([a-zA-Z0-9_.-]{1,64})")


def published_name(environment: Environment, layer: str, target: Target) -> str:
    """Return the AWS name of a layer of the file in an environment.

    A runtime stands without its dots, which Lambda does not take in names: `python312`.

    Raises:
        ConfigError: The name is longer than Lambda's 140 characters.
    """
    name = environment.name_template.format(
        layer=layer,
        env=environment.name,
        environment=environment.name,
        runtime=target.runtime.replace(".", ""),
        architecture=target.architecture.value,
    )
    if len(name) > LONGEST_LAYER_NAME:
        raise ConfigError(
            f"the name of layer {layer} in environment {environment.name} is too long",
            why=f"`{name}` has {len(name)} characters; Lambda takes {LONGEST_LAYER_NAME}",
            hint=f"shorten environments.{environment.name}.name_template or the layer's name",
        )
    return name


def parameter_name(published: str, target: str, channel: str) -> str:
    """Return the name of the SSM parameter that says which version a channel points at.

    Args:
        published: The published layer's name.
        target: `python3.12/x86_64`.
        channel: As `hold_channel` allows.
    """
    return f"/lamella/{published}/{target}/{channel}"


def parameter_path(published: str) -> str:
    """Return the path below which all parameters of a published layer are."""
    return f"/lamella/{published}/"


def parameter_parts(name: str) -> tuple[str, str, str] | None:
    """Return published name, target and channel of a parameter of lamella; `None` for any other name."""
    found = _PARAMETER.fullmatch(name)
    return (found[1], found[2], found[3]) if found else None


def hold_channel(channel: str) -> str:
    """Return a channel's name.

    Raises:
        UsageError: It is not 1 to 64 letters, digits, `-`, `_` and `.`, which SSM takes in names.
    """
    if not _CHANNEL.fullmatch(channel):
        raise UsageError(
            f"`{channel}` is not the name of a channel", why="allowed: 1 to 64 letters, digits, `-`, `_` and `.`"
        )
    return channel


def artifact_key(sha256: str) -> str:
    """Return the S3 key of an archive: the same content has the same key."""
    return f"layers/{sha256}.zip"
