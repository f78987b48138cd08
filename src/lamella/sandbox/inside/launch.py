"""Starts a cell's first process: new namespaces, a root filesystem of its own, a listening socket."""

import fcntl
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from lamella.sandbox.inside import filesystem, linux
from lamella.sandbox.inside.channel import Channel
from lamella.sandbox.inside.copies import copy_tree
from lamella.sandbox.inside.plan import Plan, Root
from lamella.sandbox.inside.probes import Probes, work_here
from lamella.sandbox.inside.server import Server

_SPACES = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS
_BACKLOG = 128
_HOST_NAME = "lambda"
_INTERFACE_REQUEST = 40  # sizeof(struct ifreq)
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40


def main() -> None:
    """Read the plan from the socket whose number is the last argument, and serve the cell."""
    channel = Channel(socket.socket(fileno=int(sys.argv[-1])))
    messages = channel.receive()
    if not messages:
        return
    plan: Plan = messages[0]
    try:
        if plan["root"] is None:
            _serve(channel, plan, change_user=False)
        else:
            _isolate(channel, plan, plan["root"])
    except OSError as error:
        _tell(channel, error)


def _isolate(channel: Channel, plan: Plan, root: Root) -> None:
    as_root = _leave(plan)
    first = os.fork()
    if first:
        channel.close()
        os.waitpid(first, 0)
        return
    try:
        linux.die_with_parent(signal.SIGKILL)
        socket.sethostname(_HOST_NAME)
        filesystem.enter(root, plan["user"], plan["group"])
        if not plan["network"]:
            _loopback_up()
        _serve(channel, plan, change_user=as_root)
    except OSError as error:
        _tell(channel, error)
    finally:
        os._exit(0)


def _serve(channel: Channel, plan: Plan, *, change_user: bool) -> None:
    if os.getpid() != 1:
        linux.adopt_orphans()
    for source, target in plan["copies"]:
        copy_tree(Path(source), Path(target))
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", plan["port"]))
        listener.listen(_BACKLOG)
        host, port = listener.getsockname()
        folder = plan["probed"]
        probes = Probes(folder) if folder is not None and work_here() else None
        channel.send({"done": [f"{host}:{port}", probes is not None]}, [listener.fileno()])
    Server(channel, plan, probes, change_user=change_user).run()


def _tell(channel: Channel, error: OSError) -> None:
    with suppress(OSError):
        channel.send({"failed": [error.errno or 0, error.strerror or str(error), error.filename]})


def _leave(plan: Plan) -> bool:
    """Enter new namespaces; return whether this is still the machine's root."""
    spaces = _SPACES | (0 if plan["network"] else linux.CLONE_NEWNET)
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            linux.unshare(spaces)
        except PermissionError:
            pass  # root in a container without the right to mount; a user namespace may still give it
        else:
            return True
    linux.unshare(spaces | linux.CLONE_NEWUSER)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", "ascii")
    (own / "uid_map").write_text(f"{plan['user']} {user} 1", "ascii")
    (own / "gid_map").write_text(f"{plan['group']} {group} 1", "ascii")
    return False


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh", b"lo", _IFF_UP | _IFF_RUNNING).ljust(_INTERFACE_REQUEST, b"\0")
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)
