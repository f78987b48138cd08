"""Worker processes that examine files: one file's crash, time-out or hunger for memory is that file's alone."""

import os
import selectors
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

import lamella
from lamella.check.finding import Examined, Unexamined
from lamella.check.wire import Question, decode
from lamella.errors import ToolError

CPU_S = 20
WALL_S = 120.0
MEMORY_BYTES = 1_000_000_000
_SIGXCPU, _SIGKILL = 24, 9


class Examiners:
    """A pool of workers; each thread of it owns at most one process at a time.

    Args:
        count: Processes at once.
        python: The interpreter, as new as the sources' own; this one where nothing else is said.
        cpu_s: Processor seconds for one file.
        memory_bytes: Address space of a process.
    """

    def __init__(
        self, count: int, python: Path | None = None, *, cpu_s: int = CPU_S, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._command = _command(python or Path(sys.executable), cpu_s, memory_bytes)
        self._pool = ThreadPoolExecutor(count, "lamella-examine")
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for process in self._all:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def submit(self, question: Question, content: bytes) -> Future[Examined]:
        """Examine a file; what goes wrong with it is in the result."""
        return self._pool.submit(self._examined, question, content)

    def _examined(self, question: Question, content: bytes) -> Examined:
        process = self._worker()
        try:
            answer = _exchange(process, question.encoded(), content)
        except (OSError, EOFError) as error:
            return Examined((), (Unexamined("", _why(process, error)),))
        self._idle.put(process)
        return decode(answer)

    def _worker(self) -> "subprocess.Popen[bytes]":
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath},
            )
        except OSError as error:
            raise ToolError(
                "a worker process could not be started", why=str(error), hint="check memory and process limits"
            ) from error
        with self._lock:
            self._all.append(process)
        return process


def _command(python: Path, cpu_s: int, memory_bytes: int) -> Sequence[str]:
    package = str(Path(lamella.__file__).parents[1])
    program = (
        "import sys; sys.path.append(sys.argv[1]); from lamella.check.worker import main; "
        "main(int(sys.argv[2]), int(sys.argv[3]))"
    )
    return [str(python), "-I", "-S", "-B", "-X", "utf8", "-c", program, package, str(cpu_s), str(memory_bytes)]


def _exchange(process: "subprocess.Popen[bytes]", question: bytes, content: bytes) -> bytes:
    """Ask and read the whole answer.

    Raises:
        EOFError: The worker ended.
        TimeoutError: There was no answer in time; the worker is killed.
        OSError: The pipe broke.
    """
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise EOFError
    stdin.write(len(question).to_bytes(4, "little") + len(content).to_bytes(4, "little") + question)
    stdin.write(content)
    stdin.flush()
    size = int.from_bytes(_read(process, stdout.fileno(), 4), "little")
    return _read(process, stdout.fileno(), size)


def _read(process: "subprocess.Popen[bytes]", descriptor: int, count: int) -> bytes:
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while count:
            if not selector.select(WALL_S):
                process.kill()
                raise TimeoutError
            part = os.read(descriptor, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
    return b"".join(parts)


def _why(process: "subprocess.Popen[bytes]", error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no result after {WALL_S:g} s"
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code == -_SIGXCPU:
        return "takes more processor time than a file may"
    return f"the worker ended with signal {-code}" if code < 0 else f"the worker ended with code {code}"
