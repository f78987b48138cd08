"""The way to ministack: connections that are kept, and requests over them."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import BinaryIO

from lamella.cloud.http.message import Caller, Request, Response, header, without
from lamella.cloud.http.signing import signed
from lamella.cloud.http.wire import (
    UntilClosed,
    WireError,
    pieces,
    read_response_head,
    request_bytes,
    response_framing,
)

_MOST_IDLE = 32


class Connection:
    """A connection to ministack. Its user sends a request, and reads the answer to its end."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader: BinaryIO = self._socket.makefile("rb")
        self.reusable = False

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self._socket.sendall(data)

    @property
    def closed_by_peer(self) -> bool:
        """Whether bytes or an end came that nobody asked for."""
        looking = select.poll()
        looking.register(self._socket, select.POLLIN)
        return bool(looking.poll(0))

    def close(self) -> None:
        """Close it."""
        with suppress(OSError):
            self.reader.close()
        self._socket.close()


class Ministack:
    """The `Upstream` of the shim, and the front's way to ministack; threads share it.

    Args:
        address: Where ministack listens.
        public_endpoint: Where clients reach the embedded cloud.
    """

    def __init__(self, address: tuple[str, int], public_endpoint: str) -> None:
        self._address = address
        self._public_endpoint = public_endpoint
        self._guard = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False

    @property
    def public_endpoint(self) -> str:
        """Where clients reach the embedded cloud."""
        return self._public_endpoint

    def send(self, request: Request) -> Response:
        """Send a request and return its answer, whole.

        Raises:
            OSError: ministack does not answer.
        """
        headers = without(request.headers, "content-length", "transfer-encoding", "expect", "connection")
        headers = (*headers, ("Content-Length", str(len(request.body))))
        try:
            with self.connection() as connection:
                connection.send(request_bytes(request.method, request.path, request.query, headers))
                if request.body:
                    connection.send(request.body)
                head = read_response_head(connection.reader)
                framing = response_framing(request.method, head)
                body = b"".join(pieces(connection.reader, framing))
                connection.reusable = may_reuse(framing, head.headers)
        except WireError as error:
            raise ConnectionError(f"ministack: {error}") from error
        return Response(head.status, without(head.headers, "transfer-encoding", "connection", "content-length"), body)

    def call(self, who: Caller, request: Request) -> Response:
        """Send a request in the name of an account's root user.

        Raises:
            OSError: ministack does not answer.
        """
        host = self._public_endpoint.partition("://")[2]
        return self.send(signed(request, who, host, datetime.now(UTC)))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a connection; it is kept for the next user when `reusable` was set and nothing failed.

        Raises:
            OSError: ministack does not listen.
        """
        connection = self._take()
        connection.reusable = False
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if connection.reusable:
            self._give(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close the connections that nobody uses, and each other one as soon as it is given back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> Connection:
        while True:
            with self._guard:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return Connection(self._address)
            if not connection.closed_by_peer:
                return connection
            connection.close()

    def _give(self, connection: Connection) -> None:
        with self._guard:
            if not self._closed and len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def may_reuse(framing: object, headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether another request may follow an answer on its connection."""
    return not isinstance(framing, UntilClosed) and (header(headers, "connection") or "").lower() != "close"
