"""The public endpoint, in this process, before a server that says what it was sent."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from lamella.cloud.http.front import Front
from lamella.cloud.http.message import Headers, Request, Response, header
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.http.wire import (
    Chunked,
    RequestHead,
    ResponseHead,
    pieces,
    read_request_head,
    read_response_head,
    request_bytes,
    request_framing,
    response_bytes,
    response_framing,
)

SCOPE = "AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=0"
LAMBDA = (("Authorization", SCOPE.format("lambda")),)
S3 = (("Authorization", SCOPE.format("s3")),)


def listening() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


@dataclass
class Behind:
    """A server that keeps what it was sent, and answers as it is told."""

    answer: Callable[[RequestHead, bytes], bytes]
    sent: list[tuple[RequestHead, bytes]] = field(default_factory=list)
    connections: int = 0
    listener: socket.socket = field(default_factory=listening)

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rb") as reader:
                while head := read_request_head(reader):
                    body = b"".join(pieces(reader, request_framing(head.headers)))
                    self.sent.append((head, body))
                    data = self.answer(head, body)
                    if not data:
                        break
                    connection.sendall(data)


@dataclass
class Shimmed:
    """What the front was answered by the shim's place, and what it was asked."""

    answer: Callable[[Request], Response | None] = lambda _: None
    asked: list[Request] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Response | None:
        self.asked.append(request)
        return self.answer(request)


@dataclass
class Client:
    """A connection to the front."""

    socket: socket.socket
    reader: BinaryIO

    def send(self, method: str, path: str, headers: Headers = (), body: bytes = b"") -> None:
        length = (("Content-Length", str(len(body))),) if body else ()
        self.socket.sendall(request_bytes(method, path, "", (*headers, *length)) + body)

    def receive(self, method: str = "GET") -> tuple[ResponseHead, bytes]:
        head = read_response_head(self.reader)
        return head, b"".join(pieces(self.reader, response_framing(method, head)))

    @property
    def ended(self) -> bool:
        return self.reader.read(1) == b""


def echoed(head: RequestHead, body: bytes) -> bytes:
    return response_bytes(200, (("X-Path", head.path), ("Content-Length", str(len(body))))) + body


@pytest.fixture(name="behind")
def _behind() -> Iterator[Behind]:
    behind = Behind(echoed)
    threading.Thread(target=behind.serve, daemon=True).start()
    yield behind
    behind.listener.shutdown(socket.SHUT_RDWR)
    behind.listener.close()


@pytest.fixture(name="shim")
def _shim() -> Shimmed:
    return Shimmed()


@pytest.fixture(name="client")
def _client(behind: Behind, shim: Shimmed) -> Iterator[Client]:
    listener = listening()
    ministack = Ministack(behind.listener.getsockname(), "http://127.0.0.1:1")
    front = Front(listener, ministack, shim, shim.keys.append, shim.said.append)
    front.start()
    with socket.create_connection(listener.getsockname()) as connection, connection.makefile("rb") as reader:
        connection.settimeout(20)
        yield Client(connection, reader)
    front.close()
    ministack.close()


def test_a_request_passes_unchanged_and_its_answer_too(client: Client, behind: Behind, shim: Shimmed) -> None:
    client.send("PUT", "/bucket/a%20b?x=%2F", (("Host", "h"), *S3, ("X-Amz-Meta-A", "b")), b"body")
    head, body = client.receive()
    assert (head.status, header(head.headers, "x-path"), body) == (200, "/bucket/a%20b", b"body")
    (got, _) = behind.sent[0]
    assert (got.method, got.path, got.query) == ("PUT", "/bucket/a%20b", "x=%2F")
    assert got.headers == (("Host", "h"), *S3, ("X-Amz-Meta-A", "b"), ("Content-Length", "4"))
    assert (shim.asked, shim.keys) == ([], ["111122223333"])


def test_several_requests_share_a_connection_on_both_sides(client: Client, behind: Behind) -> None:
    for number in range(3):
        client.send("GET", f"/{number}")
        assert header(client.receive()[0].headers, "x-path") == f"/{number}"
    assert behind.connections == 1


def test_a_client_that_waits_to_send_is_told_to_go_on(client: Client, behind: Behind) -> None:
    client.socket.sendall(request_bytes("PUT", "/b/k", "", (("Expect", "100-continue"), ("Content-Length", "3"))))
    assert client.reader.readline() == b"HTTP/1.1 100 Continue\r\n"
    assert client.reader.readline() == b"\r\n"
    client.socket.sendall(b"abc")
    assert client.receive()[1] == b"abc"
    assert header(behind.sent[0][0].headers, "expect") is None


def test_a_body_in_chunks_stays_in_chunks(client: Client, behind: Behind) -> None:
    client.socket.sendall(request_bytes("PUT", "/b/k", "", (("Transfer-Encoding", "chunked"),)))
    client.socket.sendall(b"3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n")
    assert client.receive()[1] == b"abcdefgh"
    assert request_framing(behind.sent[0][0].headers) == Chunked()


