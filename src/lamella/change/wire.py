"""Actions as they stand in a saved Plan, and back."""

from pathlib import Path
from typing import Annotated, assert_never

from msgspec import Meta, Struct

from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    ArchiveFile,
    DeleteLayerVersion,
    Direct,
    FromBucket,
    KeepLayerVersion,
    Metadata,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
    VersionRef,
)
from lamella.errors import UsageError
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Grant
from lamella.model.place import Place

Text = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0)]
_Account = Annotated[str, Meta(pattern=r"^[0-9]{12}\Z")]
_Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_CodeSha256 = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{43}=\Z")]
_AbsolutePath = Annotated[str, Meta(pattern=r"^/[^\x00]*\Z")]
_Bucket = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")]
_Destination = Annotated[str, Meta(pattern=r"^(/|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/|\Z))[^\x00]*\Z")]
_LayerName = Annotated[str, Meta(pattern=r"^[a-zA-Z0-9_-]{1,140}\Z")]
_Parameter = Annotated[str, Meta(pattern=r"^/[a-zA-Z0-9_./-]{1,1010}\Z")]
_StatementId = Annotated[str, Meta(pattern=r"^[a-zA-Z0-9_-]{1,100}\Z")]
_Principal = Annotated[str, Meta(pattern=r"^([0-9]{12}|\*)\Z")]
_Organization = Annotated[str, Meta(pattern=r"^o-[a-z0-9]{10,32}\Z")]


class PlaceWire(Struct, frozen=True, forbid_unknown_fields=True):
    """An account in a Region."""

    account: _Account
    region: Annotated[str, Meta(pattern=r"^[a-z]{2,}(-[a-z]+)+-[0-9]+\Z")]


class _Archive(Struct, frozen=True, forbid_unknown_fields=True):
    path: _AbsolutePath
    sha256: _Sha256
    size_bytes: Count


class _Direct(Struct, frozen=True, forbid_unknown_fields=True, tag_field="from", tag="request"):
    pass


class _FromBucket(Struct, frozen=True, forbid_unknown_fields=True, tag_field="from", tag="bucket"):
    bucket: _Bucket
    key: Text
    reference: bool


class _Metadata(Struct, frozen=True, forbid_unknown_fields=True):
    description: Annotated[str, Meta(max_length=256)]
    runtimes: Annotated[list[Text], Meta(max_length=15)]
    architectures: Annotated[list[Text], Meta(max_length=2)]
    license_info: Annotated[str, Meta(max_length=512)]


class _PublishedBy(Struct, frozen=True, forbid_unknown_fields=True):
    published_by: Text


class _Grant(Struct, frozen=True, forbid_unknown_fields=True):
    principal: _Principal
    organization_id: _Organization | None


class _Action(Struct, frozen=True, forbid_unknown_fields=True, tag_field="operation"):
    place: PlaceWire


class _PutObject(_Action, frozen=True, tag="PutObject"):
    bucket: _Bucket
    key: Text
    archive: _Archive


class _PublishLayerVersion(_Action, frozen=True, tag="PublishLayerVersion"):
    layer_name: _LayerName
    archive: _Archive
    content: _Direct | _FromBucket
    metadata: _Metadata
    newest: Annotated[int, Meta(ge=1)] | None
    layer: str
    target: str
    label: str


class _AddLayerVersionPermission(_Action, frozen=True, tag="AddLayerVersionPermission"):
    version: str | _PublishedBy
    grant: _Grant


class _RemoveLayerVersionPermission(_Action, frozen=True, tag="RemoveLayerVersionPermission"):
    version: str
    statement_id: _StatementId
    grant: _Grant


class _PutParameter(_Action, frozen=True, tag="PutParameter"):
    name: _Parameter
    version: str | _PublishedBy
    before: str | None


class _KeepLayerVersion(_Action, frozen=True, tag="KeepLayerVersion"):
    version: str
    code_sha256: _CodeSha256
    size_bytes: Count
    destination: _Destination


class _DeleteLayerVersion(_Action, frozen=True, tag="DeleteLayerVersion"):
    version: str
    code_sha256: _CodeSha256
    size_bytes: Count


ActionWire = (
    _PutObject
    | _PublishLayerVersion
    | _AddLayerVersionPermission
    | _RemoveLayerVersionPermission
    | _PutParameter
    | _KeepLayerVersion
    | _DeleteLayerVersion
)


