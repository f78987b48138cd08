"""Zips in buckets, under keys that name their content."""

from base64 import b64encode
from hashlib import file_digest, sha256
from pathlib import Path

from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.change.action import ArchiveFile, PutObject
from lamella.change.world import Effect
from lamella.errors import AwsError, ChangedError, NotFoundError
from lamella.model.place import Place

_PART_BYTES = 16 << 20
_TRANSFER = TransferConfig(multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES, max_concurrency=4)
_DIGEST = "sha256"


def found(clients: Clients, action: PutObject) -> Effect | None:
    """See `World.found`: the object is there, with the size and digest that it should have."""
    there = stored(clients, action.place, action.bucket, action.key)
    wanted = (action.archive.size_bytes, action.archive.sha256)
    return Effect(already=True) if there == wanted else None


def put(clients: Clients, action: PutObject) -> Effect:
    """Upload the zip where it is not there yet.

    Raises:
        ChangedError: The file holds other bytes than the Plan names.
        AwsError: It could not be uploaded.
    """
    if effect := found(clients, action):
        return effect
    verify(action.archive)
    upload(clients, action.place, action.bucket, action.key, action.archive.path, action.archive.sha256)
    return Effect()


def upload(clients: Clients, place: Place, bucket: str, key: str, path: Path, digest: str) -> None:
    """Upload a file in parts, each with a checksum; its digest (hexadecimal) becomes metadata of the object.

    Raises:
        AwsError: It could not be uploaded; uploading again does no harm.
    """
    extra = {"ChecksumAlgorithm": "SHA256", "Metadata": {_DIGEST: digest}, "ContentType": "application/zip"}
    call = Call(f"upload {path.name} to s3://{bucket}/{key}", "s3:PutObject")
    with translated(call):
        try:
            clients.s3(place).upload_file(str(path), bucket, key, ExtraArgs=extra, Config=_TRANSFER)
        except S3UploadFailedError as error:
            # boto3 hides the cause, which says what to do.
            cause = error.__context__
            if isinstance(cause, ClientError):
                raise cause from error
            raise AwsError(f"could not {call.doing}", why=str(error), hint="run the command again") from error


def stored(clients: Clients, place: Place, bucket: str, key: str) -> tuple[int, str] | None:
    """Return size in bytes and digest (hexadecimal; empty where the object does not say it); `None` without object.

    Raises:
        AwsError: It could not be read.
    """
    # Without s3:ListBucket S3 answers 403, not 404, where there is no object.
    needs = "s3:GetObject on the object and s3:ListBucket on the bucket"
    try:
        with translated(Call(f"look for s3://{bucket}/{key}", needs)):
            told = clients.s3(place).head_object(Bucket=bucket, Key=key)
    except NotFoundError:
        return None
    return told["ContentLength"], told["Metadata"].get(_DIGEST, "")


def verified_bytes(archive: ArchiveFile) -> bytes:
    """Return the bytes of a zip that a Plan names.

    Raises:
        ChangedError: The file is gone, or holds other bytes.
    """
    try:
        data = archive.path.read_bytes()
    except FileNotFoundError as error:
        raise _changed(archive, "it is gone") from error
    found_digest = sha256(data)
    if found_digest.hexdigest() != archive.sha256:
        raise _changed(archive, f"its CodeSha256 is {b64encode(found_digest.digest()).decode()}")
    return data


def verify(archive: ArchiveFile) -> None:
    """Hold a zip against the digest that a Plan names, without keeping it in memory.

    Raises:
        ChangedError: The file is gone, or holds other bytes.
    """
    try:
        with archive.path.open("rb") as file:
            digest = file_digest(file, "sha256")
    except FileNotFoundError as error:
        raise _changed(archive, "it is gone") from error
    if digest.hexdigest() != archive.sha256:
        raise _changed(archive, f"its sha256 is {digest.hexdigest()}")


def _changed(archive: ArchiveFile, why: str) -> ChangedError:
    return ChangedError(
        f"{archive.path} is not the archive of the plan",
        why=f"{why}; the plan names sha256 {archive.sha256}",
        hint="build it again, and make a new plan",
    )
