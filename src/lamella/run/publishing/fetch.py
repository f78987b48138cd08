"""Fetches the bytes of published versions, and holds that they are those that were published."""

import hashlib
from pathlib import Path

from lamella.aws.clients import Clients
from lamella.aws.downloads import download
from lamella.aws.versions import layer_version
from lamella.change.action import ArchiveFile
from lamella.change.promote import Promoted
from lamella.change.record import Published
from lamella.errors import AwsError, ChangedError, NotFoundError
from lamella.fleet.fleet import LayerVersion
from lamella.model.digests import sha256_of


def fetched(clients: Clients, wanted: Promoted, folder: Path) -> tuple[ArchiveFile, LayerVersion]:
    """Return the zip of a version, from the first of its places that gives it, and what the version says of itself.

    A zip that is in the folder already with the right bytes is taken.

    Args:
        clients: Reach the places.
        wanted: The version.
        folder: Where zips go, as `SHA256.zip`.

    Raises:
        AwsError: No place gives it.
        ChangedError: The version has other bytes than were published.
        OSError: It cannot be written.
    """
    failures: list[AwsError] = []
    for source in wanted.sources:
        try:
            return _from(clients, source, folder)
        except AwsError as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    raise AwsError(
        f"no place gives the zip of {wanted}",
        why="\n".join(error.in_one_line for error in failures),
        hint=failures[0].hint,
        code=failures[0].code,
    )


def _from(clients: Clients, source: Published, folder: Path) -> tuple[ArchiveFile, LayerVersion]:
    version = layer_version(clients, source.arn)
    if version is None:
        raise NotFoundError(
            f"{source.arn} is not there any more",
            why="it was deleted by other means than lamella",
            hint=f"publish it again: lamella publish {source.layer} --env {source.environment} --apply",
        )
    path = folder / f"{sha256_of(source.code_sha256)}.zip"
    if not path.is_file() or _digest(path) != sha256_of(source.code_sha256):
        download(clients, source.arn, path)
    found = _digest(path)
    if found != sha256_of(source.code_sha256):
        path.unlink()
        raise ChangedError(
            f"{source.arn} does not have the bytes that were published",
            why=f"published: {sha256_of(source.code_sha256)}\nfound:     {found}",
            hint="something is wrong with the state store or with the account; do not promote this version",
        )
    return ArchiveFile(path, found, path.stat().st_size), version


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
