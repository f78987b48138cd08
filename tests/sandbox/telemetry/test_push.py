import json
import socket
import threading
from typing import Any

import pytest

from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.push import Pusher, rendered
from lamella.sandbox.telemetry.subscription import Protocol, Subscription

EVENTS = [schema.event(0, "function", f"line {number}") for number in range(3)]


def test_a_batch_over_http() -> None:
    head, _, body = rendered(EVENTS, Subscription(("function",), Protocol.HTTP, 8080, "/logs")).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /logs HTTP/1.1\r\nHost: sandbox.localdomain:8080\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body) == EVENTS


def test_a_batch_over_tcp() -> None:
    data = rendered(EVENTS, Subscription(("function",), Protocol.TCP, 8080))
    assert [json.loads(line) for line in data.splitlines()] == EVENTS


class Inside:
    """A collector: refuses the first `refusals` connections."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.batches: list[list[dict[str, Any]]] = []
        self.got = threading.Condition()

    def connect(self, port: int) -> socket.socket:
        assert port == 4243
        if self.refusals:
            self.refusals -= 1
            raise ConnectionRefusedError
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._read, args=(theirs,), daemon=True).start()
        return ours

    def _read(self, theirs: socket.socket) -> None:
        with theirs, theirs.makefile("rb") as reader:
            lines = [json.loads(line) for line in reader]
        with self.got:
            self.batches.append(lines)
            self.got.notify_all()

    def wait_for(self, batches: int) -> None:
        with self.got:
            assert self.got.wait_for(lambda: len(self.batches) >= batches, timeout=5)


def pusher(inside: Inside, **settings: int) -> Pusher:
    return Pusher(Subscription(("function",), Protocol.TCP, 4243, "", **settings), inside.connect, lambda: 0, lambda: 0)


@pytest.mark.parametrize(("settings", "first"), [({"max_items": 3}, 3), ({"max_bytes": 150}, 2)])
def test_a_full_batch_is_sent(settings: dict[str, int], first: int) -> None:
    inside = Inside()
    pushing = pusher(inside, **settings)
    for event in EVENTS:
        pushing.push(event)
    inside.wait_for(1)
    pushing.close()

    assert inside.batches[0] == EVENTS[:first]


def test_what_is_left_is_sent_at_the_end_and_when_asked() -> None:
    inside = Inside()
    pushing = pusher(inside)
    pushing.push(EVENTS[0])
    pushing.flush()
    pushing.push(EVENTS[1])
    pushing.close()
    inside.wait_for(2)

    assert sorted(batch[0]["record"] for batch in inside.batches) == ["line 0", "line 1"]


def test_a_batch_that_nobody_takes_is_counted() -> None:
    inside = Inside(refusals=1)
    pushing = pusher(inside)
    pushing.push(EVENTS[0])
    pushing.push(EVENTS[1])
    pushing.flush()
    pushing.push(EVENTS[2])
    pushing.close()
    inside.wait_for(1)

    dropped, last = inside.batches[0]
    assert dropped["type"] == "platform.logsDropped"
    assert dropped["record"]["droppedRecords"] == 2
    assert last == EVENTS[2]
