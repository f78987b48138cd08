"""The processes of a cell, as its first process finds and ends them."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Protocol

_PROC = Path("/proc")
_PARENT = 1  # field of /proc/PID/stat after the name, counted from 0


class Family(Protocol):
    """All processes of a cell but the first."""

    def living(self) -> list[int]:
        """Return their ids, zombies included."""
        ...

    def kill(self) -> None:
        """Send SIGKILL to each that can be found now."""
        ...


class Namespace:
    """Those in a PID namespace whose process 1 asks: nothing escapes."""

    def living(self) -> list[int]:
        """Return what /proc shows, without process 1."""
        return [pid for pid in _numbers() if pid != 1]

    def kill(self) -> None:
        """Kill all at once."""
        with suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)


class Descendants:
    """Those below a process that adopts its orphans."""

    def living(self) -> list[int]:
        """Return what descends from this process by /proc."""
        parents = {pid: _parent(pid) for pid in _numbers()}
        found: list[int] = []
        level = {os.getpid()}
        while level:
            level = {pid for pid, parent in parents.items() if parent in level}
            found += level
        return found

    def kill(self) -> None:
        """Kill each; one that is just being born is found by the next call."""
        for pid in self.living():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def of_this_process() -> Family:
    """Return the family that this process heads."""
    return Namespace() if os.getpid() == 1 else Descendants()


def _numbers() -> list[int]:
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()]  # noqa: PTH208 -- each sample pays for it


def _parent(pid: int) -> int:
    try:
        stat = (_PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return 0
    return int(stat.rpartition(b")")[2].split()[_PARENT])
