"""Start a kernel process and connect to it."""
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import uuid

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


def _ports(n, ip):
    socks = []
    for _ in range(n):
        s = socket.socket()
        s.bind((ip, 0))
        socks.append(s)
    ports = [s.getsockname()[1] for s in socks]
    for s in socks:
        s.close()
    return ports


def write_connection_file(ip="127.0.0.1"):
    cfg = {c + "_port": p for c, p in zip(CHANNELS, _ports(len(CHANNELS), ip))}
    cfg.update(ip=ip, transport="tcp", key=uuid.uuid4().hex, signature_scheme="hmac-sha256")
    fd, path = tempfile.mkstemp(suffix=".json", prefix="kernel-")
    with os.fdopen(fd, "w") as fh:
        json.dump(cfg, fh)
    return path, cfg


def sign(key, *parts):
    mac = hmac.new(key.encode(), digestmod=hashlib.sha256)
    for p in parts:
        mac.update(json.dumps(p).encode())
    return mac.hexdigest()


class KernelProcess:
    def __init__(self, argv=None, env=None):
        self.path, self.config = write_connection_file()
        argv = argv or [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        cmd = [a.format(connection_file=self.path) for a in argv]
        full = dict(os.environ, **(env or {}))
        full.setdefault("PYTHONUNBUFFERED", "1")
        self.proc = subprocess.Popen(cmd, env=full, stdin=subprocess.DEVNULL,
                                     start_new_session=True)

    def interrupt(self):
        os.killpg(self.proc.pid, signal.SIGINT)

    def shutdown(self, wait=5):
        self.proc.terminate()
        try:
            self.proc.wait(wait)
        except subprocess.TimeoutExpired:
            self.proc.kill()
        os.unlink(self.path)
