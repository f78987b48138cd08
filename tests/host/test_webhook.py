"""Webhooks: what is sent, and that no error shows the address."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lamella.errors import ToolError
from lamella.host.webhook import post_json

HIDDEN = "/T0/s3cret"


@contextmanager
def hook(status: int) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", got
        finally:
            server.shutdown()
            thread.join()


def test_json_is_posted() -> None:
    with hook(200) as (address, got):
        post_json(address + HIDDEN, '{"a": 1}', address, 5)
    assert got == [(HIDDEN, b'{"a": 1}')]


@pytest.mark.parametrize("status", [302, 403, 500])
def test_another_answer_is_an_error_that_does_not_show_the_address(status: int) -> None:
    with hook(status) as (address, got), pytest.raises(ToolError) as raised:
        post_json(address + HIDDEN, "{}", address, 5)
    assert len(got) == 1
    assert f"status {status}" in raised.value.why
    assert "s3cret" not in f"{raised.value} {raised.value.why} {raised.value.__cause__} {raised.value.__context__}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/s3cret", "file:///etc/s3cret", "http://[s3cret/"])
def test_what_cannot_be_reached_is_an_error(url: str) -> None:
    with pytest.raises(ToolError) as raised:
        post_json(url, "{}", "http://***", 1)
    assert "s3cret" not in f"{raised.value} {raised.value.why}"
