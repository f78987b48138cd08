"""Reads what the processes of a cell write and passes it on with their ends, in order, from one thread."""

import os
import queue
import select
import threading
from contextlib import suppress
from dataclasses import dataclass

from lamella.sandbox.cell import Exited, Listener, Written

_READ_BYTES = 65536
# What a pipe can hold at most by default; a descendant that goes on writing must not delay its parent's end.
_REST_BYTES = 1 << 20
_FLUSH_S = 5.0


@dataclass(frozen=True, slots=True)
class Output:
    """The reading end of a new process's output."""

    pid: int
    fd: int


@dataclass(frozen=True, slots=True)
class _Stop:
    pass


@dataclass(frozen=True, slots=True)
class _Flush:
    done: threading.Event


class Delivery:
    """Calls a listener from a thread of its own. While the listener is busy, writers wait once their pipe is full."""

    def __init__(self, hear: Listener) -> None:
        self._hear = hear
        self._inbox: queue.SimpleQueue[Output | Exited | _Flush | _Stop] = queue.SimpleQueue()
        self._woken, self._wake = os.pipe()
        self._outputs: dict[int, Output] = {}
        self._poll = select.poll()
        self._poll.register(self._woken, select.POLLIN)
        self._thread = threading.Thread(target=self._run, name="sandbox-delivery", daemon=True)
        self._thread.start()

    def put(self, item: Output | Exited) -> None:
        """Pass on a process's output from now on, or its end after what it wrote before."""
        self._inbox.put(item)
        os.write(self._wake, b"\0")

    def flush(self) -> None:
        """Wait until what was written before is passed on; at once when the listener itself asks."""
        if threading.current_thread() is self._thread or not self._thread.is_alive():
            return
        flushed = _Flush(threading.Event())
        self._inbox.put(flushed)
        os.write(self._wake, b"\0")
        flushed.done.wait(_FLUSH_S)

    def stop(self) -> None:
        """Pass on what has come, and end; called once."""
        self._inbox.put(_Stop())
        os.write(self._wake, b"\0")
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        finally:
            for fd in (*self._outputs, self._woken, self._wake):
                os.close(fd)

    def _turn(self) -> bool:
        for fd, _ in self._poll.poll():
            if fd == self._woken:
                os.read(fd, 1)
                if not self._take():
                    return False
            elif fd in self._outputs:
                self._pass_on(self._outputs[fd])
        return True

    def _take(self) -> bool:
        match self._inbox.get():
            case Output() as output:
                os.set_blocking(output.fd, False)
                self._outputs[output.fd] = output
                self._poll.register(output.fd, select.POLLIN)
            case Exited() as exited:
                for output in [each for each in self._outputs.values() if each.pid == exited.pid]:
                    self._pass_rest(output)
                self._hear(exited)
            case _Flush() as flushed:
                for output in tuple(self._outputs.values()):
                    self._pass_rest(output)
                flushed.done.set()
            case _Stop():
                return False
        return True

    def _pass_rest(self, output: Output) -> None:
        rest = _REST_BYTES
        while rest > 0 and (passed := self._pass_on(output)):
            rest -= passed

    def _pass_on(self, output: Output) -> int:
        """Pass on what can be read at once; return how many bytes."""
        with suppress(BlockingIOError):
            data = os.read(output.fd, _READ_BYTES)
            if data:
                self._hear(Written(output.pid, data))
                return len(data)
            self._poll.unregister(output.fd)
            del self._outputs[output.fd]
            os.close(output.fd)
        return 0
