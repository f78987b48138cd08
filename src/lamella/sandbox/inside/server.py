"""The first process of a cell: starts, watches, reaps and ends the others as lamella asks."""

import os
import resource
import select
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lamella.sandbox.inside import children, copies, memory
from lamella.sandbox.inside.channel import Channel
from lamella.sandbox.inside.family import of_this_process
from lamella.sandbox.inside.plan import Plan
from lamella.sandbox.inside.probes import Probes

_WATCH_S = 0.025
_END_POLL_S = 0.002
_CONNECT_S = 1.0
_OPEN_FILES = 1024  # Lambda quotas: file descriptors of an execution environment


class Server:
    """Serves one cell until lamella's end of the channel closes."""

    def __init__(self, channel: Channel, plan: Plan, probes: Probes | None, *, change_user: bool) -> None:
        self._channel = channel
        self._limit_kb = plan["memory_kb"]
        self._traced = plan["traced"]
        user, group = (plan["user"], plan["group"]) if change_user else (None, None)
        self._limits = children.Limits(user, group, plan["folder"], plan["processes"], _OPEN_FILES, probes is not None)
        self._probes = probes
        self._listeners: set[int] = set()
        self._family = of_this_process()
        self._memory = memory.Memory()
        self._spawned: set[int] = set()
        self._cpu_ms = 0.0
        self._over_memory = False
        self._busy = False
        self._woken, wake = os.pipe()
        self._watch_at = 0.0
        self._poll = select.poll()
        self._poll.register(channel.fileno(), select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        for end in (self._woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def run(self) -> None:
        """Answer until the channel ends; then end every process."""
        try:
            while self._turn():
                pass
        except ConnectionError:
            pass
        finally:
            self._end_all()

    def _turn(self) -> bool:
        ready = dict(self._poll.poll(_WATCH_S * 1000 if self._busy else None))
        self._notice(ready)
        if self._woken in ready:
            with suppress(BlockingIOError):
                os.read(self._woken, 4096)
        self._busy = self._reap()
        if self._busy and time.monotonic() >= self._watch_at:
            self._watch()
        if self._channel.fileno() in ready:
            messages = self._channel.receive()
            if messages is None:
                return False
            for message in messages:
                self._answer(message)
                self._busy = True
        return True

    def _answer(self, message: object) -> None:
        fds = []
        try:
            match message:
                case {"spawn": {"argv": argv, "environ": environ}}:
                    done: Any = self._spawn(argv, environ)
                case "kill":
                    self._end_all()
                    done = None
                case "usage":
                    done = self._usage()
                case {"connect": int(port)}:
                    fds = [_connect(port)]
                    done = None
                case "accessed":
                    done = copies.accessed(Path(self._traced)) if self._traced else []
                case "probed":
                    done = self._probes.take() if self._probes else []
                case _:
                    done = None
        except OSError as error:
            self._channel.send({"failed": [error.errno or 0, error.strerror or str(error), error.filename]})
        else:
            self._channel.send({"done": done}, fds)
        for fd in fds:
            os.close(fd)

    def _spawn(self, argv: list[str], environ: dict[str, str]) -> list[int]:
        output = self._channel.take_fd()
        try:
            child = children.spawn(argv, environ, output, self._limits)
        finally:
            os.close(output)
        self._spawned.add(child.pid)
        if child.notices is not None:
            self._listeners.add(child.notices)
            self._poll.register(child.notices, select.POLLIN)
        return [child.pid, child.started_ns]

    def _notice(self, ready: Mapping[int, int]) -> None:
        """Let those go on that asked for a file; drop the listeners of processes that are gone."""
        for listener in self._listeners & ready.keys():
            if self._probes and ready[listener] & select.POLLIN:
                self._probes.answer(listener)
            else:
                self._poll.unregister(listener)
                self._listeners.remove(listener)
                os.close(listener)

    def _usage(self) -> list[float]:
        pids = self._family.living()
        for pid in pids:
            self._memory.note(memory.peak_kb(pid))
        self._memory.sample(pids)
        return [self._memory.peak_kb, self._cpu_ms + memory.cpu_ms(pids)]

    def _watch(self) -> None:
        self._watch_at = time.monotonic() + _WATCH_S
        if self._memory.sample(self._family.living()) > self._limit_kb:
            self._over_memory = True
            self._end_all()
            self._over_memory = False

    def _end_all(self) -> None:
        """Kill until none is left; each spawned process's end is told."""
        self._family.kill()
        while self._reap():
            if self._family.living():
                self._family.kill()
            time.sleep(_END_POLL_S)

    def _reap(self) -> bool:
        """Take account of each process that ended, and return whether there are more."""
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            self._ended(pid, os.waitstatus_to_exitcode(status), used)

    def _ended(self, pid: int, code: int, used: resource.struct_rusage) -> None:
        at_ns = time.monotonic_ns()
        cpu_ms = (used.ru_utime + used.ru_stime) * 1000
        self._cpu_ms += cpu_ms
        self._memory.note(used.ru_maxrss)
        if pid in self._spawned:
            self._spawned.remove(pid)
            told = {
                "pid": pid,
                "code": code,
                "at_ns": at_ns,
                "max_rss_kb": used.ru_maxrss,
                "cpu_ms": cpu_ms,
                "over_memory": self._over_memory,
            }
            with suppress(OSError):
                self._channel.send({"exited": told})


def _connect(port: int) -> int:
    """Return the file descriptor of a connection to 127.0.0.1."""
    with socket.socket() as connection:  # create_connection would look for codecs that are out of sight now
        connection.settimeout(_CONNECT_S)
        connection.connect(("127.0.0.1", port))
        connection.settimeout(None)
        return connection.detach()
