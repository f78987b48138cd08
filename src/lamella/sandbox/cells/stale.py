"""Folders of sandboxes on disk, and the removal of those whose lamella was killed."""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "sandbox-"
_LOCK = ".lock"


class Folder:
    """A new folder that is removed by `close`, or by the next `sweep` after this process ended in any way.

    The system drops the lock in it when its process ends. Unlike a process id this also holds where two containers
    share the folder.

    Attributes:
        path: The folder.
    """

    def __init__(self, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
            lock = _lock(self.path)
            if lock is not None:
                self._lock: int | None = lock
                return

    def close(self) -> None:
        """Remove the folder and all in it; it may be called twice."""
        if self._lock is not None:
            _remove(self.path)
            os.close(self._lock)
            self._lock = None


def sweep(scratch: Path) -> None:
    """Remove the folders below `scratch` that no living process holds; what cannot be removed stays."""
    for folder in scratch.glob(f"{_PREFIX}*"):
        lock = _lock(folder)
        if lock is not None:
            _remove(folder)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Take the folder's lock; `None` when another has it, or the folder is gone."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = os.path.samestat(os.fstat(lock), (folder / _LOCK).stat())
    except OSError:
        there = False
    if there:
        return lock
    os.close(lock)
    return None


def _remove(folder: Path) -> None:
    """Remove a folder whatever the modes in it."""
    for root, folders, _ in os.walk(folder):
        for name in folders:
            path = Path(root, name)
            if not path.is_symlink():
                with suppress(OSError):
                    path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
