"""Starts the processes of a cell."""

import os
import resource
import signal
import struct
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lamella.sandbox.inside import linux

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
    """

    user: int | None
    group: int | None
    folder: str
    processes: int | None
    open_files: int


def spawn(argv: Sequence[str], environ: Mapping[str, str], output: int, limits: Limits) -> tuple[int, int]:
    """Start a process whose outputs both go to the file descriptor `output`.

    Returns:
        Its id, and the monotonic clock (ns) just before exec.

    Raises:
        OSError: It cannot be executed.
    """
    # Closed by a successful exec: what comes through it is the time, and an error number only after a failure.
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become(argv, environ, output, limits, tell)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read()
    if len(said) != _CLOCK.size:
        os.waitpid(pid, 0)
        number = _ERRNO.unpack(said[-_ERRNO.size :])[0] if len(said) >= _ERRNO.size else 0
        raise OSError(number, os.strerror(number), argv[0])
    return pid, _CLOCK.unpack(said)[0]


def _become(argv: Sequence[str], environ: Mapping[str, str], output: int, limits: Limits, tell: int) -> None:
    try:
        _prepare(output, limits)
        os.write(tell, _CLOCK.pack(time.monotonic_ns()))
        os.execvpe(argv[0], list(argv), environ)  # noqa: S606 -- that is the job
    except OSError as error:
        # After the time, or alone: the reader takes the last bytes.
        os.write(tell, _ERRNO.pack(error.errno or 0))
    finally:
        os._exit(_CANNOT_EXECUTE)


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
