"""What lamella remembers of each version that it published."""

from dataclasses import dataclass
from datetime import datetime

from lamella.model.arn import LayerVersionArn


@dataclass(frozen=True, slots=True)
class Published:
    """A published version.

    Attributes:
        environment: Name of the environment.
        layer, target: The configuration's name, and `python3.12/x86_64`.
        arn: With account, Region, published name and number.
        code_sha256: Base64.
        size_bytes: Of the zip.
        label: The user's version label; may be empty.
        published_at: With a time zone.
        digest: Of the Plan, whose Journal says who did it.
        deleted_at: When lamella deleted it; `None` while it is there.
        kept_at: Where `clean` keeps a copy: `s3://...` or a folder.
    """

    environment: str
    layer: str
    target: str
    arn: LayerVersionArn
    code_sha256: str
    size_bytes: int
    label: str
    published_at: datetime
    digest: str
    deleted_at: datetime | None = None
    kept_at: str | None = None
