"""A proxy before an endpoint that answers as AWS does at 15 changes a second: with 429 beyond them."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from iam_requests import asked

_HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive", "expect"})
_FREE = frozenset({"lambda:GetFunction", "lambda:InvokeFunction"})
_REFUSED = b'{"message": "Rate exceeded", "Type": "User"}'


@dataclass
class Quota:
    """A token bucket, as AWS's quota of Lambda's control plane is.

    Attributes:
        url: The proxy's address.
        answered: How often each action was let through; `refused`: how many requests were not.
        changed_at: When the last change was let through, `time.monotonic`.
    """

    url: str
    per_s: float = 15.0
    tokens: float = 15.0
    at: float = field(default_factory=time.monotonic)
    answered: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def lets(self, action: str) -> bool:
        with self.guard:
            if not action.startswith("lambda:") or action in _FREE:
                return True
            now = time.monotonic()
            self.tokens = min(self.per_s, self.tokens + (now - self.at) * self.per_s)
            self.at = now
            if self.tokens < 1:
                self.refused += 1
                return False
            self.tokens -= 1
            self.answered[action] += 1
            return True


@contextmanager
def throttling_proxy(endpoint: str) -> Iterator[Quota]:
    """Run one before an endpoint (`http://host:port`)."""

    class Handler(_Handler):
        """Knows its quota and where to."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Handler.quota = Quota(f"http://127.0.0.1:{server.server_port}")
        Handler.upstream = urlsplit(endpoint).netloc
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Handler.quota
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    quota: Quota
    upstream: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        what = asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        if what is not None and not self.quota.lets(what.action):
            self._send(429, [("x-amzn-ErrorType", "TooManyRequestsException")], _REFUSED)
            return
        connection = HTTPConnection(self.upstream, timeout=60)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            content = response.read()
            kept = [(name, value) for name, value in response.getheaders() if name.lower() not in _HOP_BY_HOP]
            self._send(response.status, kept, content)
        finally:
            connection.close()

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle  # noqa: N815 - the base class calls them so

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
