import base64
import http.client
import json
import os
from urllib.parse import urlsplit


class QueueClient:
    def __init__(self, dsn=None):
        parts = urlsplit(dsn or os.environ["QUEUELY_DSN"])
        self.host, self.path = parts.hostname, parts.path
        user = parts.username or os.environ.get("QUEUELY_KEY", "")
        secret = parts.password or os.environ.get("QUEUELY_SECRET", "")
        self.auth = base64.b64encode(f"{user}:{secret}".encode()).decode("ascii")

    def push(self, queue, message):
        conn = http.client.HTTPSConnection(self.host, timeout=5)
        conn.request("POST", f"{self.path}/queues/{queue}/messages", body=json.dumps(message),
                     headers={"Authorization": f"Basic {self.auth}", "Content-Type": "application/json"})
        resp = conn.getresponse()
        if resp.status >= 300:
            raise OSError(f"{resp.status} {resp.reason}: {resp.read()[:200]!r}")
        return json.loads(resp.read())["id"]
