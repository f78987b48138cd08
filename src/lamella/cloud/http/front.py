"""The public endpoint: a thread for each connection, bodies streamed, Lambda's requests given to the shim first."""

import json
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from lamella.cloud.http.message import Request, Response, header, signer_of, without
from lamella.cloud.http.upstream import Ministack, may_reuse
from lamella.cloud.http.wire import (
    Framing,
    RequestHead,
    UntilClosed,
    WireError,
    pieces,
    read_request_head,
    read_response_head,
    request_bytes,
    request_framing,
    response_bytes,
    response_framing,
    send_pieces,
    whole,
)

Answer = Callable[[Request], Response | None]
"""Answers a request; `None` leaves it to ministack."""

# Lambda takes 70,167,211 bytes; the shim refuses what is larger, and this keeps memory bounded before it does.
MOST_BYTES_OF_LAMBDA = 128_000_000
_LAMBDA_PATH = re.compile(r"/20[0-9]{2}-[0-9]{2}-[0-9]{2}/")
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
# Ends everything in ministack, or changes it under the shim.
_CLOSED_PATHS = frozenset({"/_ministack/reset", "/_localstack/reset", "/_ministack/config"})
_OWN = "/_lamella/"


class Front:
    """Serves until it is closed.

    Args:
        listener: Bound and listening; is closed by `close`.
        ministack: Where everything goes that nobody here answers.
        answer: Is asked about requests to Lambda, and below `/_lamella/`.
        see: Takes the access key of each request.
        say: Takes lines for the log.
    """

    def __init__(
        self,
        listener: socket.socket,
        ministack: Ministack,
        answer: Answer,
        see: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        self._listener = listener
        self._ministack = ministack
        self._answer_of = answer
        self._see = see
        self._say = say
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closed = False
        self._accepting = threading.Thread(target=self._accept, name="front", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._accepting.start()

    def close(self) -> None:
        """Accept no more and cut every connection."""
        with self._guard:
            self._closed = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._guard:
            cut = tuple(self._open)
        for connection in cut:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                if self._closed:
                    return
                # Out of file descriptors, or a client that left at once.
                threading.Event().wait(0.05)
                continue
            with self._guard:
                if self._closed:
                    connection.close()
                    return
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), name="front", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection.makefile("rb") as reader, suppress(OSError, WireError):
                while (head := read_request_head(reader)) and self._answer(connection, reader, head):
                    pass
        finally:
            with self._guard:
                self._open.discard(connection)
            connection.close()

    def _answer(self, connection: socket.socket, reader: BinaryIO, head: RequestHead) -> bool:
        """Answer one request; return whether another may follow on the connection."""
        framing = request_framing(head.headers)
        if (header(head.headers, "expect") or "").lower() == "100-continue":
            connection.sendall(_GO_ON)
        signer = signer_of(head.headers, head.query)
        self._see(signer.access_key)
        if _is_ours(head, signer.service):
            again = self._answer_here(connection, reader, head, framing)
        else:
            again = self._forward(connection, reader, head, framing)
        return again and (header(head.headers, "connection") or "").lower() != "close"

    def _answer_here(self, connection: socket.socket, reader: BinaryIO, head: RequestHead, framing: Framing) -> bool:
        body = whole(reader, framing, MOST_BYTES_OF_LAMBDA)
        if body is None:
            _send(connection, head, refusal(413, "RequestEntityTooLargeException", "Request must be smaller"))
            return True
        headers = without(head.headers, "expect", "transfer-encoding", "connection")
        request = Request(head.method, head.path, head.query, headers, body)
        _send(connection, head, self._response(request))
        return True

    def _response(self, request: Request) -> Response:
        if request.path in _CLOSED_PATHS:
            return refusal(403, "Forbidden", "the embedded cloud keeps ministack's own switches closed")
        try:
            return self._answer_of(request) or self._ministack.send(request)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - one request's bug must not take the cloud down; it is in the log
            self._say(f"{request.method} {request.path}: {type(error).__name__}: {error}")
            return refusal(500, "ServiceException", f"lamella's embedded cloud failed: {type(error).__name__}: {error}")

    def _forward(self, connection: socket.socket, reader: BinaryIO, head: RequestHead, framing: Framing) -> bool:
        with self._ministack.connection() as upstream:
            headers = without(head.headers, "expect", "connection")
            upstream.send(request_bytes(head.method, head.path, head.query, headers))
            sent_whole = True
            try:
                send_pieces(upstream.send, framing, pieces(reader, framing))
            except (BrokenPipeError, ConnectionResetError):
                # ministack may refuse before it has read everything: its answer is there to be read.
                sent_whole = False
            answer = read_response_head(upstream.reader)
            kept = response_framing(head.method, answer)
            connection.sendall(response_bytes(answer.status, without(answer.headers, "connection", "keep-alive")))
            send_pieces(connection.sendall, kept, pieces(upstream.reader, kept))
            upstream.reusable = sent_whole and may_reuse(kept, answer.headers)
            return sent_whole and not isinstance(kept, UntilClosed)


def refusal(status: int, kind: str, message: str) -> Response:
    """Return an error of the form that Lambda's clients read."""
    headers = (("Content-Type", "application/json"), ("X-Amzn-ErrorType", kind))
    return Response(status, headers, json.dumps({"Type": "User", "message": message, "Message": message}).encode())


def _is_ours(head: RequestHead, service: str) -> bool:
    if head.path.startswith(_OWN) or head.path in _CLOSED_PATHS:
        return True
    return service == "lambda" or (not service and _LAMBDA_PATH.match(head.path) is not None)


def _send(connection: socket.socket, head: RequestHead, response: Response) -> None:
    headers = without(response.headers, "content-length", "transfer-encoding", "connection")
    length = ("Content-Length", str(len(response.body)))
    bodiless = head.method == "HEAD" or response.status in {204, 304}
    data = response_bytes(response.status, headers if response.status == 204 else (*headers, length))
    connection.sendall(data if bodiless else data + response.body)
