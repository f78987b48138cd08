"""Cached access to SSM parameters and Secrets Manager through the AWS extension."""
import json
import os
import time
import urllib.parse
import urllib.request

PORT = os.environ.get("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "2773")
_cache = {}


def _get(path, **params):
    url = f"http://localhost:{PORT}{path}?{urllib.parse.urlencode(params)}"
    req = urllib.request.Request(url)
    req.add_header("X-Aws-Parameters-Secrets-Token", os.environ["AWS_SESSION_TOKEN"])
    with urllib.request.urlopen(req, timeout=2) as resp:
        return json.load(resp)


def _cached(key, ttl, fn):
    now = time.monotonic()
    hit = _cache.get(key)
    if hit and hit[0] > now:
        return hit[1]
    value = fn()
    _cache[key] = now + ttl, value
    return value


def secret(name, ttl=300):
    return _cached(("s", name), ttl, lambda: _get(
        "/secretsmanager/get", secretId=name)["SecretString"])


def parameter(name, ttl=300):
    return _cached(("p", name), ttl, lambda: _get(
        "/systemsmanager/parameters/get", name=name, withDecryption="true")["Parameter"]["Value"])
