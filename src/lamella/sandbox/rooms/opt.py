"""A function's zips, unpacked once into a read-only folder of the cache: its layers merged as in /opt, or its code."""

import hashlib
import mmap
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lamella.archive.entry import Kind
from lamella.archive.limits import ReaderLimits
from lamella.archive.reader import Archive
from lamella.archive.rules import Rule
from lamella.errors import HostileArchiveError, LamellaError, UsageError
from lamella.host.cached_folder import CachedFolder, obtain
from lamella.sandbox.rooms.overlay import Placed, all_folders, mode_on_disk, overlaid, with_modes_inherited

# Raised when what is written for the same zips changes.
_FORM = b"1\0"
_MOST_THREADS = 8
_SHARES = 32


def unpacked(zips: Sequence[Path], cache: Path) -> CachedFolder:
    """Return the folder that holds the zips laid over each other in order; an empty one for none.

    Args:
        zips: Later ones win.
        cache: Lamella's cache.

    Raises:
        UsageError: There is no zip at a path.
        HostileArchiveError: A zip breaks a rule of the reader, or its data is damaged.
        OSError: It cannot be written.
    """
    contents = [_read(path) for path in zips]
    digest = hashlib.sha256(_FORM + b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()
    return obtain(cache / "opt" / digest, lambda made: _unpack(zips, contents, made))


def _read(path: Path) -> memoryview:
    try:
        with path.open("rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            if size_bytes > ReaderLimits().archive_bytes:
                raise Rule.TOO_LARGE.broken(f"{path}, {size_bytes:,} bytes")
            if not size_bytes:
                raise UsageError(f"{path} is empty", hint="give a layer's zip")
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(f"there is no zip {path}", hint="`lamella build` writes layers into dist") from None
    except OSError as error:
        raise LamellaError(f"cannot read {path}", why=error.strerror or str(error)) from error


def _unpack(paths: Sequence[Path], contents: Sequence[memoryview], into: Path) -> None:
    archives = [_parsed(path, content) for path, content in zip(paths, contents, strict=True)]
    placed = overlaid([with_modes_inherited(archive.entries) for archive in archives])
    _write(placed, archives, into)


def _parsed(path: Path, content: memoryview) -> Archive:
    try:
        return Archive.parse(content)
    except HostileArchiveError as error:
        raise HostileArchiveError(error.rule, f"{path}: {error.what}") from error


def _write(placed: Mapping[str, Placed], archives: Sequence[Archive], into: Path) -> None:
    empty = [path for path, each in placed.items() if each.entry.kind is Kind.FOLDER]
    for folder in sorted({*all_folders(placed), *empty}):
        made = f"{into}/{folder}"
        os.mkdir(made, 0o755)  # noqa: PTH102 - thousands of folders
        os.chmod(made, 0o755)  # noqa: PTH101, S103 - whatever the umask is; the sandbox has another user
    files = [each for each in placed.values() if each.entry.kind is Kind.FILE]
    files.sort(key=lambda each: each.entry.size_bytes, reverse=True)
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
        # The largest files are dealt out first, so that no thread ends with one of them.
        shares = [files[start::_SHARES] for start in range(min(_SHARES, len(files)))]
        for _ in pool.map(lambda share: _write_files(share, archives, into), shares):
            pass
    for path, each in placed.items():
        if each.entry.kind is Kind.LINK:
            os.symlink(each.entry.link, f"{into}/{path}")  # noqa: PTH211


def _write_files(share: Sequence[Placed], archives: Sequence[Archive], into: Path) -> None:
    for each in share:
        content = archives[each.layer].read(each.entry)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(f"{into}/{each.entry.path}", flags, 0o600)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fchmod(descriptor, mode_on_disk(each.entry.mode))
        finally:
            os.close(descriptor)
