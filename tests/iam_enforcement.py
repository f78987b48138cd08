"""A door before an AWS endpoint that lets through what a policy allows, and answers AccessDenied to the rest.

ministack's own authorisation takes every read of layers for lambda:ListLayers and does not look at deletions and grants
of versions, so it cannot tell least policies of layers; this one can.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from iam_evaluation import Call, Decision, decide
from iam_requests import Asked, asked

_XML = {"s3", "sts", "sns", "cloudformation"}
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Door:
    """What the door does; the policy may be changed at any time.

    Attributes:
        url: Its address.
        policy: In force; `None` allows everything.
        asked: What was asked for, in order.
        denied: What was denied, in order.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.policy: Mapping[str, Any] | None = None
        self.asked: list[Asked] = []
        self.denied: list[Asked] = []

    def put(self, policy: Mapping[str, Any] | None) -> None:
        """Put a policy in force and forget what was asked."""
        self.policy = policy
        self.asked, self.denied = [], []

    def allows(self, what: Asked) -> bool:
        """Decide, and remember."""
        self.asked.append(what)
        allowed = self.policy is None or decide(self.policy, Call(what.action, what.resource)) is Decision.ALLOW
        if not allowed:
            self.denied.append(what)
        return allowed


@contextmanager
def door_before(endpoint: str) -> Iterator[Door]:
    """Open a door before an endpoint (`http://host:port`)."""
    upstream = urlsplit(endpoint).netloc

    class Handler(_Handler):
        """Knows its door and where to."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        door = Door(f"http://127.0.0.1:{server.server_port}")
        Handler.door, Handler.upstream = door, upstream
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield door
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    door: Door
    upstream: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""

    def _handle(self) -> None:
        body = self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        what = asked(self.command, self.path, headers, body)
        if what is not None and not self.door.allows(what):
            status, answered, content = _denial(what)
        else:
            status, answered, content = self._forward(body)
            if status == HTTPStatus.NOT_FOUND and what is not None and what.action == "s3:GetObject":
                # S3 tells only those who may list the bucket that an object is not there.
                listing = replace(what, action="s3:ListBucket", resource=what.resource.partition("/")[0])
                if not self.door.allows(listing):
                    status, answered, content = _denial(what)
        self.send_response(status)
        for name, value in answered:
            self.send_header(name, value)
        length = next((value for name, value in answered if name.lower() == "content-length"), None)
        if length is None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle  # noqa: N815 - the base class calls them so

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection(self.upstream, timeout=60)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _HOP_BY_HOP | {"expect"}:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
            # A HEAD tells the length of what is not sent.
            dropped = _HOP_BY_HOP - ({"content-length"} if self.command == "HEAD" else set())
            kept = [(name, value) for name, value in response.getheaders() if name.lower() not in dropped]
            return response.status, kept, content
        finally:
            connection.close()


def _denial(what: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
    message = f"User: arn:aws:iam::{what.account}:user/test is not authorized to perform: {what.action} on resource: "
    message += f"{what.resource} because no identity-based policy allows the {what.action} action"
    service = what.action.partition(":")[0]
    if service not in _XML:
        content = json.dumps({"Message": message, "message": message, "__type": "AccessDeniedException"}).encode()
        return 403, [("Content-Type", "application/json"), ("x-amzn-ErrorType", "AccessDeniedException")], content
    error = f"<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{escape(message)}</Message></Error>"
    text = error if service == "s3" else f"<ErrorResponse>{error}<RequestId>x</RequestId></ErrorResponse>"
    return 403, [("Content-Type", "text/xml")], text.encode()
