"""Cells that the program `bwrap` makes, where lamella itself may not."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache

from lamella.sandbox.cells import launcher
from lamella.sandbox.cells.root import GROUP, HOST_NAME, LANG, USER
from lamella.sandbox.cells.root import plan as root_plan
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.inside.plan import Plan, Root

_PROGRAM = "bwrap"
# The first process of the cell runs inside, so its programs and what it copies have to be in sight there.
PACKAGE, _SOURCE = "/run/lamella", "/run/lamella-opt"
_TIMEOUT_S = 10


class Command:
    """A command, and the file descriptors that it reads; close it once it was started.

    Attributes:
        argv: To which the number of a socket is to be added.
        fds: To be handed over.
    """

    def __init__(self, root: Root, interpreter: str, *, network: bool) -> None:
        self.fds: list[int] = []
        self.argv = (_PROGRAM, *self._options(root, network=network), *launcher.command(interpreter, PACKAGE))

    def close(self) -> None:
        """Close the file descriptors."""
        while self.fds:
            os.close(self.fds.pop())

    def _options(self, root: Root, *, network: bool) -> Iterator[str]:
        yield from ("--unshare-user", "--uid", str(USER), "--gid", str(GROUP), "--unshare-pid", "--as-pid-1")
        yield from ("--unshare-ipc", "--unshare-uts", "--hostname", HOST_NAME, "--cap-drop", "ALL", "--clearenv")
        yield from () if network else ("--unshare-net",)
        yield from ("--setenv", "LD_LIBRARY_PATH", f"{LANG}/lib:{LANG}/lib64")
        for folder in root["folders"]:
            yield from ("--dir", folder)
        for at, target in root["links"]:
            yield from ("--symlink", target, at)
        for at, content in root["texts"]:
            yield from ("--ro-bind-data", str(self._file(content)), at)
        for source, target in root["binds"]:
            yield from ("--ro-bind", source, target)
        for target in root["masks"]:
            yield from ("--tmpfs", target, "--remount-ro", target)
        for device in root["devices"]:
            yield from ("--dev-bind", device, device)
        yield from ("--proc", "/proc", "--perms", "1777")
        yield from ("--size", str(root["tmp_mb"] << 20)) if limits_tmp() else ()
        yield from ("--tmpfs", "/tmp")  # noqa: S108 -- inside
        for source, target in root["copies"]:
            yield from ("--ro-bind", source, _SOURCE, "--tmpfs", target)
        yield from ("--ro-bind", str(launcher.PACKAGE / "inside"), f"{PACKAGE}/inside", "--remount-ro", "/", "--")

    def _file(self, content: str) -> int:
        fd = os.memfd_create("text")
        self.fds.append(fd)
        os.write(fd, content.encode())
        os.lseek(fd, 0, os.SEEK_SET)
        return fd


def prepare(rooms: Rooms, function: Function, rules: Rules) -> tuple[Command, Plan]:
    """Return what starts the cell, and what its first process is to do.

    Raises:
        ToolError: The interpreter cannot be used.
    """
    root = root_plan(rooms, function, rules)
    command = Command(root, f"{LANG}/bin/{rooms.interpreter.resolve().name}", network=rules.network)
    copies = [(_SOURCE, target) for _, target in root["copies"]]
    return command, {**launcher.serving(function.memory_mb, rules), "copies": copies}


def refused() -> str | None:
    """Return why such cells cannot be made here; `None` when one could."""
    if shutil.which(_PROGRAM) is None:
        return "bwrap is not installed"
    spaces = ("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net")
    try:
        run = subprocess.run(
            [_PROGRAM, *spaces, "--ro-bind", "/", "/", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp", "true"],  # noqa: S108
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{_PROGRAM}: {error}"
    return None if run.returncode == 0 else run.stderr.strip() or f"{_PROGRAM} ended with {run.returncode}"


@cache
def limits_tmp() -> bool:
    """Return whether bwrap can give /tmp a size: version 0.7 and later."""
    run = subprocess.run([_PROGRAM, "--help"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    return "--size" in run.stdout + run.stderr
