"""Folders of the cache that are made once and then only read, by several processes at once.

A folder is made under another name and renamed into place, so that it is there whole or not at all. Whoever uses it
holds a shared lock on it; who prunes the cache takes an exclusive one first and leaves it alone where that fails.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

KINDS = ("opt", "runtime", "runtime-boto3", "ministack")
_MAKING = ".making-"


@dataclass(frozen=True, slots=True)
class CachedFolder:
    """A folder that stays for as long as this is not closed; use as a context manager."""

    path: Path
    _descriptor: int

    def close(self) -> None:
        """Give it back; once only."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def obtain(path: Path, make: Callable[[Path], None]) -> CachedFolder:
    """Return the folder, made now where it is not there; notes that it was used.

    Args:
        path: Its place; the name says what is in it. Folders above are made.
        make: Fills the empty folder that it is given.

    Raises:
        OSError: It cannot be written.
    """
    held = _hold(path)
    if held is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent):
            held = _hold(path) or _made(path, make)
    # Another user's cache, mounted read-only, is still a good cache.
    with suppress(OSError):
        os.utime(path)
    return held


def leased(parent: Path, prefix: str) -> CachedFolder:
    """Return a new empty folder of one user; `sweep` removes it when its process is gone."""
    parent.mkdir(parents=True, exist_ok=True)
    with _alone(parent):
        return _leased(parent, prefix)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders from `leased` that nobody holds."""
    if any(parent.glob(f"{prefix}*")):
        with _alone(parent):
            for path in parent.glob(f"{prefix}*"):
                remove_unused(path)


def remove_unused(path: Path) -> bool:
    """Remove a folder unless somebody holds it; return whether it is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return not path.exists()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = path.with_name(f"{_MAKING}{path.name}-{os.getpid()}-{time.monotonic_ns()}")
        path.rename(gone)
        remove_tree(gone)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def remove_tree(path: Path) -> None:
    """Remove a folder with everything in it, also what a mode would forbid; a missing one is no error."""
    with suppress(FileNotFoundError):
        path.chmod(0o700)
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    remove_tree(Path(entry.path))
                else:
                    with suppress(FileNotFoundError):
                        os.unlink(entry.path)  # noqa: PTH108 - thousands of files
        path.rmdir()


def _hold(path: Path) -> CachedFolder | None:
    """Lock the folder that is at the path now; `None` when there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    # Some network file systems know no locks: there the cache works, and pruning is up to its user.
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    try:
        same = os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        same = False
    if same:
        return CachedFolder(path, descriptor)
    os.close(descriptor)
    return None


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Wait until no other process makes or removes a folder in `parent`."""
    descriptor = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _made(path: Path, make: Callable[[Path], None]) -> CachedFolder:
    for stale in path.parent.glob(f"{_MAKING}*"):
        remove_unused(stale)
    making = _leased(path.parent, _MAKING)
    try:
        make(making.path)
        making.path.rename(path)
    except BaseException:
        remove_tree(making.path)
        making.close()
        raise
    return CachedFolder(path, making._descriptor)  # noqa: SLF001 - the lock is the file's, whatever its name


def _leased(parent: Path, prefix: str) -> CachedFolder:
    path = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    path.chmod(0o755)
    held = _hold(path)
    if held is None:
        raise FileNotFoundError(f"{path} went away as soon as it was made")
    return held
