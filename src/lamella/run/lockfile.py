"""lamella.lock on disk: read once, merged and replaced atomically."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lamella.build import lock
from lamella.build.lock import Lock, LockedTarget

NAME = "lamella.lock"


def read(path: Path) -> Lock:
    """Return the lock; an empty one when there is no file.

    Raises:
        ConfigError: The file cannot be understood.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Lock({})
    return lock.parse(text, str(path))


def merge(path: Path, entries: Iterable[tuple[str, str, LockedTarget]], guard: Path) -> bool:
    """Put entries into the lock and keep all others; return whether the file changed.

    Args:
        path: Of the lock.
        entries: (layer, target, entry).
        guard: A file that builds at the same time lock, so that none loses the other's entries.
    """
    with _held(guard):
        before = read(path)
        after = before
        for layer, target, entry in entries:
            after = after.put(layer, target, entry)
        if after == before:
            return False
        replace_text(path, lock.render(after))
        return True


def replace_text(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, with the modes that the user's umask gives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        publish(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def publish(temporary: Path, path: Path) -> None:
    """Rename a finished temporary file into place, readable as a file that the user had made."""
    umask = os.umask(0o077)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)
    temporary.replace(path)


@contextlib.contextmanager
def _held(guard: Path) -> Iterator[None]:
    guard.parent.mkdir(parents=True, exist_ok=True)
    with guard.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
