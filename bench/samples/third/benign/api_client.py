"""Client for the Ticketline REST API."""
import os
import platform
import time

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

__version__ = "4.2.0"
DEFAULT_URL = "https://api.ticketline.io/v3"


class ApiError(Exception):
    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status


class BearerAuth(requests.auth.AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, r):
        r.headers["Authorization"] = f"Bearer {self.token}"
        return r


class Client:
    """API client; the token defaults to ``TICKETLINE_TOKEN``."""

    def __init__(self, token=None, base_url=None, timeout=15):
        token = token or os.environ["TICKETLINE_TOKEN"]
        self.base = (base_url or os.environ.get("TICKETLINE_URL", DEFAULT_URL)).rstrip("/")
        self.timeout = timeout
        self.http = requests.Session()
        self.http.auth = BearerAuth(token)
        self.http.headers["User-Agent"] = "ticketline-python/%s (%s; %s)" % (
            __version__, platform.python_version(), platform.system())
        retry = Retry(total=3, backoff_factor=0.5, status_forcelist=(429, 502, 503))
        self.http.mount("https://", HTTPAdapter(max_retries=retry))

    def request(self, method, path, **kw):
        kw.setdefault("timeout", self.timeout)
        resp = self.http.request(method, self.base + path, **kw)
        if resp.status_code == 429:
            time.sleep(int(resp.headers.get("Retry-After", 1)))
            resp = self.http.request(method, self.base + path, **kw)
        if not resp.ok:
            raise ApiError(resp.status_code, resp.text[:200])
        return resp.json() if resp.content else None

    def create(self, subject, body, attachments=()):
        files = [("files", (os.path.basename(p), open(p, "rb"))) for p in attachments]
        return self.request("POST", "/tickets", data={"subject": subject, "body": body},
                            files=files or None)

    def __getattr__(self, name):
        if name.startswith("list_"):
            return lambda **q: self.request("GET", "/" + name[5:], params=q)
        raise AttributeError(name)
