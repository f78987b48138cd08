"""The seam between what an execution environment does and what keeps it apart from the machine."""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lamella.sandbox.outcome import Isolation


@dataclass(frozen=True, slots=True)
class Spawned:
    """A process of the cell: its number inside, and the monotonic clock (ns) just before exec."""

    pid: int
    started_ns: int


@dataclass(frozen=True, slots=True)
class Exited:
    """A process of the cell ended.

    Attributes:
        pid: Inside the cell.
        code: Exit status, or the negative number of the signal.
        at_ns: Monotonic clock.
        max_rss_kb: Peak resident set, its waited-for children's included.
        cpu_ms: User and system time, its waited-for children's included.
        over_memory: Whether it was killed since the memory limit was reached.
    """

    pid: int
    code: int
    at_ns: int
    max_rss_kb: int
    cpu_ms: float
    over_memory: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes that a process of the cell wrote to its standard output or error."""

    pid: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Usage:
    """What the cell's living and ended processes have used so far."""

    max_memory_kb: int
    cpu_ms: float


Happening = Exited | Written


class Cell(Protocol):
    """A place that processes run in. `close` leaves no process, mount or folder behind; it may be called twice."""

    @property
    def isolation(self) -> Isolation:
        """How it is kept apart."""
        ...

    @property
    def listener(self) -> socket.socket:
        """A listening socket that the processes reach at `address`."""
        ...

    @property
    def address(self) -> str:
        """`127.0.0.1:9001`, as seen from inside."""
        ...

    def extensions(self) -> tuple[str, ...]:
        """Names of the files in /opt/extensions, sorted."""
        ...

    def spawn(self, argv: Sequence[str], environ: Mapping[str, str]) -> Spawned:
        """Start a process in /var/task with standard input empty, both outputs in one pipe.

        Raises:
            OSError: The program cannot be executed: errno says why.
        """
        ...

    def kill_all(self) -> None:
        """Kill every process inside with SIGKILL; each spawned one still gives its Exited. /tmp stays."""
        ...

    def usage(self) -> Usage:
        """Ask what was used so far; what was written before the call has been heard when it returns."""
        ...

    def connect(self, port: int) -> socket.socket:
        """Connect to 127.0.0.1:`port` from inside; waits 1 s at most. For pushes to extensions, from any thread.

        Raises:
            OSError: Nobody listens there.
        """
        ...

    def accessed(self) -> tuple[str, ...]:
        """Paths relative to /opt that were read since the cell was opened; only with `Rules.traced`."""
        ...

    def probed(self) -> tuple[str, ...]:
        """Paths relative to /opt whose open failed since the last call; only with `Rules.probed`."""
        ...

    def close(self) -> None:
        """End it."""
        ...


Listener = Callable[[Happening], None]
