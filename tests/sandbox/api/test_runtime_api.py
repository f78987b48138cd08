import json

import pytest

from lamella.sandbox.api.http_server import Request
from lamella.sandbox.api.runtime_api import event_of
from lamella.sandbox.lifecycle.events import (
    Event,
    ExtensionError,
    ExtensionNextAsked,
    ExtensionRegistered,
    InitError,
    NextAsked,
    Responded,
    RespondedError,
    TelemetrySubscribed,
    Token,
)
from lamella.sandbox.lifecycle.instructions import Reply
from lamella.sandbox.telemetry.subscription import Protocol, Subscription

TOKEN = Token(1)
ID = "3da1f2dc-3222-475e-9205-e2e6c6318895"
WHO = {"lambda-extension-identifier": ID}
RUNTIME = "/2018-06-01/runtime"
EXTENSION = "/2020-01-01/extension"
ERROR = {"lambda-runtime-function-error-type": "Runtime.X"}
SUBSCRIPTION = b"""{"schemaVersion": "2022-07-01", "types": ["platform"],
    "destination": {"protocol": "TCP", "port": 99}}"""


@pytest.mark.parametrize(
    ("request_", "event"),
    [
        (Request("GET", f"{RUNTIME}/invocation/next", {}, b""), NextAsked(5, TOKEN)),
        (Request("POST", f"{RUNTIME}/invocation/r1/response", {}, b"{}"), Responded(5, TOKEN, "r1", "{}")),
        (Request("POST", f"{RUNTIME}/invocation/r1/response", {}, None), Responded(5, TOKEN, "r1", None)),
        (Request("POST", f"{RUNTIME}/invocation/r1/error", ERROR, b"e"),
         RespondedError(5, TOKEN, "r1", "e", "Runtime.X")),
        (Request("POST", f"{RUNTIME}/init/error", ERROR, b"e"), InitError(5, TOKEN, "e", "Runtime.X")),
        (Request("POST", f"{EXTENSION}/register", {"lambda-extension-name": "x"}, b'{"events": ["INVOKE"]}'),
         ExtensionRegistered(5, TOKEN, "x", ("INVOKE",))),
        (Request("POST", f"{EXTENSION}/register",
                 {"lambda-extension-name": "x", "lambda-extension-accept-feature": "b, accountId"}, b""),
         ExtensionRegistered(5, TOKEN, "x", (), wants_account=True)),
        (Request("GET", f"{EXTENSION}/event/next", WHO, b""), ExtensionNextAsked(5, TOKEN, ID)),
        (Request("POST", f"{EXTENSION}/init/error", WHO | {"lambda-extension-function-error-type": "E"}, b""),
         ExtensionError(5, TOKEN, ID, "E", during_init=True)),
        (Request("POST", f"{EXTENSION}/exit/error", WHO | {"lambda-extension-function-error-type": "E"}, b""),
         ExtensionError(5, TOKEN, ID, "E", during_init=False)),
        (Request("PUT", "/2022-07-01/telemetry", WHO, SUBSCRIPTION),
         TelemetrySubscribed(5, TOKEN, ID, Subscription(("platform",), Protocol.TCP, 99, ""))),
    ],
)  # fmt: skip
def test_requests_that_are_events(request_: Request, event: Event) -> None:
    assert event_of(request_, TOKEN, 5) == event


@pytest.mark.parametrize(
    ("request_", "status", "error_type"),
    [
        (Request("GET", "/", {}, b""), 404, "NotFound"),
        (Request("POST", f"{RUNTIME}/invocation/next", {}, b""), 404, "NotFound"),
        (Request("GET", f"{RUNTIME}/restore/next", {}, b""), 404, "NotFound"),
        (Request("GET", f"{EXTENSION}/nothing", WHO, b""), 404, "NotFound"),
        (Request("GET", f"{EXTENSION}/event/next", {}, b""), 403, "Extension.MissingExtensionIdentifier"),
        (Request("GET", f"{EXTENSION}/event/next", {"lambda-extension-identifier": "x"}, b""), 403,
         "Extension.InvalidExtensionIdentifier"),
        (Request("POST", f"{EXTENSION}/exit/error", WHO, b""), 403, "Extension.MissingHeader"),
        (Request("POST", f"{EXTENSION}/register", {}, b"[]"), 403, "InvalidRequestFormat"),
        (Request("PUT", "/2022-07-01/telemetry", WHO, b"{}"), 400, "ValidationError"),
        (Request("PUT", "/2022-07-01/telemetry", {}, SUBSCRIPTION), 403, "Extension.MissingExtensionIdentifier"),
        (Request("PUT", "/2020-08-15/logs", WHO, b"{}"), 202, "Logs.NotSupported"),
    ],
)  # fmt: skip
def test_requests_that_are_answered_at_once(request_: Request, status: int, error_type: str) -> None:
    reply = event_of(request_, TOKEN, 5)
    assert isinstance(reply, Reply)
    assert (reply.status, json.loads(reply.body)["errorType"]) == (status, error_type)
