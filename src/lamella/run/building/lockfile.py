"""lamella.lock on disk: read once, merged and replaced atomically."""

import contextlib
import fcntl
from collections.abc import Iterable, Iterator
from pathlib import Path

from lamella.atomic import replace_bytes
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
        replace_bytes(path, lock.render(after).encode())
        return True


@contextlib.contextmanager
def _held(guard: Path) -> Iterator[None]:
    guard.parent.mkdir(parents=True, exist_ok=True)
    with guard.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
