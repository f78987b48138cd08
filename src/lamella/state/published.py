"""Records of published versions as JSON texts, the same in every state store."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from lamella.change.record import Published
from lamella.errors import StateError, UsageError
from lamella.model.arn import LayerVersionArn

_Moment = Annotated[datetime, Meta(tz=True)]


class _Record(msgspec.Struct, frozen=True, omit_defaults=True):
    environment: str
    layer: str
    target: str
    arn: str
    code_sha256: str
    size_bytes: int
    label: str
    published_at: _Moment
    digest: str
    deleted_at: _Moment | None = None
    kept_at: str | None = None


def encode(published: Published) -> str:
    """Return a record as one JSON object; `decode` gives the same record back."""
    return msgspec.json.encode(
        _Record(
            published.environment,
            published.layer,
            published.target,
            str(published.arn),
            published.code_sha256,
            published.size_bytes,
            published.label,
            published.published_at,
            published.digest,
            published.deleted_at,
            published.kept_at,
        )
    ).decode()


def decode(text: str) -> Published:
    """Read a record. Keys that this lamella does not know are passed over: a newer one may have written them.

    Raises:
        StateError: It is no record.
    """
    try:
        record = msgspec.json.decode(text, type=_Record)
        arn = LayerVersionArn.parse(record.arn)
    except (msgspec.MsgspecError, UnicodeError, UsageError) as error:
        raise StateError(
            "the record of a published version cannot be read",
            why=f"{error}: {text[:200]}",
            hint="was the state store written by a newer lamella, or damaged?",
        ) from error
    return Published(
        record.environment,
        record.layer,
        record.target,
        arn,
        record.code_sha256,
        record.size_bytes,
        record.label,
        record.published_at,
        record.digest,
        record.deleted_at,
        record.kept_at,
    )