def test_an_answer_in_chunks_stays_in_chunks(client: Client, behind: Behind) -> None:
    behind.answer = lambda *_: (
        response_bytes(200, (("Transfer-Encoding", "chunked"),)) + b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    )
    client.send("GET", "/")
    answer, body = client.receive()
    assert (response_framing("GET", answer), body) == (Chunked(), b"abc")


def test_an_answer_to_head_has_a_length_and_no_body(client: Client, behind: Behind) -> None:
    behind.answer = lambda *_: response_bytes(200, (("Content-Length", "300"),))
    for _ in range(2):
        client.send("HEAD", "/b/k")
        assert header(client.receive("HEAD")[0].headers, "content-length") == "300"


def test_a_broken_answer_breaks_the_connection(client: Client, behind: Behind) -> None:
    behind.answer = lambda *_: b""
    client.send("GET", "/")
    assert client.ended


def test_lambda_s_requests_go_to_the_shim_whole(client: Client, behind: Behind, shim: Shimmed) -> None:
    shim.answer = lambda _: Response(202, (("X-A", "b"),), b"{}")
    client.socket.sendall(
        request_bytes("POST", "/2015-03-31/functions", "a=b", (*LAMBDA, ("Transfer-Encoding", "chunked")))
    )
    client.socket.sendall(b"2\r\n{}\r\n0\r\n\r\n")
    head, body = client.receive()
    assert (head.status, header(head.headers, "x-a"), body) == (202, "b", b"{}")
    assert shim.asked == [Request("POST", "/2015-03-31/functions", "a=b", LAMBDA, b"{}")]
    assert behind.sent == []


@pytest.mark.parametrize(
    ("path", "headers", "asked"),
    [
        ("/2015-03-31/functions", LAMBDA, ["shim"]),
        ("/2015-03-31/functions", (), ["shim"]),
        ("/_lamella/code/x", (), ["shim"]),
        ("/2015-03-31/functions", S3, []),
        ("/bucket", (), []),
        ("/_ministack/lambda-layers/1/r/n/1/content", (), []),
    ],
)
def test_which_requests_the_shim_is_asked_about(
    client: Client, behind: Behind, shim: Shimmed, path: str, headers: Headers, asked: list[str]
) -> None:
    client.send("GET", path, headers)
    assert client.receive()[0].status == 200
    assert [request.path for request in shim.asked] == [path for _ in asked]
    assert [head.path for head, _ in behind.sent] == [path]


def test_a_bug_of_the_shim_is_an_error_of_the_service_and_in_the_log(client: Client, shim: Shimmed) -> None:
    def bug(_: Request) -> Response:
        raise KeyError("x")

    shim.answer = bug
    client.send("GET", "/2018-10-31/layers", LAMBDA)
    head, body = client.receive()
    assert (head.status, header(head.headers, "x-amzn-errortype")) == (500, "ServiceException")
    assert b"KeyError" in body
    assert shim.said == ["GET /2018-10-31/layers: KeyError: 'x'"]
    shim.answer = lambda _: Response(204)
    client.send("GET", "/2018-10-31/layers", LAMBDA)
    assert client.receive()[0].status == 204


def test_a_request_to_lambda_that_is_too_large_is_refused(
    client: Client, shim: Shimmed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lamella.cloud.http.front.MOST_BYTES_OF_LAMBDA", 1_000_000)
    client.send("POST", "/", LAMBDA, b"x" * 3_000_000)
    head, _ = client.receive()
    assert (head.status, header(head.headers, "x-amzn-errortype")) == (413, "RequestEntityTooLargeException")
    assert shim.asked == []
    client.send("POST", "/", LAMBDA, b"x" * 1_000_000)
    assert client.receive()[0].status == 200


@pytest.mark.parametrize("path", ["/_ministack/reset", "/_localstack/reset", "/_ministack/config"])
def test_switches_that_would_pull_the_ground_from_under_the_shim_are_closed(
    client: Client, behind: Behind, path: str
) -> None:
    client.send("POST", path)
    assert client.receive()[0].status == 403
    assert behind.sent == []


def test_what_is_no_http_ends_the_connection(client: Client) -> None:
    client.socket.sendall(b"\x16\x03\x01 hello\r\n\r\n")
    assert client.ended


def test_close_is_honoured(client: Client) -> None:
    client.send("GET", "/", (("Connection", "close"),))
    assert client.receive()[0].status == 200
    assert client.ended


def test_a_kept_connection_that_was_closed_behind_is_not_used(behind: Behind) -> None:
    behind.answer = lambda *_: response_bytes(200, (("Content-Length", "0"),))
    ministack = Ministack(behind.listener.getsockname(), "http://127.0.0.1:1")
    closed = threading.Event()

    def close_after(_: RequestHead, __: bytes) -> bytes:
        closed.set()
        return b""

    assert ministack.send(Request("GET", "/1")).status == 200
    behind.answer = close_after
    with pytest.raises(ConnectionError, match="ended before an answer"):
        ministack.send(Request("GET", "/2"))
    assert closed.wait(5)
    behind.answer = echoed
    assert ministack.send(Request("GET", "/3", body=b"x")).body == b"x"
    ministack.close()
