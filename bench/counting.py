"""A proxy that counts requests by operation on their way to an endpoint; everything else passes as it is."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "proxy-connection"})
# What tells one call of Lambda's from another, by method and path; the rest is named by its protocol's header.
_LAMBDA = (
    ("ListFunctions", "GET", r"/2015-03-31/functions/?"),
    ("ListAliases", "GET", r"/2015-03-31/functions/[^/]+/aliases"),
    ("ListLayers", "GET", r"/2018-10-31/layers/?"),
    ("ListLayerVersions", "GET", r"/2018-10-31/layers/[^/]+/versions"),
    ("PublishLayerVersion", "POST", r"/2018-10-31/layers/[^/]+/versions"),
    ("GetLayerVersion", "GET", r"/2018-10-31/layers/[^/]+/versions/\d+"),
    ("DeleteLayerVersion", "DELETE", r"/2018-10-31/layers/[^/]+/versions/\d+"),
    ("GetLayerVersionPolicy", "GET", r"/2018-10-31/layers/[^/]+/versions/\d+/policy"),
    ("AddLayerVersionPermission", "POST", r"/2018-10-31/layers/[^/]+/versions/\d+/policy"),
)


class Counting(ThreadingHTTPServer):
    """Counts; `counts` is by operation."""

    daemon_threads = True

    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        address = urlsplit(endpoint)
        self.to = (address.hostname or "127.0.0.1", address.port or 80)
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def counting(endpoint: str) -> Iterator[Counting]:
    """Run a proxy before an endpoint."""
    server = Counting(endpoint)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counting
    kept: ClassVar[threading.local] = threading.local()

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = _operation(self.command, self.path.partition("?")[0], self.headers.get("X-Amz-Target", ""), body)
        with self.server.lock:
            self.server.counts[operation] += 1
        upstream = getattr(self.kept, "connection", None) or HTTPConnection(*self.server.to)
        self.kept.connection = upstream
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        upstream.request(self.command, self.path, body or None, headers)
        answer = upstream.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _operation(method: str, path: str, target: str, body: bytes) -> str:
    if target:
        return target.rpartition(".")[2]
    for name, its_method, pattern in _LAMBDA:
        if method == its_method and re.fullmatch(pattern, path):
            return name
    if found := re.search(rb"Action=(\w+)", body):
        return found[1].decode()
    # Downloads of layers and objects in S3.
    return f"{method} object"
