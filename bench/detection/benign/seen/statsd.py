import os
import socket


class Statsd:
    def __init__(self, host=None, port=8125):
        self.address = (host or os.environ.get("STATSD_HOST", "localhost"), port)
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.prefix = socket.gethostname()

    def incr(self, name):
        self.sock.sendto(f"{name}:1|c".encode(), self.address)
