"""Records as a file: what `lamella lock export` writes, and `lamella lock check` and `lamella clean` read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from lamella.change.record import Published
from lamella.errors import ConfigError, UsageError
from lamella.model.arn import LayerVersionArn

FILE_NAME = "lamella.published.json"
FORMAT = 1
_HINT = "write it anew with `lamella lock export`"


class _Version(Struct, frozen=True, forbid_unknown_fields=True):
    environment: str
    layer: str
    target: str
    arn: str
    code_sha256: Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{43}=$")]
    size_bytes: int
    label: str
    published_at: Annotated[datetime, Meta(tz=True)]
    digest: str


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    versions: tuple[_Version, ...]


def newest(records: Iterable[Published]) -> tuple[Published, ...]:
    """Return, sorted by ARN, the newest version of each environment, layer, target and place that was not deleted.

    Numbers grow in a layer; a layer whose published name changed counts by time.
    """
    found: dict[tuple[str, str, str, str], Published] = {}
    for record in records:
        if record.deleted_at is None:
            key = record.environment, record.layer, record.target, str(record.arn.place)
            found[key] = max(found.get(key, record), record, key=lambda it: (it.published_at, it.arn.number))
    return tuple(sorted(found.values(), key=lambda it: (it.environment, it.arn, it.target)))


def to_json(records: Iterable[Published]) -> str:
    """Return the newest of the records as a document, with a line end; the same records give the same text."""
    versions = tuple(
        _Version(
            it.environment,
            it.layer,
            it.target,
            str(it.arn),
            it.code_sha256,
            it.size_bytes,
            it.label,
            it.published_at.astimezone(UTC),
            it.digest,
        )
        for it in newest(records)
    )
    return msgspec.json.format(msgspec.json.encode(_File(FORMAT, versions)), indent=2).decode() + "\n"


def from_json(text: str | bytes, where: str) -> tuple[Published, ...]:
    """Read what `to_json` wrote.

    Args:
        text: The document.
        where: The file's name, for errors.

    Raises:
        ConfigError: It is no such document; the message has the key path.
    """
    try:
        file = msgspec.json.decode(text, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{where} is no file of published versions", why=str(error), hint=_HINT) from error
    if file.format != FORMAT:
        raise ConfigError(
            f"{where} has format {file.format}, and this lamella reads format {FORMAT}", hint="upgrade lamella"
        )
    return tuple(_published(version, f"{where}: versions[{at}]") for at, version in enumerate(file.versions))


def _published(version: _Version, where: str) -> Published:
    try:
        arn = LayerVersionArn.parse(version.arn)
    except UsageError as error:
        raise ConfigError(f"{where}.arn: {error.what}", hint=_HINT) from error
    return Published(
        environment=version.environment,
        layer=version.layer,
        target=version.target,
        arn=arn,
        code_sha256=version.code_sha256,
        size_bytes=version.size_bytes,
        label=version.label,
        published_at=version.published_at,
        digest=version.digest,
    )
