import base64
import binascii
import hashlib
import hmac
import json


def b64url_decode(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def decode(token: str, key: bytes):
    try:
        head, body, sig = token.split(".")
        header = json.loads(b64url_decode(head))
    except (ValueError, binascii.Error) as exc:
        raise ValueError("not a token") from exc
    if header.get("alg") != "HS256":
        raise ValueError("unsupported algorithm")
    want = hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(want, b64url_decode(sig)):
        raise ValueError("bad signature")
    return json.loads(b64url_decode(body))
