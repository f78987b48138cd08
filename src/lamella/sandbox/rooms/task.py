"""A function's code as /var/task: what a zip of the folder would bring, with the modes that Lambda's user would see."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamella.errors import OverLimitError, UsageError
from lamella.host.cached_folder import CachedFolder, leased, remove_tree
from lamella.limits import limits
from lamella.sandbox.rooms.opt import unpacked
from lamella.sandbox.rooms.overlay import mode_on_disk

PREFIX = "task-"
# A zip made in a checkout brings everything along but the history.
_LEFT_OUT = frozenset({".git"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A file below the code's folder: where it is, where it goes, its size, and the mode that others see."""

    source: str
    to: str
    size_bytes: int
    mode: int


def prepared(code: Path, cache: Path, scratch: Path) -> CachedFolder:
    """Return /var/task for a folder or a zip.

    Args:
        code: A folder is copied, so that it may change meanwhile; links are followed, as `zip -r` does.
        cache: Lamella's cache; keeps an unpacked zip.
        scratch: For the copy, removed when it is closed with `discard`.

    Raises:
        UsageError: There is no folder or zip at the path.
        OverLimitError: It is larger than AWS allows for a function.
        OSError: A file cannot be read or written.
    """
    if code.is_file():
        return unpacked([code], cache)
    if not code.is_dir():
        raise UsageError(f"there is no folder or zip {code}", hint="give the folder of the function's code")
    folder = leased(scratch, PREFIX)
    try:
        _copy(code, folder.path)
    except BaseException:
        discard(folder)
        raise
    return folder


def discard(folder: CachedFolder) -> None:
    """Give the folder back; a copy is removed."""
    if folder.path.name.startswith(PREFIX):
        remove_tree(folder.path)
    folder.close()


def _copy(code: Path, into: Path) -> None:
    total = 0
    for found in _files(code):
        total += found.size_bytes
        if total > limits().unzipped_bytes:
            raise OverLimitError(
                f"{code} is larger than a function may be",
                why=f"over {limits().unzipped_bytes:,} bytes unzipped, AWS's limit for code and layers together",
                hint="give the folder of the function's code alone",
            )
        to = into / found.to
        if not to.parent.is_dir():
            _make_folders(into, to.parent)
        shutil.copyfile(found.source, to)
        to.chmod(found.mode)


def _make_folders(into: Path, folder: Path) -> None:
    if folder != into and not folder.is_dir():
        _make_folders(into, folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _files(code: Path) -> Iterator[_Found]:
    """Yield the regular files; a folder that others may not enter hides what is in it (no zip holds the outermost)."""
    pending = [(str(code), "", True)]
    walked = set()
    while pending:
        folder, below, open_to_all = pending.pop()
        status = os.stat(folder)  # noqa: PTH116 - followed, like os.scandir's
        if (status.st_dev, status.st_ino) in walked:
            continue
        walked.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.name in _LEFT_OUT:
                    continue
                to = f"{below}{entry.name}"
                if entry.is_dir():
                    visible = open_to_all and bool(entry.stat().st_mode & stat.S_IXOTH)
                    pending.append((entry.path, f"{to}/", visible))
                elif entry.is_file():
                    found = entry.stat()
                    yield _Found(entry.path, to, found.st_size, mode_on_disk(found.st_mode) if open_to_all else 0)
