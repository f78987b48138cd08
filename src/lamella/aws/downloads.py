"""Downloads the zip of a layer version."""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import urllib3

from lamella.atomic import replacing
from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import AwsError
from lamella.model.arn import LayerVersionArn

_CHUNK_BYTES = 1 << 20
_TIMEOUT_S = 60.0


def download(clients: Clients, arn: LayerVersionArn, to: Path) -> None:
    """Write the zip of a layer version to a file, which appears whole or not at all.

    Raises:
        AwsError: It could not be read, or its bytes are not those that its CodeSha256 names.
        OSError: The file could not be written.
    """
    with translated(Call(f"read {arn}", "lambda:GetLayerVersion")):
        content = clients.lambda_(arn.place).get_layer_version(LayerName=str(arn.layer), VersionNumber=arn.number)[
            "Content"
        ]
    with replacing(to) as file:
        fetch(content["Location"], content["CodeSha256"], file, str(arn))


def fetch(url: str, code_sha256: str, file: BinaryIO, what: str) -> None:
    """Write what a presigned address gives, and hold it against its digest.

    Raises:
        AwsError: It could not be read, or has another digest.
    """
    digest = sha256()
    with urllib3.PoolManager(timeout=_TIMEOUT_S, retries=urllib3.Retry(3, redirect=3)) as pool:
        try:
            answer = pool.request("GET", url, preload_content=False)
            if answer.status != HTTPStatus.OK:
                raise AwsError(f"could not download {what}", why=f"HTTP status {answer.status}")
            for chunk in answer.stream(_CHUNK_BYTES):
                digest.update(chunk)
                file.write(chunk)
        except urllib3.exceptions.HTTPError as error:
            raise AwsError(f"could not download {what}", why=str(error), hint="run the command again") from error
    found = b64encode(digest.digest()).decode()
    if found != code_sha256:
        raise AwsError(
            f"the bytes of {what} are not those that it names",
            why=f"CodeSha256 is {code_sha256}, the download has {found}",
            hint="run the command again; if it stays so, do not use this version",
        )
