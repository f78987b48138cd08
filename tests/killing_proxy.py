"""A proxy before an endpoint that kills a process at a chosen change, before or after the endpoint makes it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from iam_requests import asked

CHANGES = frozenset(
    {
        "s3:PutObject",
        "lambda:PublishLayerVersion",
        "lambda:AddLayerVersionPermission",
        "lambda:DeleteLayerVersion",
        "ssm:PutParameter",
        "lambda:TagResource",
        "lambda:UpdateFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:UntagResource",
    }
)
_HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive", "expect"})


@dataclass
class Killer:
    """What the proxy does.

    Attributes:
        url: The proxy's address.
        victim: Process id; 0 for none.
        at: The how-manyth change (from 1) is fatal; 0 for none.
        made: Whether the endpoint makes that change before the process is killed.
        seen: Changes that were asked for, in order.
    """

    url: str
    victim: int = 0
    at: int = 0
    made: bool = False
    seen: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def aim(self, at: int, *, made: bool) -> None:
        """Choose the fatal change, and forget what was seen."""
        self.at, self.made, self.seen, self.victim = at, made, [], 0

    def fatal(self, action: str) -> bool:
        """Note a change; say whether it is the fatal one."""
        with self.guard:
            self.seen.append(action)
            return len(self.seen) == self.at

    def kill(self) -> None:
        os.kill(self.victim, signal.SIGKILL)


@contextmanager
def killing_proxy(endpoint: str) -> Iterator[Killer]:
    """Run one before an endpoint (`http://host:port`)."""

    class Handler(_Handler):
        """Knows its killer and where to."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Handler.killer = Killer(f"http://127.0.0.1:{server.server_port}")
        Handler.upstream = urlsplit(endpoint).netloc
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Handler.killer
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    killer: Killer
    upstream: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""

    def _handle(self) -> None:
        try:
            self._answer()
        except (ConnectionError, BrokenPipeError):
            # The process on the other side was killed.
            self.close_connection = True

    def _answer(self) -> None:
        body = self._body()
        what = asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        fatal = what is not None and what.action in CHANGES and self.killer.fatal(what.action)
        if fatal and not self.killer.made:
            self.killer.kill()
            self.close_connection = True
            return
        status, headers, content = self._forward(body)
        if fatal:
            self.killer.kill()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if all(name.lower() != "content-length" for name, _ in headers):
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
                if name.lower() not in _HOP_BY_HOP:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
            dropped = _HOP_BY_HOP - ({"content-length"} if self.command == "HEAD" else set())
            return response.status, [(n, v) for n, v in response.getheaders() if n.lower() not in dropped], content
        finally:
            connection.close()
