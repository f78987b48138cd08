"""Starts the processes of a cell."""

import os
import resource
import signal
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lamella.sandbox.inside import linux, notifications

_CLOCK = struct.Struct("=q")
_ERRNO = struct.Struct("=i")
_CANNOT_EXECUTE = 127


class Limits(NamedTuple):
    """What a process may be and have.

    Attributes:
        user, group: Ids to change to; `None` to stay.
        folder: Where it starts.
        processes: Of its user, threads included; `None` leaves the machine's limit.
        open_files: Most file descriptors.
        probed: Whether failed opens are to be seen.
    """

    user: int | None
    group: int | None
    folder: str
    processes: int | None
    open_files: int
    probed: bool


class Child(NamedTuple):
    """A process that was started.

    Attributes:
        pid: Its id.
        started_ns: The monotonic clock just before exec.
        notices: Where its notices are read from; `None` when there are none.
    """

    pid: int
    started_ns: int
    notices: int | None


def spawn(argv: Sequence[str], environ: Mapping[str, str], output: int, limits: Limits) -> Child:
    """Start a process whose outputs both go to the file descriptor `output`.

    Raises:
        OSError: It cannot be executed.
    """
    # Closed by a successful exec: what comes through it is the time, and an error number only after a failure.
    told, tell = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        _become(argv, environ, output, limits, tell)
    tell.close()
    with told:
        said, fds, _, _ = socket.recv_fds(told, _CLOCK.size, 1)
        while more := told.recv(_CLOCK.size):
            said += more
    if len(said) != _CLOCK.size:
        os.waitpid(pid, 0)
        for fd in fds:
            os.close(fd)
        number = _ERRNO.unpack(said[-_ERRNO.size :])[0] if len(said) >= _ERRNO.size else 0
        raise OSError(number, os.strerror(number), argv[0])
    return Child(pid, _CLOCK.unpack(said)[0], fds[0] if fds else None)


def _become(argv: Sequence[str], environ: Mapping[str, str], output: int, limits: Limits, tell: socket.socket) -> None:
    try:
        _prepare(output, limits)
        notices = _notices() if limits.probed else []
        socket.send_fds(tell, [_CLOCK.pack(time.monotonic_ns())], notices)
        os.execvpe(argv[0], list(argv), environ)  # noqa: S606 -- that is the job
    except OSError as error:
        tell.send(_ERRNO.pack(error.errno or 0))
    finally:
        os._exit(_CANNOT_EXECUTE)


def _notices() -> list[int]:
    calls = notifications.calls()
    return [] if calls is None else [notifications.listen(calls)]


def _prepare(output: int, limits: Limits) -> None:
    os.setsid()
    for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.umask(0o022)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    if limits.processes is not None:
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    if limits.user is not None and limits.group is not None:
        os.setgroups([])
        os.setresgid(limits.group, limits.group, limits.group)
        os.setresuid(limits.user, limits.user, limits.user)
    linux.no_new_privileges()
    os.chdir(limits.folder)
