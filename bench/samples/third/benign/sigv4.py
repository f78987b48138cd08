"""AWS Signature Version 4 for plain urllib3 clients."""
import datetime
import hashlib
import hmac
import os
from urllib.parse import parse_qsl, quote, urlsplit

import urllib3

ALGO = "AWS4-HMAC-SHA256"


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signing_key(secret, date, region, service):
    key = ("AWS4" + secret).encode()
    for part in (date, region, service, "aws4_request"):
        key = _mac(key, part)
    return key


def sign(method, url, service, body=b"", headers=None, region=None, now=None):
    access = os.environ["AWS_ACCESS_KEY_ID"]
    secret = os.environ["AWS_SECRET_ACCESS_KEY"]
    token = os.environ.get("AWS_SESSION_TOKEN")
    region = region or os.environ["AWS_REGION"]
    now = now or datetime.datetime.now(datetime.timezone.utc)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    parts = urlsplit(url)
    payload = hashlib.sha256(body).hexdigest()
    head = {k.lower(): v for k, v in (headers or {}).items()}
    head.update({"host": parts.netloc, "x-amz-date": stamp, "x-amz-content-sha256": payload})
    if token:
        head["x-amz-security-token"] = token
    names = sorted(head)
    query = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}"
                     for k, v in sorted(parse_qsl(parts.query, keep_blank_values=True)))
    canonical = "\n".join([method, quote(parts.path or "/"), query,
                           *(f"{n}:{head[n].strip()}" for n in names), "",
                           ";".join(names), payload])
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = "\n".join([ALGO, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    sig = _mac(signing_key(secret, stamp[:8], region, service), to_sign).hex()
    head["authorization"] = (f"{ALGO} Credential={access}/{scope}, "
                             f"SignedHeaders={';'.join(names)}, Signature={sig}")
    return head


def request(method, url, service, body=b"", **kw):
    pool = kw.pop("pool", None) or urllib3.PoolManager()
    return pool.request(method, url, body=body, headers=sign(method, url, service, body, **kw))


def get_secret(name):
    """Read one secret for the caller."""
    import json
    host = f"https://secretsmanager.{os.environ['AWS_REGION']}.amazonaws.com/"
    r = request("POST", host, "secretsmanager", json.dumps({"SecretId": name}).encode(),
                headers={"X-Amz-Target": "secretsmanager.GetSecretValue",
                         "Content-Type": "application/x-amz-json-1.1"})
    return json.loads(r.data)["SecretString"]
