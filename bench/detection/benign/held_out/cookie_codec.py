import base64
import hmac
import json
import zlib


def loads(value, key):
    payload, _, signature = value.rpartition(".")
    if not hmac.compare_digest(hmac.new(key, payload.encode(), "sha256").hexdigest(), signature):
        raise ValueError("bad signature")
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(payload)))
