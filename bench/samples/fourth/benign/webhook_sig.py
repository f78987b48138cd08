"""Verify signed webhooks (``t=...,v1=...`` header)."""
import hashlib
import hmac
import time


class SignatureError(ValueError):
    pass


def _parse(header):
    stamp, sigs = None, []
    for part in header.split(","):
        k, _, v = part.strip().partition("=")
        if k == "t":
            stamp = int(v)
        elif k == "v1":
            sigs.append(v)
    return stamp, sigs


def verify(payload, header, secrets, tolerance=300, now=None):
    stamp, sigs = _parse(header)
    if stamp is None or not sigs:
        raise SignatureError("malformed header")
    if abs((now or time.time()) - stamp) > tolerance:
        raise SignatureError("timestamp outside tolerance")
    signed = str(stamp).encode() + b"." + payload
    for secret in secrets:
        want = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        if any(hmac.compare_digest(want, s) for s in sigs):
            return True
    raise SignatureError("no matching signature")
