"""HTTP/1.1 as bytes: heads of requests and answers, and how their bodies are framed (RFC 9112)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, assert_never

from lamella.cloud.http.message import Headers, header

_LONGEST_LINE = 65_536
_MOST_HEADERS = 256
_PIECE = 262_144
_NO_BODY = frozenset({204, 304})
_FIRST_FINAL_STATUS = 200


class WireError(ValueError):
    """What came is not HTTP/1.1 as it is read here, or it ended too early."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The head of a request; `query` has no question mark."""

    method: str
    path: str
    query: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """The head of an answer."""

    status: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class Sized:
    """A body of so many bytes."""

    size_bytes: int


@dataclass(frozen=True, slots=True)
class Chunked:
    """A body in chunks."""


@dataclass(frozen=True, slots=True)
class UntilClosed:
    """A body that ends with the connection."""


Framing = Sized | Chunked | UntilClosed


def read_request_head(reader: BinaryIO) -> RequestHead | None:
    """Read the head of the next request; `None` when the client closed the connection instead.

    Raises:
        WireError: It is no HTTP/1.1.
    """
    first = _line(reader)
    if not first:
        return None
    method, _, rest = first.partition(" ")
    target, _, version = rest.partition(" ")
    if version != "HTTP/1.1":
        raise WireError(f"`{version[:20]}` is not HTTP/1.1")
    if target.startswith(("http://", "https://")):
        target = "/" + target.partition("://")[2].partition("/")[2]
    path, _, query = target.partition("?")
    return RequestHead(method, path, query, _headers(reader))


def read_response_head(reader: BinaryIO) -> ResponseHead:
    """Read the head of an answer; informational ones are passed over.

    Raises:
        WireError: It is no HTTP/1.x, or there is none.
    """
    while True:
        version, _, rest = _line(reader).partition(" ")
        code = rest[:3]
        if not version.startswith("HTTP/1.") or not (code.isascii() and code.isdigit()):
            raise WireError("the connection ended before an answer")
        head = ResponseHead(int(code), _headers(reader))
        if head.status >= _FIRST_FINAL_STATUS:
            return head


def request_framing(headers: Headers) -> Framing:
    """Return how the body of a request is framed.

    Raises:
        WireError: Its length is no number, or it has a length and chunks.
    """
    coding = header(headers, "transfer-encoding")
    length = header(headers, "content-length")
    if coding is None:
        return Sized(0 if length is None else _size(length))
    if coding.lower() != "chunked" or length is not None:
        raise WireError("a body has one framing: a length, or chunks")
    return Chunked()


def response_framing(method: str, head: ResponseHead) -> Framing:
    """Return how the body of the answer to a request of that method is framed.

    Raises:
        WireError: Its length is no number.
    """
    if method == "HEAD" or head.status in _NO_BODY:
        return Sized(0)
    if (header(head.headers, "transfer-encoding") or "").lower() == "chunked":
        return Chunked()
    length = header(head.headers, "content-length")
    return UntilClosed() if length is None else Sized(_size(length))


def pieces(reader: BinaryIO, framing: Framing) -> Iterator[bytes]:
    """Yield a body, without its framing, in pieces.

    Raises:
        WireError: It ends too early.
    """
    match framing:
        case Sized(size_bytes):
            yield from _exactly(reader, size_bytes)
        case Chunked():
            while size_bytes := _chunk_size(_line(reader)):
                yield from _exactly(reader, size_bytes)
                _line(reader)
            while _line(reader):
                pass
        case UntilClosed():
            while piece := reader.read(_PIECE):
                yield piece
        case _:
            assert_never(framing)


def whole(reader: BinaryIO, framing: Framing, most_bytes: int) -> bytes | None:
    """Read a body to its end and return it; `None` when it is larger than `most_bytes`.

    Raises:
        WireError: It ends too early.
    """
    body = bytearray()
    size_bytes = 0
    for piece in pieces(reader, framing):
        size_bytes += len(piece)
        if size_bytes <= most_bytes:
            body += piece
        else:
            body.clear()
    return bytes(body) if size_bytes <= most_bytes else None


def send_pieces(send: Callable[[bytes], None], framing: Framing, body: Iterator[bytes]) -> None:
    """Send a body with its framing."""
    if not isinstance(framing, Chunked):
        for piece in body:
            send(piece)
        return
    for piece in body:
        send(b"%x\r\n%b\r\n" % (len(piece), piece))
    send(b"0\r\n\r\n")


def request_bytes(method: str, path: str, query: str, headers: Headers) -> bytes:
    """Return the bytes of a request's head."""
    return _head(f"{method} {path}{'?' if query else ''}{query} HTTP/1.1", headers)


def response_bytes(status: int, headers: Headers) -> bytes:
    """Return the bytes of an answer's head."""
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unknown"
    return _head(f"HTTP/1.1 {status} {reason}", headers)


def _head(first: str, headers: Headers) -> bytes:
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in headers), "", ""]).encode("latin-1")


def _line(reader: BinaryIO) -> str:
    line = reader.readline(_LONGEST_LINE)
    if line and not line.endswith(b"\n"):
        raise WireError("a line has no end")
    return line.decode("latin-1").rstrip("\r\n")


def _headers(reader: BinaryIO) -> Headers:
    headers: list[tuple[str, str]] = []
    while line := _line(reader):
        name, colon, value = line.partition(":")
        if not colon or not name or len(headers) == _MOST_HEADERS:
            raise WireError("the headers are not HTTP's")
        headers.append((name, value.strip()))
    return tuple(headers)


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise WireError(f"`{text[:20]}` is no length")
    return int(text)


def _chunk_size(line: str) -> int:
    try:
        return int(line.partition(";")[0].strip(), 16)
    except ValueError as error:
        raise WireError(f"`{line[:20]}` is no length of a chunk") from error


def _exactly(reader: BinaryIO, size_bytes: int) -> Iterator[bytes]:
    left = size_bytes
    while left:
        piece = reader.read(min(_PIECE, left))
        if not piece:
            raise WireError("a body ends too early")
        left -= len(piece)
        yield piece
