"""What `clean` keeps of a version that it deletes: where the files lie, and what is written beside the zip.

Below a destination (a folder, or an S3 prefix) each version has the folder `ACCOUNT/REGION/NAME/NUMBER` with
`layer.zip` and `version.json`. The latter is written last: a folder without it is unfinished.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from lamella.change.action import Metadata
from lamella.errors import StateError, UsageError
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Statement

ZIP = "layer.zip"
VERSION = "version.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A copy of a layer version.

    Attributes:
        arn: Under which it was published.
        created_at: When it was published; with a time zone.
        metadata: What it said of itself.
        code_sha256: Base64, of the zip.
        size_bytes: Of the zip.
        statements: Of its policy; kept for the reader, not given again by `restore`.
    """

    arn: LayerVersionArn
    created_at: datetime
    metadata: Metadata
    code_sha256: str
    size_bytes: int
    statements: tuple[Statement, ...] = ()


class _Document(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    format: int
    arn: str
    created_at: datetime
    metadata: Metadata
    code_sha256: str
    size_bytes: int
    statements: tuple[Statement, ...] = ()


def folder_of(arn: LayerVersionArn) -> str:
    """Return the folder of a version's copy, relative to the destination: `111122223333/eu-west-1/data/7`."""
    return f"{arn.place.account}/{arn.place.region}/{arn.layer.name}/{arn.number}"


def to_json(kept: KeptVersion) -> bytes:
    """Return the content of `version.json`."""
    document = _Document(
        _FORMAT,
        str(kept.arn),
        kept.created_at,
        kept.metadata,
        kept.code_sha256,
        kept.size_bytes,
        kept.statements,
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def from_json(content: bytes, where: str) -> KeptVersion:
    """Read the content of `version.json`.

    Args:
        content: UTF-8.
        where: Its path, for the message.

    Raises:
        StateError: It is not what `to_json` writes.
    """
    try:
        document = msgspec.json.decode(content, type=_Document)
        arn = LayerVersionArn.parse(document.arn)
    except (msgspec.MsgspecError, UsageError) as error:
        raise StateError(
            f"{where} does not describe a kept layer version", why=str(error), hint="it was changed or cut short"
        ) from error
    if document.format != _FORMAT:
        raise StateError(
            f"{where} has format {document.format}", why=f"this lamella reads {_FORMAT}", hint="use a newer lamella"
        )
    return KeptVersion(
        arn,
        document.created_at,
        document.metadata,
        document.code_sha256,
        document.size_bytes,
        document.statements,
    )
