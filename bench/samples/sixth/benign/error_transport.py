"""Send exceptions to a collector the application configures by DSN."""
import atexit
import json
import os
import platform
import queue
import sys
import threading
import traceback
import urllib.request
from urllib.parse import urlsplit


class Client:
    def __init__(self, dsn=None):
        dsn = dsn or os.environ.get("ACME_DSN")
        self.enabled = bool(dsn)
        if not self.enabled:
            return
        u = urlsplit(dsn)
        self.url = f"{u.scheme}://{u.hostname}/api{u.path}/store/"
        self.key = u.username
        self.q = queue.Queue(100)
        threading.Thread(target=self._run, daemon=True).start()
        atexit.register(self.flush)

    def capture(self, exc):
        if self.enabled and not self.q.full():
            self.q.put({"type": type(exc).__name__, "stack": traceback.format_exception(exc),
                        "python": platform.python_version(), "server_name": platform.node()})

    def _run(self):
        while True:
            item = self.q.get()
            req = urllib.request.Request(self.url, json.dumps(item).encode(),
                                         {"X-Auth": self.key or "", "Content-Type": "application/json"})
            try:
                urllib.request.urlopen(req, timeout=3).close()
            except OSError as e:
                print("error transport:", e, file=sys.stderr)
            finally:
                self.q.task_done()

    def flush(self):
        self.q.join()
