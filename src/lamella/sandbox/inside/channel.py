"""Messages between lamella and the first process of a cell: a line of JSON each, with file descriptors beside it."""

import json
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

_READ_BYTES = 65536
_MAX_FDS = 8


class Channel:
    """One end of a stream socket. Not safe for several senders at once, or several receivers."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._unread = b""
        self._fds: list[int] = []

    def fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    def send(self, message: object, fds: Sequence[int] = ()) -> None:
        """Send a message and copies of the file descriptors.

        Raises:
            OSError: The other end is gone.
        """
        data = json.dumps(message).encode() + b"\n"
        if fds:
            sent = socket.send_fds(self._socket, [data], fds)
            data = data[sent:]
        self._socket.sendall(data)

    def receive(self) -> list[Any] | None:
        """Wait for data and return the messages that are whole by now; `None` when the other end is gone."""
        try:
            data, fds, _, _ = socket.recv_fds(self._socket, _READ_BYTES, _MAX_FDS)
        except ConnectionError:
            return None
        self._fds += fds
        for fd in fds:
            os.set_inheritable(fd, False)  # noqa: FBT003 -- the name says what it is
        if not data:
            return None
        *lines, self._unread = (self._unread + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def take_fd(self) -> int:
        """Return the oldest file descriptor that came and was not taken yet."""
        return self._fds.pop(0)

    def finish(self) -> None:
        """Let the other end read that no more will come; what it sends can still be received."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close the socket and the file descriptors that nobody took."""
        while self._fds:
            os.close(self._fds.pop())
        self._socket.close()
