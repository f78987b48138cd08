"""Finds native libraries of this machine, and which of them programs need."""

import mmap
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lamella.build.elf.dynamic import NOTHING, Dynamic, read_dynamic

# Where distributions keep libraries: Debian, Fedora, Arch; the first that has a name wins, as after ldconfig.
_FOLDERS = ("/lib/{machine}-linux-gnu", "/usr/lib/{machine}-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib")
_LDCONFIG = ("/sbin/ldconfig", "/usr/sbin/ldconfig")
_FLAVOURS = {"x86_64": "x86-64", "aarch64": "AArch64"}


@dataclass(frozen=True, slots=True)
class Needs:
    """What programs and libraries are linked to, at first and second hand.

    Attributes:
        loader: Path of the dynamic loader; `None` for a static program.
        libraries: Real path by name.
        missing: Names that this machine does not have.
    """

    loader: str | None
    libraries: Mapping[str, Path]
    missing: tuple[str, ...]


@cache
def installed() -> Mapping[str, Path]:
    """Return the machine's libraries: real path by name, as its loader finds them."""
    machine = platform.machine()
    found: dict[str, Path] = {}
    for line in _ldconfig().splitlines():
        name, _, rest = line.strip().partition(" ")
        flavour, arrow, path = rest.partition(") => ")
        if arrow and _FLAVOURS.get(machine, machine) in flavour:
            found.setdefault(name, Path(path))
    if not found:
        for folder in _FOLDERS:
            for file in sorted(Path(folder.format(machine=machine)).glob("*.so*")):
                found.setdefault(file.name, file)
    return found


@cache
def needs(programs: tuple[Path, ...], beside: Path) -> Needs:
    """Follow what programs and libraries are linked to; a file that cannot be read needs nothing.

    The loader is the first program's.

    Args:
        programs: Executables and libraries.
        beside: A folder to look in before the machine's own: an interpreter's, which may have moved.
    """
    found: dict[str, Path] = {}
    missing: set[str] = set()
    open_ends, seen = list(programs), set[Path]()
    while open_ends:
        path = open_ends.pop()
        if path in seen:
            continue
        seen.add(path)
        dynamic = read(path)
        for name in dynamic.needed:
            if name in found or name in missing:
                continue
            place = _find(name, (*_run_paths(dynamic, path), beside))
            if place is None:
                missing.add(name)
            else:
                found[name] = place
                open_ends.append(place)
    return Needs(read(programs[0]).loader, found, tuple(sorted(missing)))


def read(path: Path) -> Dynamic:
    """Return what a file asks of the loader; nothing for what cannot be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return read_dynamic(data)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return NOTHING


def _run_paths(dynamic: Dynamic, path: Path) -> list[Path]:
    origin = str(path.parent)
    return [Path(each.replace("$ORIGIN", origin).replace("${ORIGIN}", origin)) for each in dynamic.run_paths]


def _find(name: str, folders: Iterable[Path]) -> Path | None:
    for folder in folders:
        if os.access(folder / name, os.R_OK):
            return (folder / name).resolve()
    known = installed().get(name)
    return known.resolve() if known is not None else None


def _ldconfig() -> str:
    for program in _LDCONFIG:
        try:
            run = subprocess.run([program, "-p"], capture_output=True, text=True, check=False, timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if run.returncode == 0:
            return run.stdout
    return ""
