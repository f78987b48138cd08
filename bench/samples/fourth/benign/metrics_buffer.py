"""Buffered StatsD client; the remainder is sent when the process exits."""
import atexit
import os
import socket
import threading


class StatsBuffer:
    def __init__(self, host=None, port=None, limit=1400):
        self.addr = (
            host or os.environ.get("STATSD_HOST", "127.0.0.1"),
            int(port or os.environ.get("STATSD_PORT", 8125)),
        )
        self.limit = limit
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._lock = threading.Lock()
        self._buf = []
        self._size = 0
        atexit.register(self.flush)

    def _add(self, line):
        with self._lock:
            if self._size + len(line) + 1 > self.limit:
                self._send()
            self._buf.append(line)
            self._size += len(line) + 1

    def _send(self):
        if self._buf:
            try:
                self._sock.sendto("\n".join(self._buf).encode(), self.addr)
            except OSError:
                pass
        self._buf, self._size = [], 0

    def flush(self):
        with self._lock:
            self._send()

    def incr(self, name, n=1):
        self._add(f"{name}:{n}|c")

    def timing(self, name, ms):
        self._add(f"{name}:{ms:.3f}|ms")
