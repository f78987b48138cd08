"""AWS's Signature Version 4 for requests that the shim sends in the name of an account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from lamella.cloud.http.message import Caller, Headers, Request, without

# The secret that ministack gives the root user of each account.
ROOT_SECRET = "test"  # noqa: S105 - of the embedded cloud, where everybody knows it
_ALGORITHM = "AWS4-HMAC-SHA256"


def signed(request: Request, who: Caller, host: str, now: datetime) -> Request:
    """Return the request with `Host` and what a signature of the account's root user needs.

    Args:
        request: Its own `Host`, `Authorization` and date give way.
        who: Account, Region and service.
        host: Name and port of the public endpoint.
        now: In any zone.
    """
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(request.body).hexdigest()
    kept = without(
        request.headers, "authorization", "host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"
    )
    own: Headers = (("host", host), ("x-amz-content-sha256", digest), ("x-amz-date", moment))
    names = ";".join(name for name, _ in own)
    scope = f"{moment[:8]}/{who.region}/{who.service}/aws4_request"
    canonical = "\n".join(
        [
            request.method,
            _path(request, who),
            _query(request),
            *(f"{name}:{value}" for name, value in own),
            "",
            names,
            digest,
        ]
    )
    text = "\n".join([_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signature = hmac.new(_key(moment[:8], who), text.encode(), hashlib.sha256).hexdigest()
    authorization = f"{_ALGORITHM} Credential={who.account}/{scope}, SignedHeaders={names}, Signature={signature}"
    return Request(
        request.method, request.path, request.query, (*own, *kept, ("Authorization", authorization)), request.body
    )


def _path(request: Request, who: Caller) -> str:
    # All services but S3 sign the path encoded once more than it is sent.
    return request.path if who.service == "s3" else quote(request.path, safe="/-_.~")


def _query(request: Request) -> str:
    pairs = parse_qsl(request.query, keep_blank_values=True)
    return "&".join(sorted(f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}" for key, value in pairs))


def _key(day: str, who: Caller) -> bytes:
    key = f"AWS4{ROOT_SECRET}".encode()
    for part in (day, who.region, who.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
