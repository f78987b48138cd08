"""Reads layer versions and their policies."""

from lamella.aws.clients import Clients
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.place import Place


def layer_names(clients: Clients, place: Place) -> tuple[str, ...]:
    """Return the names of the layers that have a version, sorted (ListLayers).

    Raises:
        AwsError: They could not be read.
    """
    raise NotImplementedError


def layer_versions(clients: Clients, layer: LayerArn) -> tuple[LayerVersion, ...]:
    """Return every version, lowest number first, without digests (ListLayerVersions); none for an unknown layer.

    Raises:
        AwsError: They could not be read.
    """
    raise NotImplementedError


def layer_version(clients: Clients, arn: LayerVersionArn, reader: Place | None = None) -> LayerVersion | None:
    """Return a version with its digest and size (GetLayerVersion); `None` when it is not there.

    Args:
        clients: Reach the version's place, or the reader's.
        arn: The version.
        reader: As whom to read; the version's own place when not given.

    Raises:
        AwsError: It could not be read.
    """
    raise NotImplementedError


def newest(
    clients: Clients, layer: LayerArn, runtimes: tuple[str, ...], architectures: tuple[str, ...]
) -> LayerVersion | None:
    """Return the version of the highest number with exactly these runtimes and architectures (in any order), with digest.

    Raises:
        AwsError: It could not be read.
    """
    raise NotImplementedError


def statements(clients: Clients, arn: LayerVersionArn) -> tuple[Statement, ...]:
    """Return the statements of a version's policy; none when it has no policy, or is not there.

    Raises:
        AwsError: They could not be read.
    """
    raise NotImplementedError
