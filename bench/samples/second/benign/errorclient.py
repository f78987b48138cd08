"""Send exceptions to the project named by a DSN."""
import json
import os
import platform
import sys
import threading
import traceback
import urllib.request
from urllib.parse import urlsplit


class Reporter:
    def __init__(self, dsn=None, environment="production"):
        self.dsn = dsn or os.environ.get("ERRORS_DSN")
        self.environment = environment

    def _post(self, body):
        u = urlsplit(self.dsn)
        url = f"{u.scheme}://{u.hostname}/api{u.path}/store/"
        req = urllib.request.Request(url, json.dumps(body).encode(),
                                     {"X-Auth": f"key={u.username}", "Content-Type": "application/json"})
        try:
            urllib.request.urlopen(req, timeout=2).close()
        except OSError:
            pass

    def capture(self, etype, value, tb):
        if not self.dsn:
            return
        body = {"type": etype.__name__, "value": str(value), "frames": traceback.format_tb(tb),
                "server_name": platform.node(), "runtime": sys.version, "environment": self.environment}
        t = threading.Thread(target=self._post, args=(body,), daemon=True)
        t.start()
        t.join(2)

    def install(self):
        previous = sys.excepthook

        def hook(etype, value, tb):
            self.capture(etype, value, tb)
            previous(etype, value, tb)

        sys.excepthook = hook
