import os
import random
import socket


class StatsClient:
    def __init__(self, host=None, port=None, prefix=None):
        self._addr = (host or os.environ.get("STATSD_HOST", "localhost"), int(port or os.environ.get("STATSD_PORT", 8125)))
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._prefix = prefix

    def _send(self, stat, value, kind, rate=1):
        if rate < 1 and random.random() > rate:
            return
        name = f"{self._prefix}.{stat}" if self._prefix else stat
        try:
            self._sock.sendto(f"{name}:{value}|{kind}".encode("ascii"), self._addr)
        except OSError:
            pass

    def incr(self, stat, count=1, rate=1):
        self._send(stat, count, "c", rate)

    def timing(self, stat, ms, rate=1):
        self._send(stat, f"{ms:.3f}", "ms", rate)
