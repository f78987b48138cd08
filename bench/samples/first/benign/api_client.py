import os

import requests


class StatusClient:
    """Client of the Status API."""

    default_base_url = "https://api.statusboard.example/v1"

    def __init__(self, token=None, base_url=None, timeout=10):
        self.base_url = (base_url or os.environ.get("STATUSBOARD_URL") or self.default_base_url).rstrip("/")
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer " + (token or os.environ["STATUSBOARD_API_KEY"])
        self.timeout = timeout

    def incidents(self, page=1):
        resp = self.session.get(f"{self.base_url}/incidents", params={"page": page}, timeout=self.timeout)
        resp.raise_for_status()
        return resp.json()

    def create(self, title, body):
        return self.session.post(f"{self.base_url}/incidents", json={"title": title, "body": body}, timeout=self.timeout).json()
