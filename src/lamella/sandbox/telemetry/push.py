"""Sends telemetry to the extensions that subscribed: in batches, from a thread for each."""

import json
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto

from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import TelemetryEvent
from lamella.sandbox.telemetry.subscription import Protocol, Subscription

_ANSWER_TIMEOUT_S = 1.0


class _Order(Enum):
    FLUSH = auto()
    END = auto()


class Pusher:
    """Collects events and delivers them; a batch that nobody takes is dropped, and the next one says how much.

    Args:
        subscription: Where to and in which portions.
        connect: Makes a connection to a port inside.
        now_ns: The monotonic clock.
        epoch_ns: The time of day, for what it says itself.
    """

    def __init__(
        self,
        subscription: Subscription,
        connect: Callable[[int], socket.socket],
        now_ns: Callable[[], int],
        epoch_ns: Callable[[], int],
    ) -> None:
        self._subscription = subscription
        self._connect = connect
        self._now_ns = now_ns
        self._epoch_ns = epoch_ns
        self._queue: queue.SimpleQueue[TelemetryEvent | _Order] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="telemetry", daemon=True)
        self._thread.start()

    def push(self, event: TelemetryEvent) -> None:
        """Take an event; does not wait."""
        self._queue.put(event)

    def flush(self) -> None:
        """Send what there is soon, without waiting for a full batch; does not wait."""
        self._queue.put(_Order.FLUSH)

    def close(self) -> None:
        """Send what is left and end; waits for a delivery under way at most."""
        self._queue.put(_Order.END)
        self._thread.join(2 * _ANSWER_TIMEOUT_S)

    def _run(self) -> None:
        batch: list[TelemetryEvent] = []
        size_bytes = 0
        until_ns: int | None = None
        while True:
            wait_s = None if until_ns is None else max(0.0, (until_ns - self._now_ns()) / 1e9)
            try:
                event = self._queue.get(timeout=wait_s)
            except queue.Empty:
                batch, size_bytes, until_ns = self._deliver(batch, size_bytes), 0, None
                continue
            if event is _Order.END:
                self._deliver(batch, size_bytes)
                return
            if event is _Order.FLUSH:
                batch, size_bytes, until_ns = self._deliver(batch, size_bytes), 0, None
                continue
            batch.append(event)
            size_bytes += len(json.dumps(event))
            if until_ns is None:
                until_ns = self._now_ns() + self._subscription.timeout_ms * 1_000_000
            if len(batch) >= self._subscription.max_items or size_bytes >= self._subscription.max_bytes:
                batch, size_bytes, until_ns = self._deliver(batch, size_bytes), 0, None

    def _deliver(self, batch: Sequence[TelemetryEvent], size_bytes: int) -> list[TelemetryEvent]:
        """Send a batch; return what the next one begins with."""
        if not batch:
            return []
        with suppress(OSError), self._connect(self._subscription.port) as connection:
            connection.settimeout(_ANSWER_TIMEOUT_S)
            connection.sendall(rendered(batch, self._subscription))
            if self._subscription.protocol is Protocol.TCP or connection.recv(64).startswith(b"HTTP/1.1 2"):
                return []
        return [schema.logs_dropped(self._epoch_ns(), len(batch), size_bytes)]


def rendered(batch: Sequence[TelemetryEvent], subscription: Subscription) -> bytes:
    """Return the bytes that carry a batch."""
    match subscription.protocol:
        case Protocol.TCP:
            return b"".join(json.dumps(event).encode() + b"\n" for event in batch)
        case Protocol.HTTP:
            body = json.dumps(batch).encode()
            head = (
                f"POST {subscription.path} HTTP/1.1",
                f"Host: sandbox.localdomain:{subscription.port}",
                "Content-Type: application/json",
                f"Content-Length: {len(body)}",
                "Connection: close",
            )
            return "\r\n".join([*head, "", ""]).encode() + body
