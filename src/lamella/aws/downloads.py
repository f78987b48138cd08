"""Downloads the zip of a layer version."""

import os
import re
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import urllib3
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from lamella.atomic import replacing
from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import AwsError
from lamella.model.arn import LayerVersionArn

_CHUNK_BYTES = 1 << 20
_TIMEOUT_S = 60.0
_TRIES = 3
# Errors tell the whole address, and a presigned one lets anybody read the zip for some minutes.
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


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
    download_from(content["Location"], content["CodeSha256"], to, str(arn))


def download_from(url: str, code_sha256: str, to: Path, what: str, *, durable: bool = False) -> None:
    """Write what a presigned address gives to a file, which appears whole or not at all; see `fetch`, `replacing`."""
    with replacing(to, durable=durable) as file:
        fetch(url, code_sha256, file, what)


def fetch(url: str, code_sha256: str, file: BinaryIO, what: str) -> None:
    """Write what a presigned address gives, and hold it against its digest.

    Args:
        url: The address; a proxy of the environment is used, but not to this machine.
        code_sha256: Base64.
        file: Empty, seekable.
        what: For messages.

    Raises:
        AwsError: It could not be read, or has another digest.
    """
    host = urlsplit(url).hostname or ""
    proxies = {} if host in _THIS_MACHINE else get_environ_proxies(url)
    options: dict[str, Any] = {
        "proxies": proxies,
        "verify": os.environ.get("AWS_CA_BUNDLE") or True,
        "timeout": _TIMEOUT_S,
    }
    session = URLLib3Session(**options)
    try:
        found = _received(session, url, file, what)
    finally:
        session.close()
    if found != code_sha256:
        raise AwsError(
            f"the bytes of {what} are not those that it names",
            why=f"CodeSha256 is {code_sha256}, the download has {found}",
            hint="run the command again; if it stays so, do not use this version",
        )


def _received(session: URLLib3Session, url: str, file: BinaryIO, what: str) -> str:
    """Return the digest (base64) of what was written; a connection that breaks is tried again."""
    for left in reversed(range(_TRIES)):
        file.seek(0)
        file.truncate()
        digest = sha256()
        try:
            answer = session.send(AWSRequest("GET", url, stream_output=True).prepare())
            with closing(answer.raw) as raw:
                for chunk in raw.stream(_CHUNK_BYTES) if answer.status_code == HTTPStatus.OK else ():
                    digest.update(chunk)
                    file.write(chunk)
            why, again = _wrong(answer.status_code, answer.headers.get("Content-Length"), file.tell())
        except (BotoCoreError, urllib3.exceptions.HTTPError) as error:
            why, again = _QUERY.sub("?...", str(error)), True
        if not why:
            return b64encode(digest.digest()).decode()
        if not (again and left):
            raise AwsError(f"could not download {what}", why=why, hint="run the command again")
    raise AssertionError("the last try returns or raises")


def _wrong(status: int, promised: str | None, got_bytes: int) -> tuple[str, bool]:
    """Return what is wrong with an answer, or nothing, and whether asking again may help."""
    if status != HTTPStatus.OK:
        return f"HTTP status {status}", status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if promised is not None and int(promised) != got_bytes:
        return f"the connection ended after {got_bytes:,} of {int(promised):,} bytes", True
    return "", False
