"""boto3 clients whose requests go through a shim in this process; what it leaves goes on to an endpoint."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from lamella.cloud.http.message import Request
from lamella.cloud.http.signing import ROOT_SECRET
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.shim import Shim


def upstream_of(endpoint: str) -> Ministack:
    """The way to an endpoint, as the shim takes it."""
    parts = urlsplit(endpoint)
    return Ministack((parts.hostname or "127.0.0.1", parts.port or 80), endpoint)


def shimmed_client(
    shim: Shim, upstream: Ministack, account: str, region: str = "eu-west-1", service: str = "lambda"
) -> Any:
    """A client of an account."""
    session: Any = boto3.session.Session()
    client = session.client(
        service,
        region_name=region,
        endpoint_url=upstream.public_endpoint,
        aws_access_key_id=account,
        aws_secret_access_key=ROOT_SECRET,
        config=Config(retries={"max_attempts": 0}),
    )
    client.meta.events.register("before-send", _sender(shim, upstream))
    return client


def _sender(shim: Shim, upstream: Ministack) -> Callable[..., AWSResponse]:
    def send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent = as_request(request.method, request.url, request.headers, request.body)
        answer = shim.handle(sent, upstream) or upstream.send(sent)
        return AWSResponse(request.url, answer.status, HTTPHeaders.from_pairs(answer.headers), _Raw(answer.body))

    return send


def as_request(method: str, url: str, headers: Any, body: Any) -> Request:
    """A request as the front would give it to the shim."""
    parts = urlsplit(url)
    content = body.read() if hasattr(body, "read") else (body or b"")
    text = {name: value.decode() if isinstance(value, bytes) else str(value) for name, value in headers.items()}
    return Request(method, parts.path, parts.query, (("Host", parts.netloc), *text.items()), content)


class _Raw(io.BytesIO):
    """What botocore reads a body from."""

    def stream(self, **_: object) -> Any:
        yield self.read()
