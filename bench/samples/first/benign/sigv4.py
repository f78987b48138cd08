import datetime
import hashlib
import hmac
import os


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signing_key(secret, date, region, service):
    key = ("AWS4" + secret).encode()
    for part in (date, region, service, "aws4_request"):
        key = _hmac(key, part)
    return key


def auth_header(scope_request, region, service):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/{region}/{service}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(scope_request.encode()).hexdigest()])
    key = signing_key(os.environ["AWS_SECRET_ACCESS_KEY"], now[:8], region, service)
    sig = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    headers = {"X-Amz-Date": now, "Authorization":
               f"AWS4-HMAC-SHA256 Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}, SignedHeaders=host, Signature={sig}"}
    if "AWS_SESSION_TOKEN" in os.environ:
        headers["X-Amz-Security-Token"] = os.environ["AWS_SESSION_TOKEN"]
    return headers
