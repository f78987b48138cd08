"""The lock on a state folder: whoever holds it is its embedded cloud, and what it says about itself is in the file.

The lock belongs to the open file. ministack holds it as well, so that nobody starts on a state that is being saved.
"""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

import msgspec

_NAME = "lock"
_POLL_S = 0.02


class Record(msgspec.Struct, frozen=True):
    """What a running embedded cloud says about itself.

    Attributes:
        pid: Its supervisor.
        endpoint: Such as `http://127.0.0.1:4566`; empty while it starts or ends.
        region: The Region of requests that name none.
    """

    pid: int
    endpoint: str = ""
    region: str = ""

    @property
    def alive(self) -> bool:
        """Whether there is a process of that id."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


class Lease:
    """The lock, held; use as a context manager."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def write(self, record: Record) -> None:
        """Say something about oneself."""
        data = msgspec.json.encode(record)
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, data, 0)

    def close(self) -> None:
        """Give it back, as far as this process is concerned."""
        os.close(self.descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def take(folder: Path, wait_s: float) -> Lease | None:
    """Take the lock of a folder of embedded clouds; `None` when another one has it, for longer than `wait_s`.

    Raises:
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(descriptor)
                return None
            time.sleep(_POLL_S)
        else:
            lease = Lease(descriptor)
            lease.write(Record(os.getpid()))
            return lease


def look(folder: Path) -> Record | None:
    """Return what the holder of a folder's lock says; `None` when nobody holds it.

    Raises:
        OSError: The lock cannot be read.
    """
    try:
        descriptor = os.open(folder / _NAME, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    finally:
        os.close(descriptor)
    return None


def is_there(folder: Path) -> bool:
    """Whether the folder still has its lock; a user may remove all of it."""
    return (folder / _NAME).exists()


def wait_free(folder: Path, wait_s: float) -> bool:
    """Wait until nobody holds a folder's lock; return whether that came.

    Raises:
        OSError: The lock cannot be read.
    """
    until = time.monotonic() + wait_s
    while look(folder) is not None:
        if time.monotonic() >= until:
            return False
        time.sleep(_POLL_S)
    return True


def wait_ready(folder: Path, wait_s: float) -> Record | None:
    """Wait until the holder of a folder's lock has an endpoint; `None` when nobody holds it, or it takes too long.

    Raises:
        OSError: The lock cannot be read.
    """
    until = time.monotonic() + wait_s
    while (record := look(folder)) is not None and not (record.endpoint and record.alive):
        if time.monotonic() >= until:
            return None
        time.sleep(_POLL_S)
    return record


def _read(descriptor: int) -> Record:
    try:
        return msgspec.json.decode(os.pread(descriptor, 65_536, 0), type=Record)
    except msgspec.DecodeError:
        # It was just taken, and is being written.
        return Record(os.getpid())
