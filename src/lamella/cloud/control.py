"""Starts, ends and looks at an embedded cloud from outside."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from lamella.cloud import lease
from lamella.cloud.exchange import STATUS_PATH, Report, Settings, Status
from lamella.cloud.lease import Record
from lamella.errors import LamellaError

LOG = "log"
_ANSWER_S = 10.0
_STARTING_S = 60.0
_ENDING_S = 60.0
_KILLED_S = 40.0
_LARGEST_LOG_BYTES = 10_000_000


def start(settings: Settings, environ: Mapping[str, str]) -> str:
    """Start an embedded cloud and wait until it answers; return its endpoint.

    Args:
        settings: `report` is set here.
        environ: Of the supervisor.

    Raises:
        LamellaError: It did not start; the log's place is in the message.
        OSError: The folder cannot be written.
    """
    folder = Path(settings.folder)
    folder.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        try:
            _spawn(msgspec.structs.replace(settings, report=writing), environ, folder / LOG)
        finally:
            os.close(writing)
        said = pipe.read()
    report = msgspec.json.decode(said, type=Report) if said else Report(what="the embedded cloud ended as it started")
    if report.endpoint:
        return report.endpoint
    # Two commands may start one at the same time; the one that came second waits for the other's.
    if other := lease.wait_ready(folder, _STARTING_S):
        return other.endpoint
    raise LamellaError(report.what, why="\n".join(filter(None, [report.why, f"log: {folder / LOG}"])), hint=report.hint)


def find(folder: Path) -> Record | None:
    """Return what the embedded cloud of a folder says about itself; `None` when none runs, or not yet.

    Raises:
        OSError: The folder cannot be read.
    """
    record = lease.look(folder)
    return record if record and record.endpoint and record.alive else None


def ask(record: Record) -> Status | None:
    """Ask an embedded cloud how it is; `None` when it does not answer."""
    connection = http.client.HTTPConnection(urlsplit(record.endpoint).netloc, timeout=_ANSWER_S)
    try:
        connection.request("GET", STATUS_PATH)
        status = msgspec.json.decode(connection.getresponse().read(), type=Status)
    except (OSError, http.client.HTTPException, msgspec.DecodeError):
        return None
    finally:
        connection.close()
    return status if status.pid == record.pid else None


def stop(folder: Path) -> bool:
    """End the embedded cloud of a folder, and wait until all of it is gone; return whether there was one.

    Raises:
        LamellaError: It does not end.
        OSError: It belongs to another user.
    """
    record = lease.look(folder)
    if record is None:
        return False
    for number, wait_s in ((signal.SIGTERM, _ENDING_S), (signal.SIGKILL, _KILLED_S)):
        if record.pid != os.getpid() and record.alive:
            os.kill(record.pid, number)
        if lease.wait_free(folder, wait_s):
            return True
    raise LamellaError("the embedded cloud does not end", why=f"process {record.pid} holds {folder}")


def _spawn(settings: Settings, environ: Mapping[str, str], log: Path) -> None:
    too_large = log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES
    with log.open("wb" if too_large else "ab") as file:
        subprocess.run(
            [sys.executable, "-P", "-m", "lamella.cloud.supervisor", msgspec.json.encode(settings).decode()],
            env=dict(environ),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            pass_fds=(settings.report,),
            check=False,
        )
