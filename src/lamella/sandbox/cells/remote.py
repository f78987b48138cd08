"""lamella's end of a cell: asks its first process, passes on what happens, and ends it all."""

import errno
import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamella.sandbox.cell import Exited, Listener, Spawned, Usage
from lamella.sandbox.cells.delivery import Delivery, Output
from lamella.sandbox.cells.first_process import END_TIMEOUT_S, Started, end, last_words
from lamella.sandbox.cells.stale import Folder
from lamella.sandbox.outcome import Isolation

Arrange = Callable[[Sequence[str], Mapping[str, str]], tuple[Sequence[str], Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a cell knows of how it was made.

    Attributes:
        isolation: How it is kept apart.
        extensions: The folder of this machine that is /opt/extensions.
        folder: What it has on disk, to be removed with it.
        arrange: Changes the arguments and variables of a process where paths are others than on Lambda.
    """

    isolation: Isolation
    extensions: Path
    folder: Folder | None = None
    arrange: Arrange = lambda argv, environ: (argv, environ)


class RemoteCell:
    """A Cell whose processes are children of another process that lamella talks to. Threads may share it."""

    def __init__(self, started: Started, setting: Setting, hear: Listener) -> None:
        self._process = started.process
        self._channel = started.channel
        self._listener = started.listener
        self._address = started.address
        self._setting = setting
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._asking = threading.RLock()
        self._closing = threading.Lock()
        self._closed = False
        self._gone = False
        self._last_words = ""
        self._living: set[int] = set()
        self._new_output: int | None = None
        self._delivery = Delivery(hear)
        self._reader = threading.Thread(target=self._read, name="sandbox-answers", daemon=True)
        self._reader.start()

    @property
    def isolation(self) -> Isolation:
        """How it is kept apart."""
        return self._setting.isolation

    @property
    def listener(self) -> socket.socket:
        """A listening socket that the processes reach at `address`."""
        return self._listener

    @property
    def address(self) -> str:
        """`127.0.0.1:9001`, as seen from inside."""
        return self._address

    def extensions(self) -> tuple[str, ...]:
        """Names of the files in /opt/extensions, sorted.

        One that is not executable counts: it cannot be launched, as in AWS's emulator (`ListExternalAgentPaths`).
        """
        with suppress(FileNotFoundError, NotADirectoryError):
            return tuple(sorted(each.name for each in self._setting.extensions.iterdir() if not each.is_dir()))
        return ()

    def spawn(self, argv: Sequence[str], environ: Mapping[str, str]) -> Spawned:
        """Start a process in /var/task with standard input empty, both outputs in one pipe.

        Raises:
            OSError: The program cannot be executed, or the sandbox has ended: errno says why.
        """
        argv, environ = self._setting.arrange(argv, environ)
        read, write = os.pipe()
        try:
            pid, started_ns = self._ask({"spawn": {"argv": list(argv), "environ": dict(environ)}}, (read, write))
        except OSError:
            os.close(read)
            raise
        finally:
            os.close(write)
        return Spawned(pid, started_ns)

    def kill_all(self) -> None:
        """Kill every process inside with SIGKILL; each spawned one still gives its Exited. /tmp stays."""
        if not self._gone:
            self._ask("kill")

    def usage(self) -> Usage:
        """Ask what was used so far; what was written before the call has been heard when it returns."""
        memory_kb, cpu_ms = self._ask("usage")
        self._delivery.flush()
        return Usage(memory_kb, cpu_ms)

    def connect(self, port: int) -> socket.socket:
        """Connect to 127.0.0.1:`port` from inside; waits 1 s at most. For pushes to extensions, from any thread.

        Raises:
            OSError: Nobody listens there.
        """
        with self._asking:
            self._ask({"connect": port})
            return socket.socket(fileno=self._channel.take_fd())

    def accessed(self) -> tuple[str, ...]:
        """Paths relative to /opt that were read since the cell was opened; only with `Rules.traced`."""
        return tuple(self._ask("accessed"))

    def probed(self) -> tuple[str, ...]:
        """Paths relative to /opt whose open failed since the last call; only with `Rules.probed`."""
        return tuple(self._ask("probed") or ())

    def close(self) -> None:
        """End it: kill every process, wait for them, and free what it holds."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._channel.finish()
        # Its end shows here first: waiting for a process with a time limit is done in naps.
        self._reader.join(END_TIMEOUT_S)
        end(self._process)
        self._reader.join()
        self._delivery.stop()
        self._channel.close()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits in accept
        self._listener.close()
        if self._setting.folder is not None:
            self._setting.folder.close()

    def _ask(self, message: object, output: tuple[int, int] | None = None) -> Any:  # noqa: ANN401 -- JSON
        with self._asking:
            if self._closed:
                raise OSError(errno.ESHUTDOWN, "the sandbox is closed")
            answer = None
            if not self._gone:
                if output is not None:
                    self._new_output = output[0]
                with suppress(OSError):
                    self._channel.send(message, [] if output is None else [output[1]])
                    answer = self._answers.get()
                self._new_output = None
        match answer:
            case {"done": done}:
                return done
            case {"failed": [number, text, place]}:
                raise OSError(number, text, place)
            case _:
                raise OSError(errno.EPIPE, f"the sandbox has ended: {self._last_words}")

    def _read(self) -> None:
        """Take messages until the first process is gone; then what it had started is gone too."""
        while (messages := self._channel.receive()) is not None:
            for message in messages:
                match message:
                    case {"exited": told}:
                        exited = Exited(**told)
                        self._living.discard(exited.pid)
                        self._delivery.put(exited)
                    case _:
                        if self._new_output is not None and "done" in message:
                            pid = message["done"][0]
                            self._living.add(pid)
                            self._delivery.put(Output(pid, self._new_output))
                        self._answers.put(message)
        if not self._closed:
            self._last_words = last_words(self._process)
        self._gone = True
        for pid in sorted(self._living):
            self._delivery.put(Exited(pid, -signal.SIGKILL, time.monotonic_ns(), 0, 0.0))
        self._answers.put(None)
