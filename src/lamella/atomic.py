"""Files that appear whole or not at all, whatever happens meanwhile: written beside their place, then renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

_UMASK = Lock()


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes `path`'s place when the block ends, and nothing stays when it fails.

    A reader sees the old file or the new one. Modes are what the user's umask gives. Folders above are made. Links are
    followed; a device or a pipe is written to, since a file in the place of /dev/null is nobody's wish.

    Args:
        path: Of the file.
        durable: When the block has ended a power cut does not lose the file.

    Raises:
        OSError: It cannot be written.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        with path.open("wb") as device:
            yield device
        return
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync(path.parent)


def replace_bytes(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file as `replacing` does.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path, durable=durable) as file:
        file.write(data)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    # It can only be read by setting it; two threads at once would leave the stricter one behind.
    with _UMASK:
        umask = os.umask(0o077)
        os.umask(umask)
    return umask
