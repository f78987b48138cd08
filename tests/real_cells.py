"""Opens cells with little in them, and runs Python in them; for tests of the cells themselves."""

import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lamella.model.target import Target
from lamella.sandbox.cell import Cell, Exited, Happening, Written
from lamella.sandbox.cells.isolation import probe
from lamella.sandbox.cells.open_cell import open_cell
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.outcome import Isolation, Mechanism

INTERPRETER = Path(sys._base_executable).resolve()  # type: ignore[attr-defined] # noqa: SLF001
PYTHON = f"/var/lang/bin/{INTERPRETER.name}"
_MACHINES = {"x86_64": "x86_64", "aarch64": "arm64"}
TARGET = Target.parse(f"{INTERPRETER.name}/{_MACHINES[platform.machine()]}")
ENVIRON = {"PATH": "/var/lang/bin:/usr/bin:/bin", "LD_LIBRARY_PATH": "/var/lang/lib:/lib64:/usr/lib64"}
ROOTED = (Mechanism.NAMESPACES, Mechanism.BUBBLEWRAP)
NAMESPACES = Isolation(Mechanism.NAMESPACES)
WAIT_S = 20.0


class Ear:
    """Hears what happens in a cell, from its thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heard: list[Happening] = []

    def __call__(self, happening: Happening) -> None:
        with self._changed:
            self._heard.append(happening)
            self._changed.notify_all()

    def end(self, pid: int) -> Exited:
        """Wait for the end of a process."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._ends(pid), WAIT_S), f"process {pid} did not end"
            return self._ends(pid)[0]

    def output(self, pid: int, until: bytes = b"") -> str:
        """Return what a process wrote so far; wait for a text in it."""
        with self._changed:
            assert self._changed.wait_for(lambda: until in self._written(pid), WAIT_S), self._written(pid)
            return self._written(pid).decode(errors="replace")

    def order(self, pid: int) -> list[type[Happening]]:
        return [type(each) for each in self._heard if each.pid == pid]

    def _ends(self, pid: int) -> list[Exited]:
        return [each for each in self._heard if isinstance(each, Exited) and each.pid == pid]

    def _written(self, pid: int) -> bytes:
        return b"".join(each.data for each in self._heard if isinstance(each, Written) and each.pid == pid)


@dataclass(frozen=True)
class Ran:
    """A process that has ended."""

    exited: Exited
    output: str


@dataclass
class Opened:
    """A cell and what it says."""

    cell: Cell
    ear: Ear

    def start(self, code: str, *arguments: str, environ: Mapping[str, str] = ENVIRON) -> int:
        return self.cell.spawn([PYTHON, "-c", code, *arguments], environ).pid

    def run(self, code: str, *arguments: str, environ: Mapping[str, str] = ENVIRON) -> Ran:
        return self.wait(self.start(code, *arguments, environ=environ))

    def shell(self, command: str) -> Ran:
        return self.wait(self.cell.spawn(["/bin/sh", "-c", command], ENVIRON).pid)

    def asked(self, expression: str) -> Any:
        """Evaluate a Python expression inside and return its value."""
        ran = self.run(f"import json, os, sys; print(json.dumps({expression}))")
        assert ran.exited.code == 0, ran.output
        return json.loads(ran.output)

    def wait(self, pid: int) -> Ran:
        return Ran(self.ear.end(pid), self.ear.output(pid))


@dataclass
class Cells:
    """Makes cells of files; their folders are below `folder`."""

    folder: Path
    opt: dict[str, str] = field(default_factory=dict)
    task: dict[str, str] = field(default_factory=dict)

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    def rooms(self, interpreter: Path = INTERPRETER) -> Rooms:
        rooms = [self.folder / name for name in ("opt", "task", "runtime")]
        for room in rooms:
            room.mkdir(exist_ok=True)
            room.chmod(0o755)
        for room, files in zip(rooms, (self.opt, self.task), strict=False):
            for name, text in files.items():
                path = room / name
                if path.exists():
                    continue
                for folder in reversed(path.relative_to(room).parents):
                    (room / folder).mkdir(exist_ok=True)
                    (room / folder).chmod(0o755)
                path.write_text(text, "utf-8")
                path.chmod(0o644)
        return Rooms(rooms[0], rooms[1], rooms[2], None, interpreter)

    @contextmanager
    def open(
        self,
        mechanism: Mechanism = Mechanism.NAMESPACES,
        rules: Rules = Rules(),  # noqa: B008 -- frozen
        *,
        memory_mb: int = 512,
        tmp_mb: int = 512,
    ) -> Iterator[Opened]:
        function = Function(TARGET, "app.handler", memory_mb=memory_mb, tmp_mb=tmp_mb)
        ear = Ear()
        cell = open_cell(self.rooms(), function, rules, ear, scratch=self.scratch, isolation=_probed(mechanism))
        try:
            yield Opened(cell, ear)
        finally:
            cell.close()


@cache
def _probed(mechanism: Mechanism) -> Isolation:
    with tempfile.TemporaryDirectory() as scratch:
        return probe(Path(scratch), mechanism)


def processes_with(token: str) -> list[int]:
    """Return the ids of this machine's processes that have a text among their arguments, but for this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                arguments = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if token.encode() in arguments:
                found.append(int(entry.name))
    return found


def open_files() -> int:
    """Return how many file descriptors this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
