"""Opens what the user calls a layer: a zip, or a folder laid out as /opt."""

import hashlib
import mmap
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamella.archive.entry import Entry, Kind, LayerFiles
from lamella.archive.limits import ReaderLimits
from lamella.archive.links import check_links
from lamella.archive.names import MAX_FOLDERS, Names, check_name, shown
from lamella.archive.reader import Archive
from lamella.archive.rules import Rule
from lamella.archive.scan import Layer, Origin, Visit, scan
from lamella.errors import HostileArchiveError, LamellaError, LayoutError, UsageError

MAX_FOLDER_BYTES = 1024 * 1024 * 1024
_SIGNATURE_START = b"PK"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's files; links are listed, never followed."""

    path: Path
    entries: tuple[Entry, ...]

    def read(self, entry: Entry) -> bytes:
        """Return the content of a file.

        Raises:
            LayoutError: It is no longer the regular file that was listed.
        """
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(self.path / entry.path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise LayoutError(f"{shown(entry.path)} is no longer a file")
            return file.read(MAX_FOLDER_BYTES)


def open_layer(path: Path) -> tuple[Origin, LayerFiles]:
    """Open a layer without reading its files, from a zip or a folder.

    Raises:
        As `scan_path`.
    """
    try:
        return (Origin(str(path)), _folder(path)) if path.is_dir() else _zip(path)
    except HostileArchiveError as error:
        raise HostileArchiveError(error.rule, f"{path}: {error.what}") from error
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}") from None
    except OSError as error:
        raise LamellaError(f"cannot read {path}", why=error.strerror or str(error)) from error


def scan_path(path: Path, visit: Visit | None = None) -> Layer:
    """Read a layer once, from a zip or a folder; `visit` as in `scan`.

    Raises:
        UsageError: There is nothing at the path, or neither a zip nor a folder.
        HostileArchiveError: The zip breaks a rule; the message starts with the path.
        LayoutError: The folder holds what no layer can hold.
    """
    try:
        if path.is_dir():
            return scan(Origin(str(path)), _folder(path), visit)
        origin, archive = _zip(path)
        return scan(origin, archive, visit)
    except HostileArchiveError as error:
        raise HostileArchiveError(error.rule, f"{path}: {error.what}") from error
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}") from None
    except OSError as error:
        raise LamellaError(f"cannot read {path}", why=error.strerror or str(error)) from error


def _zip(path: Path) -> tuple[Origin, Archive]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        is_zip = stat.S_ISREG(status.st_mode) and file.read(len(_SIGNATURE_START)) == _SIGNATURE_START
        if not is_zip:
            raise UsageError(f"{path} is neither a zip nor a folder", hint="give a layer's zip, or its folder")
        if status.st_size > ReaderLimits().archive_bytes:
            raise Rule.TOO_LARGE.broken(f"{status.st_size:,} bytes")
        data = memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    archive = Archive.parse(data)
    return Origin(str(path), len(data), hashlib.sha256(data).digest()), archive


def _folder(path: Path) -> Folder:
    names = Names()
    entries: list[Entry] = []
    size_bytes = 0
    try:
        for item in _walk(path):
            relative = os.path.relpath(item.path, path)
            entry = _entry(item, relative)
            names.add(relative, entry.kind)
            entries.append(entry)
            size_bytes += entry.size_bytes
            if len(entries) > 2 * MAX_FOLDERS or size_bytes > MAX_FOLDER_BYTES:
                raise LayoutError(
                    f"{path} is too large to be a layer",
                    why=f"over {2 * MAX_FOLDERS:,} files and folders or {MAX_FOLDER_BYTES:,} bytes",
                )
        check_links({entry.path: entry.link for entry in entries if entry.kind is Kind.LINK})
    except HostileArchiveError as error:
        raise LayoutError(f"{path}: {error.what}", why=error.why) from error
    return Folder(path, tuple(sorted(entries, key=lambda entry: entry.path)))


def _walk(path: Path) -> Iterator[os.DirEntry[str]]:
    pending = [str(path)]
    while pending:
        with os.scandir(pending.pop()) as items:
            for item in items:
                yield item
                if item.is_dir(follow_symlinks=False):
                    pending.append(item.path)


def _entry(item: os.DirEntry[str], relative: str) -> Entry:
    try:
        relative.encode()
    except UnicodeEncodeError:
        raise Rule.NAME_ENCODING.broken(shown(os.fsencode(relative))) from None
    check_name(relative)
    status = item.stat(follow_symlinks=False)
    mode = stat.S_IMODE(status.st_mode)
    modified_s = (int(status.st_mtime),)
    if stat.S_ISDIR(status.st_mode):
        return Entry(relative, Kind.FOLDER, 0, None, mode, modified_s)
    if stat.S_ISREG(status.st_mode):
        return Entry(relative, Kind.FILE, status.st_size, None, mode, modified_s)
    if not stat.S_ISLNK(status.st_mode):
        raise Rule.MODE.broken(shown(relative))
    target = str(Path(item.path).readlink())
    try:
        size_bytes = len(target.encode())
    except UnicodeEncodeError:
        raise Rule.NAME_ENCODING.broken(f"target of {shown(relative)}") from None
    return Entry(relative, Kind.LINK, size_bytes, None, mode, modified_s, target)
