"""The thread of an execution environment: performs what the state machine of its life decides."""

import errno
import math
import os
import queue
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import assert_never

from lamella.errors import ToolError
from lamella.sandbox import hints
from lamella.sandbox.api.runtime_api import RuntimeApi
from lamella.sandbox.cell import Cell, Exited, Happening, Usage, Written
from lamella.sandbox.environment import commands
from lamella.sandbox.environment.journal import Journal
from lamella.sandbox.environment.settings import Clock, TimeLimits, log_stream, settings
from lamella.sandbox.function import Function
from lamella.sandbox.lifecycle import report
from lamella.sandbox.lifecycle.events import (
    DeadlinePassed,
    Event,
    LaunchFailed,
    Process,
    ProcessExited,
    Started,
)
from lamella.sandbox.lifecycle.instructions import (
    Answer,
    CollectOutput,
    EmitTelemetry,
    Finish,
    FlushTelemetry,
    ForgetRequests,
    InitDone,
    Instruction,
    KillAll,
    Log,
    SetDeadline,
    Spawn,
    Stop,
    Subscribe,
)
from lamella.sandbox.lifecycle.machine import Lifecycle
from lamella.sandbox.outcome import Invocation, Report
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.push import Pusher


class Loop:
    """The thread of an environment: takes what happens, performs instructions.

    Args:
        function: What runs.
        cell: Where; closed by `finish`.
        happened: What it takes.
        limits: See there.
        clock: See there.
        futures: Who waits, by request id.
    """

    def __init__(
        self,
        function: Function,
        cell: Cell,
        happened: queue.SimpleQueue[Event | Happening],
        limits: TimeLimits,
        clock: Clock,
        futures: dict[str, Future[Invocation]],
    ) -> None:
        self.cell = cell
        self._function = function
        self._happened = happened
        self._clock = clock
        self._futures = futures
        self._offset_ns = clock.epoch_ns() - clock.now_ns()
        self._machine = Lifecycle(settings(function, cell.extensions(), limits, self._offset_ns))
        self._journal = Journal()
        self._pending: deque[Event | Happening] = deque()
        self._processes: dict[int, Process] = {}
        self._pushers: list[Pusher] = []
        self._deadline_ns: int | None = None
        self._usage = Usage(0, 0.0)
        self._init_cpu_ms = 0.0
        self._cpu_before_ms = 0.0
        self._generation = 0
        self._log_stream = function.log_stream or log_stream(self._epoch(clock.now_ns()), function.version)
        self._stopped = False
        self._api = RuntimeApi(cell.listener, happened.put, clock.now_ns)
        self._thread = threading.Thread(target=self._run, name="environment", daemon=True)

    def start(self) -> None:
        """Begin to take what happens."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Return whether it still takes what happens."""
        return self._thread.is_alive()

    def finish(self) -> None:
        """Wait for the end, then close what it used."""
        self._thread.join()
        self._api.close()
        for pusher in self._pushers:
            pusher.close()
        self.cell.close()

    def give_up(self, why: ToolError | None = None) -> None:
        """Nobody will answer those who wait."""
        while self._futures:
            with suppress(KeyError):
                _, future = self._futures.popitem()
                future.set_exception(why or ToolError("the sandbox ended unexpectedly", hint="run it again"))

    def _run(self) -> None:
        why: ToolError | None = None
        try:
            while not self._stopped:
                self._take(self._next())
        except ToolError as error:
            why = error
        finally:
            self.give_up(why)

    def _next(self) -> Event | Happening:
        if self._pending:
            return self._pending.popleft()
        if self._deadline_ns is None:
            return self._happened.get()
        wait_s = (self._deadline_ns - self._clock.now_ns()) / 1e9
        if wait_s <= 0:
            self._overdue()
            return self._pending.popleft()
        with suppress(queue.Empty):
            return self._happened.get(timeout=wait_s)
        return self._next()

    def _overdue(self) -> None:
        """Let what came before the deadline count, but no flood of output keep it off."""
        deadline_ns, self._deadline_ns = self._deadline_ns, None
        waiting = [self._happened.get() for _ in range(self._happened.qsize())]
        self._pending += [item for item in waiting if not isinstance(item, Written)]
        self._pending.append(DeadlinePassed(max(deadline_ns or 0, self._clock.now_ns())))
        self._pending += [item for item in waiting if isinstance(item, Written)]

    def _take(self, item: Event | Happening) -> None:
        match item:
            case Written():
                self._written(item)
            case Exited():
                process = self._process(item.pid)
                self._journal.written(process, b"", self._epoch(item.at_ns), final=True)
                self._feed(ProcessExited(item.at_ns, process, item.code, item.over_memory))
            case _:
                self._feed(item)

    def _feed(self, event: Event) -> None:
        for instruction in self._machine.handle(event):
            self._perform(instruction)

    def _perform(self, instruction: Instruction) -> None:  # noqa: C901, PLR0912 - one case an instruction
        match instruction:
            case Answer():
                self._api.answer(instruction)
            case Spawn():
                self._spawn(instruction.process)
            case KillAll():
                with suppress(OSError):
                    self.cell.kill_all()
            case ForgetRequests():
                self._forget_requests()
            case SetDeadline():
                self._deadline_ns = instruction.at_ns
            case CollectOutput():
                self._collect_output()
            case InitDone():
                self._init_cpu_ms = max(0.0, self._usage.cpu_ms - self._cpu_before_ms)
                self._journal.stop_keeping()
            case Log():
                self._journal.line(instruction.line)
            case EmitTelemetry():
                self._journal.emit(instruction.event)
            case Subscribe():
                pusher = Pusher(instruction.subscription, self.cell.connect, self._clock.now_ns, self._clock.epoch_ns)
                self._pushers.append(pusher)
                self._journal.subscribe(instruction.extension, instruction.subscription.categories, pusher.push)
            case FlushTelemetry():
                for pusher in self._pushers:
                    pusher.flush()
            case Finish():
                self._finish_invocation(instruction)
            case Stop():
                self._stopped = True
            case _:
                assert_never(instruction)

    def _spawn(self, process: Process) -> None:
        if process.generation != self._generation:
            self._generation = process.generation
            self._cpu_before_ms = self._usage.cpu_ms
        name = process.extension
        if name is None:
            argv = commands.runtime_argv(self._function)
            environ = commands.runtime_environ(self._function, self.cell.address, self._log_stream)
        else:
            argv = (f"/opt/extensions/{name}",)
            environ = commands.extension_environ(self._function, self.cell.address)
        try:
            spawned = self.cell.spawn(argv, environ)
        except OSError as error:
            self._pending.append(self._not_launched(process, argv, error))
            return
        self._processes[spawned.pid] = process
        self._pending.append(Started(spawned.started_ns, process))

    def _not_launched(self, process: Process, argv: tuple[str, ...], error: OSError) -> Event:
        now_ns = self._clock.now_ns()
        wrapped = process.extension is None and argv[0] == self._function.environ.get(commands.WRAPPER)
        if not wrapped:
            reason = f"fork/exec {argv[0]}: {os.strerror(error.errno or errno.EIO).lower()}"
            return LaunchFailed(now_ns, process, reason)
        missing = error.errno == errno.ENOENT
        words = f"{argv[0]}: {'does not exist' if missing else 'is not an executable'}\n"
        self._journal.written(process, words.encode(), self._epoch(now_ns))
        return ProcessExited(now_ns, process, 127 if missing else 126)

    def _collect_output(self) -> None:
        with suppress(OSError):
            self._usage = self.cell.usage()
        for _ in range(self._happened.qsize()):
            item = self._happened.get()
            if isinstance(item, Written):
                self._written(item)
            else:
                self._pending.append(item)

    def _written(self, item: Written) -> None:
        self._journal.written(self._process(item.pid), item.data, self._epoch(self._clock.now_ns()))

    def _process(self, pid: int) -> Process:
        return self._processes.get(pid, Process(self._generation))

    def _forget_requests(self) -> None:
        self._api.forget_requests()
        self._journal.unsubscribe_all()
        for pusher in self._pushers:
            pusher.close()
        self._pushers.clear()

    def _finish_invocation(self, finish: Finish) -> None:
        epoch_ns = self._epoch(finish.at_ns)
        self._journal.flush(epoch_ns)
        figures = self._report(finish)
        self._journal.line(report.end_line(finish.request_id))
        self._journal.line(report.report_line(figures, finish.status, finish.error_type))
        metrics = report.metrics(figures)
        event = schema.report(epoch_ns, finish.request_id, finish.status, finish.error_type, metrics)
        self._journal.emit(event)
        log, telemetry = self._journal.take()
        error = finish.error
        if error is not None:
            error = replace(error, hint=hints.hint_for(error, log, self._function))
        probed: tuple[str, ...] = ()
        with suppress(OSError):
            probed = tuple(sorted(self.cell.probed()))
        future = self._futures.pop(finish.request_id, None)
        if future is not None:
            future.set_result(Invocation(finish.payload, error, figures, log, probed, telemetry))

    def _report(self, finish: Finish) -> Report:
        cold = finish.init_ns is not None
        return Report(
            finish.request_id,
            finish.duration_ns / 1e6,
            finish.init_ns / 1e6 if finish.init_ns is not None else None,
            self._function.memory_mb,
            math.ceil(self._usage.max_memory_kb / 1024),
            self._init_cpu_ms if cold else None,
        )

    def _epoch(self, at_ns: int) -> int:
        return at_ns + self._offset_ns
