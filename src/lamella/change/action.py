"""The closed union of what lamella changes in AWS; each Action has the name of the API operation that performs it."""

from dataclasses import dataclass
from pathlib import Path

from lamella.model.arn import LayerVersionArn
from lamella.model.digests import code_sha256_of
from lamella.model.grant import Grant
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A zip on this machine; a Plan names it by path and sha256, never by its bytes.

    Attributes:
        path: Absolute. Not part of the Plan's digest: another machine may have it elsewhere.
        sha256: Hexadecimal, of the zip.
        size_bytes: Of the zip.
    """

    path: Path
    sha256: str
    size_bytes: int

    @property
    def code_sha256(self) -> str:
        """Base64, as GetLayerVersion gives it."""
        return code_sha256_of(self.sha256)


@dataclass(frozen=True, slots=True)
class Direct:
    """The zip travels in the request; at most 52,428,800 bytes."""


@dataclass(frozen=True, slots=True)
class FromBucket:
    """Lambda reads the zip from a bucket of the layer's Region.

    Attributes:
        reference: S3ObjectStorageMode=REFERENCE: the zip stays in the bucket, which must be versioned.
    """

    bucket: str
    key: str
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a layer version says of itself.

    Attributes:
        description: At most 256 characters.
        license_info: At most 512.
    """

    description: str
    runtimes: tuple[str, ...]
    architectures: tuple[str, ...]
    license_info: str = ""


@dataclass(frozen=True, slots=True)
class PublishedBy:
    """The layer version that another Step of the same Plan publishes (its number is not known before)."""

    step: str


VersionRef = LayerVersionArn | PublishedBy


@dataclass(frozen=True, slots=True)
class PutObject:
    """Upload a zip under a key that names its content; there already: nothing to do. Multipart, with checksum."""

    place: Place
    bucket: str
    key: str
    archive: ArchiveFile


@dataclass(frozen=True, slots=True)
class PublishLayerVersion:
    """Publish a zip as a new version.

    Attributes:
        newest: Number of the newest version with the same runtimes and architectures when the Plan was made; `None`
            when there was none. Another number at apply time means that the world changed.
        layer: The configuration's name of the layer; `target`: `python3.12/x86_64`. For records and pointers.
        label: The user's version label; may be empty.
    """

    place: Place
    layer_name: str
    archive: ArchiveFile
    content: Direct | FromBucket
    metadata: Metadata
    newest: int | None
    layer: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class AddLayerVersionPermission:
    """Give a right; a statement of the same id and content that is there already is fine."""

    place: Place
    version: VersionRef
    grant: Grant


@dataclass(frozen=True, slots=True)
class RemoveLayerVersionPermission:
    """Take a right away, by statement id. Functions that use the version go on."""

    place: Place
    version: LayerVersionArn
    statement_id: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class PutParameter:
    """Let an SSM parameter name a version.

    Attributes:
        before: The value when the Plan was made; `None` when there was none.
    """

    place: Place
    name: str
    version: VersionRef
    before: str | None


@dataclass(frozen=True, slots=True)
class KeepLayerVersion:
    """Copy zip and metadata of a version to where `restore` finds them; it changes nothing that functions see.

    Attributes:
        destination: `s3://BUCKET/PREFIX` or an absolute folder.
    """

    place: Place
    version: LayerVersionArn
    code_sha256: str
    size_bytes: int
    destination: str


@dataclass(frozen=True, slots=True)
class DeleteLayerVersion:
    """Delete a version that nothing needs.

    Attributes:
        code_sha256, size_bytes: As observed; another digest means another version.
    """

    place: Place
    version: LayerVersionArn
    code_sha256: str
    size_bytes: int


Action = (
    PutObject
    | PublishLayerVersion
    | AddLayerVersionPermission
    | RemoveLayerVersionPermission
    | PutParameter
    | KeepLayerVersion
    | DeleteLayerVersion
)
