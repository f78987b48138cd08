"""Copies of folders whose access times tell what was read."""

import os
from collections.abc import Iterator
from pathlib import Path

# The classes of a mode: on Lambda nobody is the owner of a layer's files, and nobody may write.
_OTHERS_MAY = 0o5
_EACH_CLASS = 0o111


def copy_tree(source: Path, target: Path) -> None:
    """Copy what is in `source` into the empty folder `target`, for a process to which the files are others'.

    Access times are 0, modification times are kept, devices and the like are left out.
    """
    _copy_entries(source, target)
    target.chmod(_OTHERS_MAY * _EACH_CLASS)


def _copy_entries(source: Path, target: Path) -> None:
    for entry in os.scandir(source):
        copy = target / entry.name
        status = entry.stat(follow_symlinks=False)
        if entry.is_symlink():
            copy.symlink_to(Path(entry.path).readlink())
        elif entry.is_dir():
            copy.mkdir()
            _copy_entries(Path(entry.path), copy)
        elif entry.is_file():
            _copy_file(entry.path, copy, status.st_size)
        else:
            continue
        if not entry.is_symlink():
            copy.chmod((status.st_mode & _OTHERS_MAY) * _EACH_CLASS)
        os.utime(copy, ns=(0, status.st_mtime_ns), follow_symlinks=False)


def _copy_file(source: str, target: Path, size: int) -> None:
    with Path(source).open("rb") as read, target.open("xb") as written:
        while size > 0:
            sent = os.sendfile(written.fileno(), read.fileno(), None, size)
            if sent == 0:
                return
            size -= sent


def accessed(folder: Path) -> list[str]:
    """Return the files and links below `folder` that were read since they were copied, relative to it, sorted."""
    return sorted(os.path.relpath(path, folder) for path in _read(str(folder)))


def _read(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        # Following a link would be a read of it.
        if entry.is_dir(follow_symlinks=False):
            yield from _read(entry.path)
        elif entry.stat(follow_symlinks=False).st_atime_ns:
            yield entry.path
