"""Reports unhandled exceptions to the error tracking service chosen by DSN."""
import json
import os
import re
import socket
import sys
import traceback
import urllib.request
from urllib.parse import urlsplit

SENSITIVE = re.compile(r"(?i)(pass(word)?|secret|token|api_?key|authorization|cookie|aws_)")
FILTERED = "[Filtered]"


def scrub(value, depth=0):
    if depth > 6:
        return "..."
    if isinstance(value, dict):
        return {k: FILTERED if SENSITIVE.search(str(k)) else scrub(v, depth + 1)
                for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrub(v, depth + 1) for v in value]
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)[:512]


class Reporter:
    def __init__(self, dsn=None, environment="production"):
        parts = urlsplit(dsn or os.environ.get("ERRTRACK_DSN", ""))
        self.enabled = bool(parts.hostname)
        self.environment = environment
        if self.enabled:
            self.key = parts.username
            self.url = f"{parts.scheme}://{parts.hostname}/api{parts.path}/store/"

    def event(self, exc):
        frames = []
        for frame, line in traceback.walk_tb(exc.__traceback__):
            frames.append({"file": frame.f_code.co_filename, "line": line,
                           "function": frame.f_code.co_name, "vars": scrub(dict(frame.f_locals))})
        return {"type": type(exc).__name__, "value": str(exc), "frames": frames,
                "server_name": socket.gethostname(), "environment": self.environment}

    def capture(self, exc):
        if not self.enabled:
            return
        req = urllib.request.Request(
            self.url, json.dumps(self.event(exc)).encode(),
            {"X-Auth": f"key={self.key}", "Content-Type": "application/json"})
        try:
            urllib.request.urlopen(req, timeout=3).close()
        except OSError as err:
            print("error report failed:", err, file=sys.stderr)

    def install(self):
        previous = sys.excepthook

        def hook(kind, exc, tb):
            self.capture(exc)
            previous(kind, exc, tb)
        sys.excepthook = hook
