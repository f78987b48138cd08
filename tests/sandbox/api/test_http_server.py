import http.client
import io
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.sandbox.api.http_server import BadRequestError, HttpServer, Request, read_request, rendered
from lamella.sandbox.lifecycle.instructions import Reply


def nothing() -> None:
    """The client does not wait."""


def read(data: bytes, most_bytes: int = 100) -> Request | None:
    return read_request(io.BytesIO(data), most_bytes, nothing)


@given(st.binary(max_size=200), st.integers(1, 50), st.integers(0, 200))
def test_a_body_is_the_same_with_a_length_and_in_chunks(body: bytes, size: int, most_bytes: int) -> None:
    head = b"POST /p?q=1 HTTP/1.1\r\nHost: x\r\n"
    chunks = [body[i : i + size] for i in range(0, len(body), size)]
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    plain = read(head + b"Content-Length: %d\r\n\r\n" % len(body) + body, most_bytes)
    other = read(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked, most_bytes)

    assert plain is not None
    assert other is not None
    assert plain.body == other.body == (body if len(body) <= most_bytes else None)
    assert (plain.method, plain.path) == ("POST", "/p")


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nshort",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    ],
)
def test_what_is_not_http(data: bytes) -> None:
    with pytest.raises(BadRequestError):
        read(data)


def test_the_end_of_a_connection() -> None:
    assert read(b"") is None


def test_a_client_that_waits_for_permission_gets_it() -> None:
    asked: list[bool] = []
    data = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"
    request = read_request(io.BytesIO(data), 10, lambda: asked.append(True))

    assert (asked, request.body if request else None) == ([True], b"x")


def test_an_answer() -> None:
    assert rendered(Reply(202, "é", {"X-A": "b"})) == (
        b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nX-A: b\r\nContent-Length: 2\r\n\r\n\xc3\xa9"
    )


class TestServer:
    @pytest.fixture
    def address(self) -> Iterator[tuple[str, HttpServer]]:
        listener = socket.create_server(("127.0.0.1", 0))
        server = HttpServer(listener, lambda request: Reply(200, request.path) if request.path != "/no" else None, 10)
        yield f"127.0.0.1:{listener.getsockname()[1]}", server
        server.close()
        server.close()
        listener.close()

    def test_a_connection_serves_several_requests(self, address: tuple[str, HttpServer]) -> None:
        client = http.client.HTTPConnection(address[0], timeout=5)
        for path in ("/a", "/b"):
            client.request("GET", path)
            assert client.getresponse().read().decode() == path
        client.close()

    def test_no_answer_closes_the_connection(self, address: tuple[str, HttpServer]) -> None:
        client = http.client.HTTPConnection(address[0], timeout=5)
        client.request("GET", "/no")
        with pytest.raises(http.client.RemoteDisconnected):
            client.getresponse()
        client.close()

    def test_dropped_connections_can_be_made_anew(self, address: tuple[str, HttpServer]) -> None:
        with socket.create_connection(("127.0.0.1", int(address[0].split(":")[1])), timeout=5) as one:
            one.sendall(b"GET /a HTTP/1.1\r\n\r\n")
            assert one.recv(8) == b"HTTP/1.1"
            address[1].drop_connections()
            while one.recv(1000):
                pass
        self.test_a_connection_serves_several_requests(address)

    def test_nobody_is_served_after_the_end(self, address: tuple[str, HttpServer]) -> None:
        address[1].close()
        with pytest.raises(OSError):  # noqa: PT011 - refused or reset, as the kernel likes
            socket.create_connection(("127.0.0.1", int(address[0].split(":")[1])), timeout=1).recv(1)
