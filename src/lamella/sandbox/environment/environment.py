"""An execution environment: a function that starts, answers events and ends as on Lambda."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from uuid import uuid4

from lamella.errors import UsageError
from lamella.sandbox.cell import Cell, Happening, Listener
from lamella.sandbox.environment.commands import hold_unreserved
from lamella.sandbox.environment.loop import Loop
from lamella.sandbox.environment.settings import Clock, TimeLimits
from lamella.sandbox.function import Function
from lamella.sandbox.lifecycle.events import (
    UNNAMED,
    Event,
    InitAsked,
    InvokeAsked,
    Origin,
    ShutdownAsked,
)
from lamella.sandbox.outcome import Invocation

MAX_EVENT_BYTES = 6_291_456
_AWS_LIMITS = TimeLimits()
_SYSTEM_CLOCK = Clock()


class ExecutionEnvironment:
    """Answers events with one function, as one of Lambda's execution environments does.

    Cold at the first event, warm from then on, started anew after a crash or a timeout. Events of several threads are
    answered one after the other.

    Args:
        function: What runs.
        open_cell: Makes the place that its processes run in.
        limits: See there.
        clock: See there.
    """

    def __init__(
        self,
        function: Function,
        open_cell: Callable[[Listener], Cell],
        *,
        limits: TimeLimits = _AWS_LIMITS,
        clock: Clock = _SYSTEM_CLOCK,
    ) -> None:
        self._function = function
        self._open_cell = open_cell
        self._limits = limits
        self._clock = clock
        self._guard = threading.Lock()
        self._happened: queue.SimpleQueue[Event | Happening] = queue.SimpleQueue()
        self._futures: dict[str, Future[Invocation]] = {}
        self._loop: Loop | None = None
        self._closed = False

    @property
    def cell(self) -> Cell:
        """The place that its processes run in.

        Raises:
            UsageError: It was not started.
        """
        if self._loop is None:
            raise UsageError("the environment was not started")
        return self._loop.cell

    def start(self) -> None:
        """Open the cell and begin the init without waiting for its end; does nothing when it began before.

        Raises:
            LamellaError: The cell cannot be opened.
            UsageError: A variable's name is reserved, there are more extensions than Lambda takes, or it was closed.
        """
        with self._guard:
            if self._closed:
                raise UsageError("the environment was closed")
            if self._loop is None:
                hold_unreserved(self._function)
                cell = self._open_cell(self._happened.put)
                try:
                    self._loop = Loop(self._function, cell, self._happened, self._limits, self._clock, self._futures)
                except BaseException:
                    cell.close()
                    raise
                self._happened.put(InitAsked(self._clock.now_ns()))
                self._loop.start()

    def invoke(self, event_json: str, origin: Origin = UNNAMED) -> Invocation:
        """Send an event and wait for the answer.

        Args:
            event_json: JSON text, at most 6 MB.
            origin: How the caller named the function.

        Raises:
            UsageError: The event is larger, or the environment was closed.
            ToolError: The environment broke in a way that Lambda knows nothing of.
        """
        size_bytes = len(event_json.encode())
        if size_bytes > MAX_EVENT_BYTES:
            raise UsageError(
                f"the event is too large: {size_bytes:,} bytes",
                why=f"Lambda takes at most {MAX_EVENT_BYTES:,}",
                hint="put the data into S3 and send its address",
            )
        self.start()
        request_id = str(uuid4())
        answer: Future[Invocation] = Future()
        with self._guard:
            if self._closed or self._loop is None:
                raise UsageError("the environment was closed")
            self._futures[request_id] = answer
            now_ns = self._clock.now_ns()
            self._happened.put(InvokeAsked(now_ns, request_id, event_json, _trace_id(self._clock.epoch_ns()), origin))
        if not self._loop.is_alive():
            self._loop.give_up()
        return answer.result()

    def close(self) -> None:
        """Tell the extensions to shut down, end every process and close the cell; may be called twice."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            loop = self._loop
        if loop is not None:
            self._happened.put(ShutdownAsked(self._clock.now_ns()))
            loop.finish()


def _trace_id(epoch_ns: int) -> str:
    seconds = epoch_ns // 1_000_000_000
    return f"Root=1-{seconds:08x}-{uuid4().hex[:24]};Parent={uuid4().hex[:16]};Sampled=0"
