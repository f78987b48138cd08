"""A small HTTP/1.1 server on a listening socket: keep-alive, a thread for each connection, answers that may wait.

The standard library's server takes 20 ms to import and cannot take back the connections of processes that were killed.
"""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from lamella.sandbox.lifecycle.instructions import Reply

_LONGEST_LINE = 65_536
_MOST_HEADERS = 100
_CHUNK = 65_536
_REASONS = {200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
            413: "Request Entity Too Large"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request; header names are in lower case; `body` is `None` when it is larger than the server keeps."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None


class BadRequestError(ValueError):
    """What came is not HTTP/1.1 as the server reads it."""


Handler = Callable[[Request], Reply | None]
"""Answers a request, on the connection's own thread; `None` closes the connection."""


class HttpServer:
    """Accepts connections until it is closed.

    Args:
        listener: Is shut down by `close`, which wakes the thread that accepts.
        handler: See there.
        most_bytes: Bodies up to this size are kept; larger ones are read and dropped.
    """

    def __init__(self, listener: socket.socket, handler: Handler, most_bytes: int) -> None:
        self._listener = listener
        self._handler = handler
        self._most_bytes = most_bytes
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closed = False
        self._accepting = threading.Thread(target=self._accept, name="runtime-api", daemon=True)
        self._accepting.start()

    def drop_connections(self) -> None:
        """Close every connection; their requests get no answer."""
        with self._guard:
            dropped = tuple(self._open)
        for connection in dropped:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Accept no more and close every connection; may be called twice."""
        with self._guard:
            self._closed = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self.drop_connections()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._guard:
                if self._closed:
                    connection.close()
                    return
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), name="runtime-api", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection.makefile("rb") as reader, suppress(OSError, BadRequestError):
                while request := read_request(reader, self._most_bytes, lambda: _go_on(connection)):
                    reply = self._handler(request)
                    if reply is None:
                        return
                    connection.sendall(rendered(reply))
                    if request.headers.get("connection", "").lower() == "close":
                        return
        finally:
            with self._guard:
                self._open.discard(connection)
            connection.close()


def _go_on(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def read_request(reader: BinaryIO, most_bytes: int, go_on: Callable[[], None]) -> Request | None:
    """Read a request; `go_on` is called where the client waits for permission to send its body.

    Returns:
        `None` at the connection's end.

    Raises:
        BadRequestError: It is not HTTP/1.1, or ends too early.
    """
    first = _line(reader)
    if not first:
        return None
    method, _, rest = first.partition(" ")
    path, _, version = rest.partition(" ")
    if not version.startswith("HTTP/1."):
        raise BadRequestError(first)
    headers = _headers(reader)
    if headers.get("expect", "").lower() == "100-continue":
        go_on()
    return Request(method, path.partition("?")[0], headers, _body(reader, headers, most_bytes))


def rendered(reply: Reply) -> bytes:
    """Return the bytes of an answer."""
    body = reply.body.encode("utf-8", "surrogateescape")
    headers = {"Content-Type": "application/json", **reply.headers, "Content-Length": str(len(body))}
    lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _line(reader: BinaryIO) -> str:
    line = reader.readline(_LONGEST_LINE)
    if line and not line.endswith(b"\n"):
        raise BadRequestError("a line has no end")
    return line.decode("latin-1").rstrip("\r\n")


def _headers(reader: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = _line(reader)
        if not line:
            return headers
        name, colon, value = line.partition(":")
        if not colon:
            raise BadRequestError(line)
        headers[name.strip().lower()] = value.strip()
    raise BadRequestError("too many headers")


def _body(reader: BinaryIO, headers: Mapping[str, str], most_bytes: int) -> bytes | None:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunked(reader, most_bytes)
    size = headers.get("content-length", "0")
    if not size.isascii() or not size.isdigit():
        raise BadRequestError(size)
    return _exactly(reader, int(size), most_bytes)


def _chunked(reader: BinaryIO, most_bytes: int) -> bytes | None:
    parts: list[bytes] = []
    kept = 0
    whole = True
    while size := _chunk_size(_line(reader)):
        part = _exactly(reader, size, most_bytes - kept if whole else 0)
        _line(reader)
        whole = whole and part is not None
        kept += size
        parts = [*parts, part] if whole and part is not None else []
    while _line(reader):
        pass
    return b"".join(parts) if whole else None


def _chunk_size(line: str) -> int:
    try:
        return int(line.partition(";")[0].strip(), 16)
    except ValueError as error:
        raise BadRequestError(line) from error


def _exactly(reader: BinaryIO, size: int, most_bytes: int) -> bytes | None:
    kept = bytearray()
    left = size
    while left:
        part = reader.read(min(_CHUNK, left))
        if not part:
            raise BadRequestError("the body ends early")
        left -= len(part)
        if size <= most_bytes:
            kept += part
    return bytes(kept) if size <= most_bytes else None
