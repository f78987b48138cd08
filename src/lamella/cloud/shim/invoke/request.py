"""What an Invoke request asks for, held against Lambda's limits."""

import binascii
import json
from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum

from lamella.cloud.http.message import Request
from lamella.cloud.shim.answers import RefusedRequestError, invalid

# Lambda quotas; the asynchronous one is that of October 2025 (before: 262,144), unverified.
MOST_BYTES = 6_291_456
MOST_ASYNCHRONOUS_BYTES = 1_048_576


class Kind(StrEnum):
    """`X-Amz-Invocation-Type`."""

    REQUEST_RESPONSE = "RequestResponse"
    EVENT = "Event"
    DRY_RUN = "DryRun"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        kind: See there.
        event: Decoded; an empty object where the request has no body.
        tail: Whether the end of the log is wanted.
        client_context: JSON text, or empty.
    """

    kind: Kind
    event: object
    tail: bool = False
    client_context: str = ""


def asked(request: Request) -> Asked:
    """Read an Invoke request.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    kind = _kind(request.header("X-Amz-Invocation-Type") or Kind.REQUEST_RESPONSE)
    most = MOST_ASYNCHRONOUS_BYTES if kind is Kind.EVENT else MOST_BYTES
    if len(request.body) > most:
        words = f"Request must be smaller than {most} bytes for the InvokeFunction operation"
        raise RefusedRequestError(413, "RequestTooLargeException", words)
    tail = (request.header("X-Amz-Log-Type") or "") == "Tail"
    return Asked(kind, _event(request.body), tail, _client_context(request.header("X-Amz-Client-Context") or ""))


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        invalid(f"Value '{text}' at 'invocationType' failed to satisfy constraint: Member must be one of {list(Kind)}")


def _event(body: bytes) -> object:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError as error:
        words = f"Could not parse request body into json: {error}"
        raise RefusedRequestError(400, "InvalidRequestContentException", words) from error


def _client_context(encoded: str) -> str:
    try:
        return b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        invalid("Client context must be a valid Base64-encoded JSON object.")
