"""Signatures are what botocore makes of the same request."""

from datetime import UTC, datetime

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lamella.cloud.http.message import Caller, Request, header
from lamella.cloud.http.signing import ROOT_SECRET, signed

HOST = "127.0.0.1:4566"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("service", "path", "query", "body"),
    [
        ("lambda", "/2015-03-31/functions/a/invocations", "", b"{}"),
        ("lambda", "/2018-10-31/layers/a%3Ab/versions/1", "", b""),
        ("lambda", "/2018-10-31/layers", "find=LayerVersion&Arn=arn%3Aaws%3Alambda", b""),
        ("s3", "/bucket/a%20b/c", "x-id=GetObject&list-type=2", b""),
        ("monitoring", "/", "", b"Action=PutMetricData"),
    ],
)
def test_the_signature_is_botocore_s(
    service: str, path: str, query: str, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = signed(
        Request("POST", path, query, (("Host", "other"),), body),
        Caller("111122223333", "eu-west-1", service),
        HOST,
        NOW,
    )
    assert [value for name, value in ours.headers if name.lower() == "host"] == [HOST]
    auth = S3SigV4Auth if service == "s3" else SigV4Auth
    theirs = AWSRequest("POST", f"http://{HOST}{path}{'?' if query else ''}{query}", data=body)
    theirs.context["payload_signing_enabled"] = True
    theirs.headers["x-amz-content-sha256"] = header(ours.headers, "x-amz-content-sha256") or ""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: NOW.replace(tzinfo=None))
    auth(Credentials("111122223333", ROOT_SECRET), service, "eu-west-1").add_auth(theirs)
    assert header(ours.headers, "authorization") == theirs.headers["Authorization"]
