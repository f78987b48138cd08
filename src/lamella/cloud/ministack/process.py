"""Starts ministack, waits until it answers, and ends it."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from lamella.cloud.http.message import Request, Upstream
from lamella.errors import ToolError

_LOOPBACK = "127.0.0.1"
_STARTING_S = 120.0
_ENDING_S = 30.0
_POLL_S = 0.02
# Some interpreters find their own library through the two last ones.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How ministack is to run.

    Attributes:
        packages: The folder with its packages.
        folder: For its state and temporary files.
        public_port: Stands in every address that it hands out.
        region: Of requests that name none.
        auth: Whether requests are held against IAM policies.
    """

    packages: Path
    folder: Path
    public_port: int
    region: str
    auth: bool


class Process:
    """ministack, running; it ends with this process, however this process ends.

    Args:
        wanted: See there.
        environ: Of this process; little of it is handed on, and no credentials.
        lock: A file descriptor that it keeps open.
    """

    def __init__(self, wanted: Wanted, environ: Mapping[str, str], lock: int) -> None:
        with socket.socket() as listener, as_file(files("lamella.cloud.ministack") / "program.py") as program:
            listener.bind((_LOOPBACK, 0))
            self.address: tuple[str, int] = listener.getsockname()
            command = [sys.executable, "-I", "-S", str(program), str(wanted.packages), str(listener.fileno())]
            self._process = subprocess.Popen(
                command,
                env=environment(wanted, environ),
                cwd=wanted.folder,
                stdin=subprocess.PIPE,
                pass_fds=(listener.fileno(), lock),
            )

    def wait_until_it_answers(self, upstream: Upstream) -> None:
        """Wait for its first answer.

        Raises:
            ToolError: It ended, or took longer than two minutes.
        """
        until = time.monotonic() + _STARTING_S
        while not _answers(upstream):
            if self._process.poll() is not None or time.monotonic() >= until:
                raise ToolError("ministack did not start", hint="its messages are in the log of the embedded cloud")
            time.sleep(_POLL_S)

    @property
    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it without saving its state."""
        self._process.kill()
        self._process.wait()

    def end(self) -> bool:
        """End it; return whether it had the time to save its state."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            return self._process.wait(_ENDING_S) == 0
        except subprocess.TimeoutExpired:
            self.kill()
            return False


def environment(wanted: Wanted, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that ministack reads; it opens no other port, and finds no Docker."""
    temporary = wanted.folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **{name: environ[name] for name in _INHERITED if name in environ},
        "TMPDIR": str(temporary),
        "BIND_HOST": _LOOPBACK,
        "MINISTACK_HOST": _LOOPBACK,
        "GATEWAY_PORT": str(wanted.public_port),
        "MINISTACK_REGION": wanted.region,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(wanted.folder / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(wanted.folder / "s3"),
        "AUTH": "true" if wanted.auth else "false",
        "LAMBDA_EXECUTOR": "local",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent",
        "LOG_LEVEL": "WARNING",
    }


def _answers(upstream: Upstream) -> bool:
    try:
        return upstream.send(Request("GET", "/_ministack/health", headers=(("Host", _LOOPBACK),))).status > 0
    except OSError:
        return False
