"""The process that owns an embedded cloud: its lock, ministack, the shim with its sandboxes, the public endpoint.

Started by `lamella.cloud.control` as `python -m lamella.cloud.supervisor SETTINGS`.
"""

import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec

from lamella.cloud import lease as leases
from lamella.cloud.accounts import Accounts
from lamella.cloud.exchange import STATUS_PATH, Report, Settings, Status
from lamella.cloud.http.front import Front
from lamella.cloud.http.message import Request, Response
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.lease import Lease, Record
from lamella.cloud.ministack.packages import obtain_packages
from lamella.cloud.ministack.process import Process, Wanted
from lamella.cloud.ministack.saved import hold_whole
from lamella.cloud.shim import Shim, ShimFolders
from lamella.errors import LamellaError

_LOOPBACK = "127.0.0.1"
_BACKLOG = 1024
_LAST_PORT = "port"
_HIGHEST_PORT = 65_535
# A supervisor that was killed leaves ministack saving its state.
_WAIT_FOR_LOCK_S = 40.0
_LOOK_EVERY_S = 0.5


def main(argv: list[str]) -> int:
    """Run an embedded cloud until a signal, or until ministack ends; return the exit code."""
    settings = msgspec.json.decode(argv[1], type=Settings)
    if os.fork():
        # The caller waits for this process only; the supervisor is nobody's child.
        os._exit(0)
    os.setsid()
    _allow_many_open_files()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with running(settings) as (record, ministack):
            _report(settings, Report(record.endpoint))
            while not ended.wait(_LOOK_EVERY_S):
                if ministack.ended:
                    say("ministack ended by itself: the embedded cloud ends, too")
                    return 1
                if not leases.is_there(Path(settings.folder)):
                    # Saving would make the folder again.
                    ministack.kill()
                    return 1
    except LamellaError as error:
        say(error.in_one_line)
        _report(settings, Report(what=error.what, why=error.why, hint=error.hint))
        return 1
    except OSError as error:
        say(str(error))
        _report(settings, Report(what="the embedded cloud could not start", why=str(error)))
        return 1
    return 0


@contextmanager
def running(settings: Settings) -> Iterator[tuple[Record, Process]]:
    """Run an embedded cloud; everything of it has ended when the block is left.

    Raises:
        LamellaError: Another one has the folder, the port is taken, or ministack does not start.
        OSError: A folder cannot be written.
    """
    folder = Path(settings.folder)
    with ExitStack() as stack:
        lease = stack.enter_context(_lease(folder))
        packages = stack.enter_context(obtain_packages(Path(settings.cache), os.environ))
        listener = stack.enter_context(bound(settings.port, folder))
        port: int = listener.getsockname()[1]
        endpoint = f"http://{_LOOPBACK}:{port}"
        wanted = Wanted(packages.path, _made(folder / "ministack"), port, settings.region, settings.auth)
        hold_whole(wanted.folder / "state")
        process = Process(wanted, os.environ, lease.descriptor)
        stack.callback(_end, process)
        ministack = Ministack(process.address, endpoint)
        stack.callback(ministack.close)
        process.wait_until_it_answers(ministack)
        shim = Shim(ShimFolders(_made(folder / "shim"), Path(settings.cache)), os.environ, say)
        stack.callback(shim.close)
        accounts = Accounts(folder / "accounts.json")
        record = Record(os.getpid(), endpoint, settings.region)

        def answer(request: Request) -> Response | None:
            if request.path == STATUS_PATH:
                return _status(record, accounts, auth=settings.auth)
            return shim.handle(request, ministack)

        front = Front(listener, ministack, answer, accounts.see, say)
        stack.callback(front.close)
        front.start()
        (folder / _LAST_PORT).write_text(str(port), "ascii")
        lease.write(record)
        stack.callback(lease.write, Record(os.getpid()))
        yield record, process


def bound(port: int, folder: Path) -> socket.socket:
    """Return a listening socket on the loopback interface.

    Args:
        port: 0 takes the one that the folder's cloud had last, or a free one.
        folder: Of the embedded cloud.

    Raises:
        LamellaError: The port is taken.
    """
    if port:
        return _bound(port)
    try:
        return _bound(_last_port(folder))
    except LamellaError:
        return _bound(0)


def say(text: str) -> None:
    """Write a line to the log."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise LamellaError(
            f"port {port} of {_LOOPBACK} cannot be used",
            why=error.strerror or str(error),
            hint="choose another --port, or leave it out to take a free one",
        ) from error
    return listener


def _lease(folder: Path) -> Lease:
    held = leases.look(folder)
    lease = leases.take(folder, 1.0 if held and held.alive else _WAIT_FOR_LOCK_S)
    if lease is None:
        raise LamellaError(
            "another embedded cloud has this state folder", why=str(folder), hint="look at `lamella local status`"
        )
    return lease


def _status(record: Record, accounts: Accounts, *, auth: bool) -> Response:
    status = Status(record.pid, record.endpoint, record.region, accounts.seen(), auth)
    return Response(200, (("Content-Type", "application/json"),), msgspec.json.encode(status))


def _end(process: Process) -> None:
    if not process.end():
        say("ministack had no time to save its state")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _last_port(folder: Path) -> int:
    try:
        port = int((folder / _LAST_PORT).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0
    return port if 0 < port <= _HIGHEST_PORT else 0


def _allow_many_open_files() -> None:
    """Raise the limit as far as it may be; ministack inherits it. A connection takes two here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _report(settings: Settings, report: Report) -> None:
    with os.fdopen(settings.report, "wb", closefd=True) as pipe:
        pipe.write(msgspec.json.encode(report))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
