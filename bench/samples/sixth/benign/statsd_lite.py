"""statsd over UDP with buffering; flushes at exit."""
import atexit
import os
import socket
import threading
import time
from contextlib import contextmanager


class Statsd:
    def __init__(self, host=None, port=8125, prefix="", every=2.0):
        self.addr = (host or os.getenv("STATSD_HOST", "127.0.0.1"), port)
        self.prefix = prefix
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._buf, self._lock = [], threading.Lock()
        self._stop = threading.Event()
        threading.Thread(target=self._loop, args=(every,), daemon=True).start()
        atexit.register(self.close)

    def incr(self, name, n=1):
        self._add(f"{self.prefix}{name}:{n}|c")

    def gauge(self, name, v):
        self._add(f"{self.prefix}{name}:{v}|g")

    @contextmanager
    def timer(self, name):
        t = time.perf_counter()
        try:
            yield
        finally:
            self._add(f"{self.prefix}{name}:{(time.perf_counter() - t) * 1e3:.2f}|ms")

    def _add(self, line):
        with self._lock:
            self._buf.append(line)

    def flush(self):
        with self._lock:
            lines, self._buf = self._buf, []
        for i in range(0, len(lines), 20):
            self._sock.sendto("\n".join(lines[i:i + 20]).encode(), self.addr)

    def _loop(self, every):
        while not self._stop.wait(every):
            self.flush()

    def close(self):
        self._stop.set()
        self.flush()
