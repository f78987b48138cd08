"""The Runtime, Extensions and Telemetry APIs: requests become events of the state machine, which answers them.

Paths and headers: AWS's developer guide, Runtime API 2018-06-01, Extensions API 2020-01-01, Telemetry API 2022-07-01.
"""

import itertools
import queue
import socket
import threading
from collections.abc import Callable, Mapping
from uuid import UUID

import msgspec

from lamella.sandbox.api.http_server import HttpServer, Request
from lamella.sandbox.lifecycle import replies
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
from lamella.sandbox.lifecycle.instructions import Answer, Reply
from lamella.sandbox.telemetry.subscription import SubscriptionError, parse_subscription

_RUNTIME = "/2018-06-01/runtime/"
_EXTENSION = "/2020-01-01/extension/"
_NOT_FOUND = replies.refused(404, "NotFound", "404 page not found")


class RuntimeApi:
    """Serves the three APIs on a socket.

    Args:
        listener: Of the cell.
        hear: Gets each request as an event; must not wait.
        now_ns: The monotonic clock.
    """

    def __init__(self, listener: socket.socket, hear: Callable[[Event], None], now_ns: Callable[[], int]) -> None:
        self._hear = hear
        self._now_ns = now_ns
        self._tokens = itertools.count(1)
        self._guard = threading.Lock()
        self._waiting: dict[Token, queue.SimpleQueue[Reply | None]] = {}
        self._server = HttpServer(listener, self._handle, replies.MAX_PAYLOAD_BYTES)

    def answer(self, answer: Answer) -> None:
        """Answer a request; one that is gone is passed over."""
        with self._guard:
            waiting = self._waiting.pop(answer.token, None)
        if waiting is not None:
            waiting.put(answer.reply)

    def forget_requests(self) -> None:
        """Close every connection; the requests that wait get no answer."""
        with self._guard:
            waiting, self._waiting = self._waiting, {}
        self._server.drop_connections()
        for one in waiting.values():
            one.put(None)

    def close(self) -> None:
        """End it; may be called twice."""
        self._server.close()
        self.forget_requests()

    def _handle(self, request: Request) -> Reply | None:
        token = Token(next(self._tokens))
        asked = event_of(request, token, self._now_ns())
        if isinstance(asked, Reply):
            return asked
        answer: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        with self._guard:
            self._waiting[token] = answer
        self._hear(asked)
        return answer.get()


def event_of(request: Request, token: Token, at_ns: int) -> Event | Reply:
    """Return the event that a request is, or the answer to one that is none."""
    if request.path.startswith(_RUNTIME):
        return _runtime(request, request.path.removeprefix(_RUNTIME).split("/"), token, at_ns)
    if request.path.startswith(_EXTENSION):
        return _extension(request, request.path.removeprefix(_EXTENSION).rstrip("/"), token, at_ns)
    if request.path.rstrip("/") == "/2022-07-01/telemetry" and request.method == "PUT":
        return _telemetry(request, token, at_ns)
    if request.path.rstrip("/") == "/2020-08-15/logs" and request.method == "PUT":
        return replies.refused(202, "Logs.NotSupported", "Logs API is not supported")
    return _NOT_FOUND


def _runtime(request: Request, parts: list[str], token: Token, at_ns: int) -> Event | Reply:
    error_type = request.headers.get("lambda-runtime-function-error-type", "")
    match request.method, parts:
        case "GET", ["invocation", "next"]:
            return NextAsked(at_ns, token)
        case "POST", ["invocation", request_id, "response"]:
            payload = None if request.body is None else _text(request.body)
            return Responded(at_ns, token, request_id, payload)
        case "POST", ["invocation", request_id, "error"]:
            return RespondedError(at_ns, token, request_id, _text(request.body or b""), error_type)
        case "POST", ["init", "error"]:
            return InitError(at_ns, token, _text(request.body or b""), error_type)
        case _:
            return _NOT_FOUND


def _extension(request: Request, path: str, token: Token, at_ns: int) -> Event | Reply:
    if (request.method, path) == ("POST", "register"):
        return _register(request, token, at_ns)
    if (request.method, path) not in {("GET", "event/next"), ("POST", "init/error"), ("POST", "exit/error")}:
        return _NOT_FOUND
    identifier = _identifier(request.headers)
    if isinstance(identifier, Reply):
        return identifier
    if path == "event/next":
        return ExtensionNextAsked(at_ns, token, identifier)
    error_type = request.headers.get("lambda-extension-function-error-type", "")
    if not error_type:
        why = "Lambda-Extension-Function-Error-Type not found"
        return replies.refused(403, "Extension.MissingHeader", why)
    return ExtensionError(at_ns, token, identifier, error_type, during_init=path == "init/error")


class _Registration(msgspec.Struct):
    events: list[str] = msgspec.field(default_factory=list)


def _register(request: Request, token: Token, at_ns: int) -> Event | Reply:
    try:
        wanted = msgspec.json.decode(request.body or b"{}", type=_Registration)
    except msgspec.DecodeError as error:
        return replies.refused(403, "InvalidRequestFormat", str(error))
    features = request.headers.get("lambda-extension-accept-feature", "")
    wants_account = "accountId" in {one.strip() for one in features.split(",")}
    name = request.headers.get("lambda-extension-name", "")
    return ExtensionRegistered(at_ns, token, name, tuple(wanted.events), wants_account)


def _telemetry(request: Request, token: Token, at_ns: int) -> Event | Reply:
    identifier = _identifier(request.headers)
    if isinstance(identifier, Reply):
        return identifier
    try:
        return TelemetrySubscribed(at_ns, token, identifier, parse_subscription(request.body or b""))
    except SubscriptionError as error:
        return replies.refused(400, "ValidationError", str(error))


def _identifier(headers: Mapping[str, str]) -> str | Reply:
    identifier = headers.get("lambda-extension-identifier", "")
    if not identifier:
        why = "Missing Lambda-Extension-Identifier header"
        return replies.refused(403, "Extension.MissingExtensionIdentifier", why)
    try:
        return str(UUID(identifier))
    except ValueError:
        return replies.refused(403, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier")


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")
