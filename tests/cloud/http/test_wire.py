import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.cloud.http.message import Headers
from lamella.cloud.http.wire import (
    Chunked,
    Framing,
    RequestHead,
    ResponseHead,
    Sized,
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


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", RequestHead("GET", "/", "", ())),
        (
            b"PUT /a%20b/c?x=1&y=%2F HTTP/1.1\r\nHost: h\r\n\r\n",
            RequestHead("PUT", "/a%20b/c", "x=1&y=%2F", (("Host", "h"),)),
        ),
        (b"GET //bucket HTTP/1.1\r\n\r\n", RequestHead("GET", "//bucket", "", ())),
        (b"GET http://h:1/p?q HTTP/1.1\r\n\r\n", RequestHead("GET", "/p", "q", ())),
        (b"GET / HTTP/1.1\r\nA:  x \r\na: y\r\n\r\n", RequestHead("GET", "/", "", (("A", "x"), ("a", "y")))),
        (b"", None),
    ],
)
def test_a_request_head_is_read_as_it_was_sent(sent: bytes, expected: RequestHead | None) -> None:
    assert read_request_head(io.BytesIO(sent)) == expected


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 257 + b"\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(sent: bytes) -> None:
    with pytest.raises(WireError):
        read_request_head(io.BytesIO(sent))


def test_informational_answers_are_passed_over() -> None:
    sent = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: x\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\n"
    assert read_response_head(io.BytesIO(sent)) == ResponseHead(404, (("A", "b"),))


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 2\r\n\r\n", b"SSH-2.0 200\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b"])
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(WireError):
        read_response_head(io.BytesIO(sent))


LENGTH = (("Content-Length", "5"),)
CHUNKS = (("transfer-encoding", "Chunked"),)


@pytest.mark.parametrize(("headers", "expected"), [((), Sized(0)), (LENGTH, Sized(5)), (CHUNKS, Chunked())])
def test_how_the_body_of_a_request_is_framed(headers: Headers, expected: Framing) -> None:
    assert request_framing(headers) == expected


@pytest.mark.parametrize("headers", [(*LENGTH, *CHUNKS), (("Content-Length", "-1"),), (("Transfer-Encoding", "gzip"),)])
def test_a_request_with_two_framings_or_none_is_refused(headers: Headers) -> None:
    with pytest.raises(WireError):
        request_framing(headers)


@pytest.mark.parametrize(
    ("method", "status", "headers", "expected"),
    [
        ("GET", 200, LENGTH, Sized(5)),
        ("GET", 200, CHUNKS, Chunked()),
        ("GET", 200, (), UntilClosed()),
        ("HEAD", 200, LENGTH, Sized(0)),
        ("DELETE", 204, (), Sized(0)),
        ("GET", 304, LENGTH, Sized(0)),
    ],
)
def test_how_the_body_of_an_answer_is_framed(method: str, status: int, headers: Headers, expected: Framing) -> None:
    assert response_framing(method, ResponseHead(status, headers)) == expected


def framed(framing: Framing, body: list[bytes]) -> bytes:
    sent = bytearray()
    send_pieces(sent.extend, framing, iter(body))
    return bytes(sent)


@given(st.lists(st.binary(min_size=1, max_size=300)), st.binary())
def test_a_body_in_chunks_is_read_to_its_end_and_no_further(body: list[bytes], after: bytes) -> None:
    reader = io.BytesIO(framed(Chunked(), body) + after)
    assert b"".join(pieces(reader, Chunked())) == b"".join(body)
    assert reader.read() == after


@given(st.lists(st.binary(min_size=1, max_size=300)), st.binary())
def test_a_body_with_a_length_is_read_to_its_end_and_no_further(body: list[bytes], after: bytes) -> None:
    size = sum(map(len, body))
    reader = io.BytesIO(framed(Sized(size), body) + after)
    assert b"".join(pieces(reader, Sized(size))) == b"".join(body)
    assert reader.read() == after


def test_chunks_may_have_extensions_and_trailers() -> None:
    reader = io.BytesIO(b"3;name=value\r\nabc\r\n0\r\nTrailer: x\r\n\r\nnext")
    assert b"".join(pieces(reader, Chunked())) == b"abc"
    assert reader.read() == b"next"


@pytest.mark.parametrize(
    ("framing", "sent"), [(Sized(5), b"abc"), (Chunked(), b"5\r\nabc"), (Chunked(), b"x\r\n"), (Chunked(), b"")]
)
def test_a_body_that_ends_too_early_is_an_error(framing: Framing, sent: bytes) -> None:
    with pytest.raises(WireError):
        list(pieces(io.BytesIO(sent), framing))


def test_a_body_is_kept_up_to_a_size() -> None:
    assert whole(io.BytesIO(b"abc"), Sized(3), 3) == b"abc"
    assert whole(io.BytesIO(b"abcd"), Sized(4), 3) is None
    assert whole(io.BytesIO(framed(Chunked(), [b"ab", b"cd"])), Chunked(), 3) is None
    assert whole(io.BytesIO(b"ab"), UntilClosed(), 3) == b"ab"


def test_heads_are_written_as_they_are_read() -> None:
    head = request_bytes("PUT", "/a%20b", "x", (("Host", "h"), ("A", "b")))
    assert head == b"PUT /a%20b?x HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n"
    assert response_bytes(409, ()) == b"HTTP/1.1 409 Conflict\r\n\r\n"
    assert response_bytes(599, ()).startswith(b"HTTP/1.1 599 ")
