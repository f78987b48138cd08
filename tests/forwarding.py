"""What proxies of tests share: a server of their own before an endpoint, whose requests they see and pass on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from iam_requests import asked

_HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive", "expect"})


@dataclass(frozen=True)
class Passed:
    """An answer."""

    status: int
    headers: Sequence[tuple[str, str]]
    content: bytes


# Gets the IAM action that a request asks for (`None`: no permission), and what passes the request on; `None` cuts the
# connection.
Answering = Callable[[str | None, Callable[[], Passed]], Passed | None]


@contextmanager
def proxy_before(endpoint: str, answering: Answering) -> Iterator[str]:
    """Run a proxy before an endpoint (`http://host:port`) and give its address."""

    class Handler(_Handler):
        """Knows what answers, and where to."""

    Handler.answering = staticmethod(answering)
    Handler.upstream = urlsplit(endpoint).netloc
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answering: Answering
    upstream: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""

    def handle(self) -> None:
        """Serve a connection; the process on its other side may be killed at any moment."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def _handle(self) -> None:
        body = self._body()
        what = asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        passed = self.answering(None if what is None else what.action, lambda: self._forward(body))
        if passed is None:
            self.close_connection = True
            return
        self.send_response(passed.status)
        for name, value in passed.headers:
            self.send_header(name, value)
        if all(name.lower() != "content-length" for name, _ in passed.headers):
            self.send_header("Content-Length", str(len(passed.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(passed.content)

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

    def _forward(self, body: bytes) -> Passed:
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
            headers = [(name, value) for name, value in response.getheaders() if name.lower() not in dropped]
            return Passed(response.status, headers, content)
        finally:
            connection.close()
