import io
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lamella.aws.downloads import fetch
from lamella.errors import AwsError

CONTENT = b"content" * 1000
CODE_SHA256 = b64encode(sha256(CONTENT).digest()).decode()
WHOLE, SHORT, GONE = (200, len(CONTENT)), (200, 10), (404, 0)
BROKEN = (503, 0)
Answer = tuple[int, int]


class Store(ThreadingHTTPServer):
    """Answers one request after the other with a status and so many bytes of CONTENT, which it promises whole."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/layer.zip?signature=1"


class Handler(BaseHTTPRequestHandler):
    server: Store

    def do_GET(self) -> None:
        status, sent_bytes = self.server.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(CONTENT) if status == 200 else 0))
        self.end_headers()
        self.wfile.write(CONTENT[:sent_bytes])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture(name="store")
def _store() -> Iterator[Store]:
    with Store() as store:
        thread = Thread(target=store.serve_forever, args=(0.01,))
        thread.start()
        yield store
        store.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "answers", [[WHOLE], [SHORT, WHOLE], [BROKEN, SHORT, WHOLE]], ids=["at once", "cut once", "broken, then cut"]
)
def test_the_bytes_arrive_whole(store: Store, answers: list[Answer]) -> None:
    store.answers = list(answers)
    file = io.BytesIO()
    fetch(store.url, CODE_SHA256, file, "data:1")
    assert file.getvalue() == CONTENT
    assert not store.answers


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([SHORT] * 3, "the connection ended after 10 of 7,000 bytes"),
        ([BROKEN] * 3, "HTTP status 503"),
        ([GONE], "HTTP status 404"),
    ],
    ids=["cut", "broken", "gone"],
)
def test_it_gives_up(store: Store, answers: list[Answer], why: str) -> None:
    store.answers = list(answers)
    with pytest.raises(AwsError, match="could not download data:1") as raised:
        fetch(store.url, CODE_SHA256, io.BytesIO(), "data:1")
    assert raised.value.why == why
    assert not store.answers


def test_other_bytes_than_those_that_are_named(store: Store) -> None:
    store.answers = [WHOLE]
    with pytest.raises(AwsError, match="not those that it names"):
        fetch(store.url, b64encode(b"\0" * 32).decode(), io.BytesIO(), "data:1")


def test_a_proxy_of_the_environment_is_not_asked_about_this_machine(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    store.answers = [WHOLE]
    fetch(store.url, CODE_SHA256, io.BytesIO(), "data:1")
    assert not store.answers


def test_nothing_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamella.aws.downloads._TRIES", 1)
    with pytest.raises(AwsError, match="could not download") as raised:
        fetch("http://127.0.0.1:9/layer.zip?X-Amz-Signature=secret", CODE_SHA256, io.BytesIO(), "data:1")
    assert "http://127.0.0.1:9/layer.zip?..." in raised.value.why
    assert "secret" not in raised.value.why
