"""A request of AWS's API and its answer, as values; and the port through which the shim asks ministack."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import parse_qsl, unquote

Headers = tuple[tuple[str, str], ...]
"""Names as they were sent, in their order; a name may come twice."""

DEFAULT_ACCOUNT = "000000000000"
DEFAULT_REGION = "us-east-1"

_ACCOUNT = re.compile(r"[0-9]{12}")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: the credential scope.
_SCOPE = re.compile(r"Credential=([^/,\s]+)/[0-9]{8}/([^/,\s]+)/([^/,\s]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Signer:
    """What a request's signature says about it; fields are empty where it is not signed.

    Attributes:
        access_key: Of the caller; twelve digits choose an account of the embedded cloud.
        region: Such as `eu-west-1`.
        service: The name that requests are signed with, such as `lambda`, `s3`, `monitoring`.
    """

    access_key: str = ""
    region: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request, whole.

    Attributes:
        method: In capitals.
        path: As it was sent: percent-encoded, without the query.
        query: As it was sent, without the question mark.
        headers: See `Headers`; no `Transfer-Encoding` and no `Expect` (the body is here, with its length).
        body: All of it.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name."""
        return header(self.headers, name)

    def parameter(self, name: str) -> str | None:
        """Return the first value of a query parameter, decoded; empty where it has none."""
        return next((value for key, value in parse_qsl(self.query, keep_blank_values=True) if key == name), None)

    @property
    def segments(self) -> tuple[str, ...]:
        """The path's parts, each decoded; an ARN in a path stays one part."""
        return tuple(unquote(part) for part in self.path.split("/") if part)

    @property
    def signer(self) -> Signer:
        """What its signature says."""
        return signer_of(self.headers, self.query)

    @property
    def account(self) -> str:
        """The account that a 12-digit access key names, else the default one (temporary keys: ask STS upstream)."""
        key = self.signer.access_key
        return key if _ACCOUNT.fullmatch(key) else DEFAULT_ACCOUNT

    @property
    def region(self) -> str:
        """The Region it is signed for, else the default one."""
        return self.signer.region or DEFAULT_REGION

    def with_body(self, body: bytes) -> "Request":
        """Return the same request with another body; the length is set when it is sent."""
        return replace(self, body=body)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, whole.

    Attributes:
        status: Such as 200.
        headers: See `Headers`; `Content-Length` is set when it is sent.
        body: All of it.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name."""
        return header(self.headers, name)


class Upstream(Protocol):
    """ministack, which answers what the shim does not."""

    @property
    def public_endpoint(self) -> str:
        """Where clients reach the embedded cloud, such as `http://127.0.0.1:4566`; functions are told this one."""
        ...

    def send(self, request: Request) -> Response:
        """Send a request and return its answer, whole; threads may share it.

        Addresses of ministack itself in the answer are those of the public endpoint.

        Raises:
            OSError: ministack does not answer.
        """
        ...

    def call(self, who: "Caller", request: Request) -> Response:
        """Send a request of the shim's own, in the name of an account.

        Args:
            who: The account, Region and service that it is signed for.
            request: Without `Authorization` and `Host`; both are set here.

        Raises:
            OSError: ministack does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Caller:
    """In whose name the shim asks: an account (12 digits), a Region, and the service that requests are signed for."""

    account: str
    region: str
    service: str


def header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header, whatever the case of its name."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def without(headers: Headers, *names: str) -> Headers:
    """Return headers without those of the given names, whatever their case."""
    dropped = {name.lower() for name in names}
    return tuple((key, value) for key, value in headers if key.lower() not in dropped)


def signer_of(headers: Headers, query: str) -> Signer:
    """Read the credential scope of a signed request or of a presigned address."""
    for text in _credentials(headers, query):
        if found := _SCOPE.search(text):
            return Signer(found[1], found[2], found[3])
    return Signer()


def _credentials(headers: Headers, query: str) -> Iterator[str]:
    if authorization := header(headers, "authorization"):
        yield authorization
    if "X-Amz-Credential" in query:
        yield from (f"Credential={value}" for key, value in parse_qsl(query) if key == "X-Amz-Credential")
