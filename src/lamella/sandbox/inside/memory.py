"""Watches what the processes of a cell use, from /proc; without one, only what the system says at their end."""

import os
import resource
import time
from pathlib import Path

_PAGE_KB = resource.getpagesize() // 1024
_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
_CUTIME = 13  # fields of /proc/PID/stat after the name, counted from 0
_CPUCLOCK_SCHED = 2
_GROWN = 1.02


class Memory:
    """The peak of the processes' resident sets together.

    The plain sum counts shared pages twice, the proportional sum is costly to ask for. So the plain sum of several
    processes only says when it is worth asking.
    """

    def __init__(self) -> None:
        self.peak_kb = 0
        self._asked_at_kb = 0.0
        self._answered_kb = 0

    def note(self, kb: int) -> None:
        """Take account of a peak that is known from elsewhere."""
        self.peak_kb = max(self.peak_kb, kb)

    def sample(self, pids: list[int]) -> int:
        """Look at the living processes and return about what they hold now, in KiB."""
        resident = sum(_resident_kb(pid) for pid in pids)
        if len(pids) > 1 and resident > self.peak_kb:
            if resident > self._asked_at_kb * _GROWN:
                self._asked_at_kb = resident
                self._answered_kb = sum(_proportional_kb(pid) for pid in pids)
            resident = self._answered_kb
        self.note(resident)
        return resident


def cpu_ms(pids: list[int]) -> float:
    """Return the CPU time of living processes and of their children that they waited for."""
    return sum(_own_cpu_ms(pid) + _waited_cpu_ms(pid) for pid in pids)


def _own_cpu_ms(pid: int) -> float:
    # clock_getcpuclockid(3): in nanoseconds, where /proc counts in hundredths of a second.
    try:
        return time.clock_gettime_ns((~pid << 3) | _CPUCLOCK_SCHED) / 1_000_000
    except OSError:
        return 0.0


def _waited_cpu_ms(pid: int) -> float:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return sum(int(field) for field in fields[_CUTIME : _CUTIME + 2]) * 1000 / _TICKS


def peak_kb(pid: int) -> int:
    """Return the largest resident set that a living process had."""
    return _field_kb(_read(pid, "status"), b"VmHWM:")


def _resident_kb(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) * _PAGE_KB if len(fields) > 1 else 0


def _proportional_kb(pid: int) -> int:
    return _field_kb(_read(pid, "smaps_rollup"), b"Pss:") or _resident_kb(pid)


def _field_kb(text: bytes, name: bytes) -> int:
    for line in text.splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _read(pid: int, name: str) -> bytes:
    try:
        return (_PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""
