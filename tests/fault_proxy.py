"""A proxy before an endpoint that throttles, breaks, and cuts connections after the endpoint did what was asked."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

CUT_AFTER_COMMIT: Mapping[str, Any] = {"response": {"abort_bytes": 0}}
RESET: Mapping[str, Any] = {"reset": True}
THROTTLE: Mapping[str, Any] = {"error": {"code": "TooManyRequestsException", "status": 429, "message": "Rate exceeded"}}
UNAVAILABLE: Mapping[str, Any] = {"error": {"code": "ServiceException", "status": 500, "message": "broken"}}
DENIED: Mapping[str, Any] = {"error": {"code": "AccessDeniedException", "status": 403, "message": "no"}}
EXPIRED: Mapping[str, Any] = {
    "error": {"code": "ExpiredTokenException", "status": 403, "message": "The security token is expired"}
}
IN_PROGRESS: Mapping[str, Any] = {
    "error": {
        "code": "ResourceConflictException",
        "status": 409,
        "message": "The operation cannot be performed at this time. An update is in progress for resource",
    }
}


@dataclass(frozen=True, slots=True)
class FaultProxy:
    """A proxy that runs; without rules it lets everything through."""

    url: str

    def rules(self, *rules: Mapping[str, Any]) -> None:
        """Replace the rules: `{"service", "operation", "region", "times", ...}` with a fault."""
        self._call("POST", "rules", list(rules))
        self._call("DELETE", "fired", None)

    def fired(self) -> Sequence[Mapping[str, Any]]:
        """Return the faults that there were since the rules were set."""
        told: Sequence[Mapping[str, Any]] = self._call("GET", "fired", None)
        return told

    def _call(self, method: str, path: str, body: object) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310 - the proxy of this test
            f"{self.url}/_microburst/{path}", data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")


@contextmanager
def fault_proxy(upstream: str) -> Iterator[FaultProxy]:
    """Run a proxy before an endpoint."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "microburst", "--upstream", upstream, "--port", str(port), "--no-resign"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield _ready(FaultProxy(f"http://127.0.0.1:{port}"))
        finally:
            process.terminate()


def _ready(proxy: FaultProxy, within_s: float = 30) -> FaultProxy:
    end = time.monotonic() + within_s
    while True:
        try:
            proxy.rules()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return proxy
