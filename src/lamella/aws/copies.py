"""Copies of layer versions that `clean` deletes, from which `restore` publishes again (see `change.kept`)."""

import tempfile
from collections.abc import Iterator
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path

from lamella.atomic import replace_bytes, replacing
from lamella.aws.artifacts import stored, upload
from lamella.aws.clients import Clients
from lamella.aws.downloads import download_from
from lamella.aws.failures import Call, translated
from lamella.aws.versions import located, statements
from lamella.change.action import KeepLayerVersion, Metadata
from lamella.change.kept import VERSION, ZIP, KeptVersion, folder_of, from_json, to_json
from lamella.change.world import Effect
from lamella.errors import AwsError, ChangedError, NotFoundError
from lamella.model.arn import LayerVersionArn
from lamella.model.digests import sha256_of

_S3 = "s3://"
_CHUNK_BYTES = 1 << 20


def found(clients: Clients, action: KeepLayerVersion) -> Effect | None:
    """See `World.found`: the copy is whole and holds the same content."""
    kept = _description(clients, action.destination, action.version)
    if kept is None or kept.code_sha256 != action.code_sha256:
        return None
    return Effect(already=True) if _zip_is_there(clients, action) else None


def keep(clients: Clients, action: KeepLayerVersion) -> Effect:
    """Copy zip, then what the version says of itself; a whole copy that is there already is left.

    Raises:
        ChangedError: The version is gone, or holds other bytes than the Plan names.
        AwsError: It could not be read or written.
        OSError: The folder cannot be written.
    """
    if effect := found(clients, action):
        return effect
    there = located(clients, action.version)
    if there is None or there[0].code_sha256 != action.code_sha256:
        raise ChangedError(
            f"{action.version} is {'gone' if there is None else 'another'}",
            why=f"the plan names CodeSha256 {action.code_sha256}",
            hint="make a new plan",
        )
    version, url = there
    metadata = Metadata(version.description, version.runtimes, version.architectures, version.license_info)
    kept = KeptVersion(
        action.version,
        version.created_at,
        metadata,
        action.code_sha256,
        action.size_bytes,
        statements(clients, action.version),
    )
    if action.destination.startswith(_S3):
        _keep_in_bucket(clients, action, url, to_json(kept))
    else:
        folder = Path(action.destination) / folder_of(action.version)
        # The journal is on the disk before the version goes, so its only copy has to be there as well.
        download_from(url, action.code_sha256, folder / ZIP, str(action.version), durable=True)
        replace_bytes(folder / VERSION, to_json(kept), durable=True)
    return Effect()


def read_kept(clients: Clients, destination: str, arn: LayerVersionArn, to: Path) -> KeptVersion | None:
    """Fetch the zip of a kept version to a file and return what is known of it; `None` where there is no whole copy.

    Raises:
        StateError: What lies there does not describe a version.
        AwsError: It could not be read, or its bytes are not those that it names.
        OSError: The file cannot be written.
    """
    kept = _description(clients, destination, arn)
    if kept is None:
        return None
    with replacing(to) as file:
        digest = sha256()
        for chunk in _chunks(clients, destination, arn):
            digest.update(chunk)
            file.write(chunk)
        if digest.hexdigest() != sha256_of(kept.code_sha256):
            raise AwsError(
                f"the kept copy of {kept.arn} is damaged",
                why=f"its bytes do not have CodeSha256 {kept.code_sha256}",
                hint="it cannot be restored from there",
            )
    return kept


def _keep_in_bucket(clients: Clients, action: KeepLayerVersion, url: str, description: bytes) -> None:
    bucket, key = _address(action.destination, action.version, ZIP)
    with tempfile.TemporaryDirectory(prefix="lamella-") as scratch:
        path = Path(scratch) / ZIP
        download_from(url, action.code_sha256, path, str(action.version))
        upload(clients, action.place, bucket, key, path, sha256_of(action.code_sha256))
    _, key = _address(action.destination, action.version, VERSION)
    with translated(Call(f"write s3://{bucket}/{key}", "s3:PutObject")):
        clients.s3(action.place).put_object(Bucket=bucket, Key=key, Body=description, ContentType="application/json")


def _description(clients: Clients, destination: str, arn: LayerVersionArn) -> KeptVersion | None:
    if not destination.startswith(_S3):
        path = Path(destination) / folder_of(arn) / VERSION
        whole = path.is_file() and path.with_name(ZIP).is_file()
        return from_json(path.read_bytes(), str(path)) if whole else None
    bucket, key = _address(destination, arn, VERSION)
    content = BytesIO()
    try:
        with translated(Call(f"read s3://{bucket}/{key}", "s3:GetObject")):
            clients.s3(arn.place).download_fileobj(bucket, key, content)
    except NotFoundError:
        return None
    return from_json(content.getvalue(), f"{_S3}{bucket}/{key}")


def _zip_is_there(clients: Clients, action: KeepLayerVersion) -> bool:
    if action.destination.startswith(_S3):
        there = stored(clients, action.place, *_address(action.destination, action.version, ZIP))
        return there == (action.size_bytes, sha256_of(action.code_sha256))
    path = Path(action.destination) / folder_of(action.version) / ZIP
    return path.is_file() and _digest(path) == sha256_of(action.code_sha256)


def _address(destination: str, arn: LayerVersionArn, file: str) -> tuple[str, str]:
    bucket, _, prefix = destination.removeprefix(_S3).partition("/")
    parts = (prefix.strip("/"), folder_of(arn), file)
    return bucket, "/".join(part for part in parts if part)


def _chunks(clients: Clients, destination: str, arn: LayerVersionArn) -> Iterator[bytes]:
    if destination.startswith(_S3):
        bucket, key = _address(destination, arn, ZIP)
        with translated(Call(f"read s3://{bucket}/{key}", "s3:GetObject")):
            yield from clients.s3(arn.place).get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(_CHUNK_BYTES)
        return
    with (Path(destination) / folder_of(arn) / ZIP).open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