def wire_of(action: Action) -> ActionWire:  # noqa: PLR0911 - one for each Action
    """Return what is written of an Action."""
    place = place_wire(action.place)
    match action:
        case PutObject(_, bucket, key, archive):
            return _PutObject(place, bucket, key, _archive_wire(archive))
        case PublishLayerVersion():
            return _PublishLayerVersion(
                place,
                action.layer_name,
                _archive_wire(action.archive),
                _content_wire(action.content),
                _metadata_wire(action.metadata),
                action.newest,
                action.layer,
                action.target,
                action.label,
            )
        case AddLayerVersionPermission(_, version, grant):
            return _AddLayerVersionPermission(place, _reference_wire(version), _grant_wire(grant))
        case RemoveLayerVersionPermission(_, version, statement_id, grant):
            return _RemoveLayerVersionPermission(place, str(version), statement_id, _grant_wire(grant))
        case PutParameter(_, name, version, before):
            return _PutParameter(place, name, _reference_wire(version), before)
        case KeepLayerVersion(_, version, code_sha256, size_bytes, destination):
            return _KeepLayerVersion(place, str(version), code_sha256, size_bytes, destination)
        case DeleteLayerVersion(_, version, code_sha256, size_bytes):
            return _DeleteLayerVersion(place, str(version), code_sha256, size_bytes)
        case _:
            assert_never(action)


def action_of(wire: ActionWire) -> Action:  # noqa: PLR0911 - one for each Action
    """Return the Action that was written.

    Raises:
        UsageError: A version is no ARN, or of another place than the Action.
    """
    place = place_of(wire.place)
    match wire:
        case _PutObject():
            return PutObject(place, wire.bucket, wire.key, _archive(wire.archive))
        case _PublishLayerVersion():
            meta = wire.metadata
            return PublishLayerVersion(
                place,
                wire.layer_name,
                _archive(wire.archive),
                _content(wire.content),
                Metadata(meta.description, tuple(meta.runtimes), tuple(meta.architectures), meta.license_info),
                wire.newest,
                wire.layer,
                wire.target,
                wire.label,
            )
        case _AddLayerVersionPermission():
            return AddLayerVersionPermission(place, _reference(wire.version, place), _grant(wire.grant))
        case _RemoveLayerVersionPermission():
            version = _version(wire.version, place)
            return RemoveLayerVersionPermission(place, version, wire.statement_id, _grant(wire.grant))
        case _PutParameter():
            return PutParameter(place, wire.name, _reference(wire.version, place), wire.before)
        case _KeepLayerVersion():
            version = _version(wire.version, place)
            return KeepLayerVersion(place, version, wire.code_sha256, wire.size_bytes, wire.destination)
        case _DeleteLayerVersion():
            return DeleteLayerVersion(place, _version(wire.version, place), wire.code_sha256, wire.size_bytes)
        case _:
            assert_never(wire)


def place_wire(place: Place) -> PlaceWire:
    """Return what is written of a place."""
    return PlaceWire(place.account, place.region)


def place_of(wire: PlaceWire) -> Place:
    """Return the place that was written."""
    return Place(wire.account, wire.region)


def _archive_wire(archive: ArchiveFile) -> _Archive:
    return _Archive(str(archive.path), archive.sha256, archive.size_bytes)


def _archive(wire: _Archive) -> ArchiveFile:
    return ArchiveFile(Path(wire.path), wire.sha256, wire.size_bytes)


def _content_wire(content: Direct | FromBucket) -> _Direct | _FromBucket:
    match content:
        case Direct():
            return _Direct()
        case FromBucket(bucket, key, reference):
            return _FromBucket(bucket, key, reference)
        case _:
            assert_never(content)


def _content(wire: _Direct | _FromBucket) -> Direct | FromBucket:
    match wire:
        case _Direct():
            return Direct()
        case _FromBucket():
            return FromBucket(wire.bucket, wire.key, wire.reference)
        case _:
            assert_never(wire)


def _metadata_wire(metadata: Metadata) -> _Metadata:
    return _Metadata(metadata.description, list(metadata.runtimes), list(metadata.architectures), metadata.license_info)


def _grant_wire(grant: Grant) -> _Grant:
    return _Grant(grant.principal, grant.organization_id)


def _grant(wire: _Grant) -> Grant:
    if wire.organization_id is not None and wire.principal != "*":
        raise UsageError(f"a grant to organisation {wire.organization_id} has principal {wire.principal}, not *")
    return Grant(wire.principal, wire.organization_id)


def _reference_wire(version: VersionRef) -> str | _PublishedBy:
    return _PublishedBy(version.step) if isinstance(version, PublishedBy) else str(version)


def _reference(wire: str | _PublishedBy, place: Place) -> VersionRef:
    return PublishedBy(wire.published_by) if isinstance(wire, _PublishedBy) else _version(wire, place)


def _version(text: str, place: Place) -> LayerVersionArn:
    version = LayerVersionArn.parse(text)
    if version.place != place:
        raise UsageError(f"{version} is not in {place}")
    return version
