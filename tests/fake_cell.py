"""A cell whose processes are threads of the test: they speak to the listener as awslambdaric and extensions do."""

import http.client
import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from lamella.sandbox.cell import Exited, Listener, Spawned, Usage, Written
from lamella.sandbox.outcome import Isolation, Mechanism


class KilledError(Exception):
    """The process was killed, or its connection was closed."""


@dataclass
class Inside:
    """What a process of the fake has."""

    pid: int
    argv: Sequence[str]
    environ: Mapping[str, str]
    hear: Listener
    killed: threading.Event = field(default_factory=threading.Event)
    connection: http.client.HTTPConnection | None = None

    def write(self, text: str) -> None:
        self.hear(Written(self.pid, text.encode()))

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.environ["AWS_LAMBDA_RUNTIME_API"], timeout=20)
        try:
            self.connection.request(method, path, body, dict(headers or {}))
            answer = self.connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise KilledError from error

    def sleep(self, seconds: float = 20.0) -> None:
        if self.killed.wait(seconds):
            raise KilledError

    def next(self) -> tuple[str, object, dict[str, str]]:
        status, headers, body = self.ask("GET", "/2018-06-01/runtime/invocation/next")
        if status != 200 and self.killed.wait(1.0):
            raise KilledError  # it asked while the environment was being closed
        assert status == 200, body
        return headers["Lambda-Runtime-Aws-Request-Id"], json.loads(body), headers

    def respond(self, request_id: str, body: bytes) -> int:
        return self.ask("POST", f"/2018-06-01/runtime/invocation/{request_id}/response", body)[0]

    def fail(self, request_id: str, error: Mapping[str, object]) -> int:
        path = f"/2018-06-01/runtime/invocation/{request_id}/error"
        return self.ask("POST", path, json.dumps(error).encode())[0]

    def register(self, name: str, *events: str) -> str:
        body = json.dumps({"events": events}).encode()
        status, headers, answer = self.ask(
            "POST", "/2020-01-01/extension/register", body, {"Lambda-Extension-Name": name}
        )
        assert status == 200, answer
        return headers["Lambda-Extension-Identifier"]

    def extension_next(self, identifier: str) -> dict[str, object]:
        status, _, body = self.ask(
            "GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": identifier}
        )
        assert status == 200, body
        event: dict[str, object] = json.loads(body)
        return event


Program = Callable[[Inside], int]
"""Runs as a process; returns its exit status."""


class FakeCell:
    """Programs by the name of their executable: `runtime`, or the extension's file name."""

    def __init__(self, hear: Listener, programs: Mapping[str, Program], broken: Mapping[str, OSError]) -> None:
        self._hear = hear
        self._programs = programs
        self._broken = broken
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.isolation = Isolation(Mechanism.PROCESS)
        self.spawned: list[Inside] = []
        self.closed = False
        self.over_memory = False
        self._threads: list[threading.Thread] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def extensions(self) -> tuple[str, ...]:
        return tuple(sorted(name for name in self._programs if name != "runtime"))

    def spawn(self, argv: Sequence[str], environ: Mapping[str, str]) -> Spawned:
        if argv[0] in self._broken:
            raise self._broken[argv[0]]
        name = argv[0].rpartition("/")[2]
        program = self._programs.get(name, self._programs["runtime"])
        inside = Inside(len(self.spawned) + 1, tuple(argv), dict(environ), self._hear)
        self.spawned.append(inside)
        started_ns = time.monotonic_ns()
        thread = threading.Thread(target=self._run, args=(program, inside), daemon=True)
        self._threads.append(thread)
        thread.start()
        return Spawned(inside.pid, started_ns)

    def _run(self, program: Program, inside: Inside) -> None:
        try:
            code = program(inside)
        except KilledError:
            code = -9
        finally:
            if inside.connection is not None:
                inside.connection.close()
        if inside.killed.is_set():
            code = -9
        self._hear(Exited(inside.pid, code, time.monotonic_ns(), 40_000, 12.0, self.over_memory))

    def kill_all(self) -> None:
        for inside in self.spawned:
            inside.killed.set()
            made = inside.connection
            sock = made.sock if made is not None else None
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def usage(self) -> Usage:
        return Usage(40_000, 12.0 * len(self.spawned))

    def connect(self, port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout=1)

    def accessed(self) -> tuple[str, ...]:
        return ()

    def probed(self) -> tuple[str, ...]:
        return ("python/b", "python/a")

    def close(self) -> None:
        self.kill_all()
        for thread in self._threads:
            thread.join(5)
        self.listener.close()
        self.closed = True


@dataclass
class FakeCells:
    """Opens fake cells, and keeps the last one."""

    programs: Mapping[str, Program]
    broken: Mapping[str, OSError] = field(default_factory=dict)
    cell: FakeCell | None = None

    def __call__(self, hear: Listener) -> FakeCell:
        self.cell = FakeCell(hear, self.programs, self.broken)
        return self.cell
