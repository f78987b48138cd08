"""Files that appear whole or not at all, whatever happens meanwhile: written beside their place, then renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes `path`'s place when the block ends, and nothing stays when it fails.

    A reader sees the old file or the new one. Modes are what the user's umask gives. Folders above are made. Links are
    followed; a device or a pipe is written to, since a file in the place of /dev/null is nobody's wish.

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
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file as `replacing` does.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path) as file:
        file.write(data)


def _umask() -> int:
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
