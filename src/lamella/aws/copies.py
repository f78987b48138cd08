"""Copies of layer versions that `clean` deletes, from which `restore` publishes again.

Below the destination (`s3://BUCKET/PREFIX` or an absolute folder) stand `layers/SHA256.zip`, once per content, and
`versions/ACCOUNT/REGION/NAME/NUMBER.json` with what the version said of itself.
"""

from dataclasses import dataclass
from pathlib import Path

from lamella.aws.clients import Clients
from lamella.change.action import KeepLayerVersion, Metadata
from lamella.change.world import Effect
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Statement


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """What a copy says of the version that it was made of.

    Attributes:
        code_sha256: Base64.
        size_bytes: Of the zip.
        created_at: As ListLayerVersions gave it.
        statements: Of its policy when it was copied; `restore` does not put them back, it may show them.
    """

    arn: LayerVersionArn
    code_sha256: str
    size_bytes: int
    metadata: Metadata
    created_at: str
    statements: tuple[Statement, ...] = ()


def keep(clients: Clients, action: KeepLayerVersion) -> Effect:
    """Copy zip and metadata; a copy that is there already is left.

    Raises:
        AwsError: It could not be read or written.
    """
    raise NotImplementedError


def kept_copy(clients: Clients, destination: str, arn: LayerVersionArn) -> KeptCopy | None:
    """Return what is known of a kept version; `None` when the destination has no copy of it.

    Raises:
        AwsError: It could not be read.
    """
    raise NotImplementedError


def fetch_copy(clients: Clients, destination: str, copy: KeptCopy, to: Path) -> None:
    """Write the zip of a copy to a file, whole or not at all.

    Raises:
        AwsError: It could not be read, or its bytes are not those that the copy names.
    """
    raise NotImplementedError
