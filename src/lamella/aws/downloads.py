"""Downloads the zip of a layer version."""

from pathlib import Path

from lamella.aws.clients import Clients
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place


def download(clients: Clients, arn: LayerVersionArn, to: Path, reader: Place | None = None) -> None:
    """Write the zip of a layer version to a file, which appears whole or not at all.

    Args:
        clients: Reach the version's place, or the reader's.
        arn: The version.
        to: The file; folders above it are made.
        reader: As whom to read; the version's own place when not given.

    Raises:
        AwsError: It could not be read, or its bytes are not those that its CodeSha256 names.
        OSError: The file could not be written.
    """
    raise NotImplementedError
