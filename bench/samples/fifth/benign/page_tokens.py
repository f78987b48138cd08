"""Opaque pagination tokens for DynamoDB queries."""
import base64
import binascii
import json


class InvalidToken(ValueError):
    pass


def encode(last_key):
    if not last_key:
        return None
    raw = json.dumps(last_key, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(token):
    if not token:
        return None
    padded = token + "=" * (-len(token) % 4)
    try:
        return json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError) as exc:
        raise InvalidToken(token) from exc
