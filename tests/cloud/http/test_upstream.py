"""Connections to ministack, kept and used again."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from lamella.cloud.http.message import Request
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.http.wire import read_request_head

# select() takes no descriptor from here on.
MOST_SELECTED = 1024


@dataclass
class Server:
    """Answers every request with its headers, and counts connections."""

    headers: str = ""
    connections: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rb") as reader:
                while read_request_head(reader):
                    connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{self.headers}\r\nok".encode())
                    if self.headers:
                        break


@pytest.fixture(name="server")
def _server() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve, daemon=True).start()
    yield server
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


@pytest.fixture(name="ministack")
def _ministack(server: Server) -> Iterator[Ministack]:
    ministack = Ministack(server.listener.getsockname(), "http://127.0.0.1:1")
    yield ministack
    ministack.close()


def test_a_connection_serves_many_requests(server: Server, ministack: Ministack) -> None:
    assert [ministack.send(Request("GET", "/")).body for _ in range(3)] == [b"ok"] * 3
    assert server.connections == 1


def test_one_that_the_server_closes_is_not_used_again(server: Server, ministack: Ministack) -> None:
    server.headers = "Connection: close\r\n"
    assert [ministack.send(Request("GET", "/")).body for _ in range(2)] == [b"ok"] * 2
    assert server.connections == 2


def test_it_works_beside_many_open_files(server: Server, ministack: Ministack) -> None:
    with ExitStack() as stack, open(os.devnull, "rb") as opened:  # noqa: PTH123 - its descriptor is what is wanted
        while (descriptor := os.dup(opened.fileno())) < MOST_SELECTED:
            stack.callback(os.close, descriptor)
        stack.callback(os.close, descriptor)
        assert [ministack.send(Request("GET", "/")).body for _ in range(2)] == [b"ok"] * 2
        assert server.connections == 1
