"""Finds a Python interpreter of a target's minor version, without starting one twice."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lamella.atomic import replace_bytes
from lamella.errors import ConfigError

Minor = tuple[int, int]

_CACHE_NAME = "interpreters.json"
_PROBE_TIMEOUT_S = 20
_RELEASE_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc"}
# Six lines. `_base_executable` leads out of a virtual environment; free-threaded and debug builds show in `abiflags`.
_PROBE = """\
import sys, _frozen_importlib_external as external
print(sys.implementation.name)
print(*sys.version_info)
print(external.MAGIC_NUMBER.hex())
print(getattr(sys, "abiflags", ""))
print(getattr(sys, "_base_executable", None) or sys.executable)
print(sys.base_prefix)
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A CPython, outside any virtual environment.

    Attributes:
        path: The executable.
        version: `3.12.7`, `3.14.0rc2`.
        magic: The magic number of its bytecode, four bytes in hex.
    """

    path: Path
    version: str
    magic: str

    @property
    def identity(self) -> str:
        """What its bytecode depends on: `cpython-3.12.7`."""
        return f"cpython-{self.version}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an interpreter may be: the kind of place in words, and the executable."""

    kind: str
    path: Path


class _Stamp(msgspec.Struct, frozen=True):
    modified_ns: int
    size_bytes: int


class _Probed(msgspec.Struct, frozen=True):
    """What a probe of the file with this stamp said; `path` is empty when it is no CPython of use here."""

    stamp: _Stamp
    path: str = ""
    path_stamp: _Stamp | None = None
    version: tuple[int, int, int, str, int] = (0, 0, 0, "", 0)
    magic: str = ""


def variable(minor: Minor) -> str:
    """Name of the environment variable that decides: `LAMELLA_PYTHON_312`."""
    return f"LAMELLA_PYTHON_{minor[0]}{minor[1]}"


def find(
    minor: Minor, environ: Mapping[str, str], cache_folder: Path, preferred: str | None = None
) -> Interpreter | None:
    """Return an interpreter of the minor, or None.

    The environment variable decides; then the preferred patch release, a final release, the newest patch, and the
    order of `places`. What probes said is kept in `cache_folder` until an executable changes.

    Args:
        minor: `(3, 12)`.
        environ: For the variable, PATH, HOME, PYENV_ROOT and uv's folders.
        cache_folder: Need not exist.
        preferred: `3.12.7`, as the lock has it.

    Raises:
        ConfigError: The environment variable names no CPython of the minor.
    """
    known = _load(cache_folder / _CACHE_NAME)
    probed = dict(known)
    chosen = environ.get(variable(minor))
    if chosen:
        found = [_of_minor(_probe(Path(chosen), probed), minor)]
        if found == [None]:
            raise ConfigError(
                f"{variable(minor)} names no CPython {minor[0]}.{minor[1]}",
                why=f"its value is {chosen}",
                hint="give the path of the executable, or unset the variable",
            )
    else:
        found = [_of_minor(_probe(place.path, probed), minor) for place in places(minor, environ)]
    if probed != known:
        _save(cache_folder / _CACHE_NAME, probed)
    usable = [entry for entry in found if entry is not None]
    if not usable:
        return None
    best = max(usable, key=lambda entry: _preference(entry, preferred))
    return Interpreter(Path(best.path), _version(best), best.magic)


def places(minor: Minor, environ: Mapping[str, str]) -> tuple[Place, ...]:
    """Return the existing executables that may be of the minor, most wanted first, each file once."""
    found: dict[str, Place] = {}
    for place in _places(minor, environ):
        if os.access(place.path, os.X_OK) and place.path.is_file():
            found.setdefault(os.path.realpath(place.path), place)
    return tuple(found.values())


def searched(minor: Minor, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words where `find` looks, for the message that nothing was found."""
    name = _name(minor)
    return (
        f"the environment variable {variable(minor)}",
        "the interpreter that runs lamella",
        f"{name} on PATH",
        f"pyenv: {_pyenv_versions(environ)}/{minor[0]}.{minor[1]}.*",
        f"uv: {_uv_pythons(environ)}/cpython-{minor[0]}.{minor[1]}.*",
    )


def _places(minor: Minor, environ: Mapping[str, str]) -> Iterator[Place]:
    name = _name(minor)
    if sys.version_info[:2] == minor and sys.implementation.name == "cpython":
        yield Place("running", Path(sys.executable))
    shims = _pyenv_root(environ) / "shims"
    for folder in environ.get("PATH", "").split(os.pathsep):
        # A shim starts whatever version the current folder asks for; the versions themselves come next.
        if folder and Path(folder) != shims:
            yield Place("PATH", Path(folder, name))
    for version in _newest_first(_pyenv_versions(environ), f"{minor[0]}.{minor[1]}.*"):
        yield Place("pyenv", version / "bin" / name)
    for version in _newest_first(_uv_pythons(environ), f"cpython-{minor[0]}.{minor[1]}.*"):
        yield Place("uv", version / "bin" / name)


def _name(minor: Minor) -> str:
    return f"python{minor[0]}.{minor[1]}"


def _pyenv_root(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("PYENV_ROOT") or _home(environ) / ".pyenv")


def _pyenv_versions(environ: Mapping[str, str]) -> Path:
    return _pyenv_root(environ) / "versions"


def _uv_pythons(environ: Mapping[str, str]) -> Path:
    """Uv's folder of interpreters, as its documentation gives it for Linux and macOS."""
    own = environ.get("UV_PYTHON_INSTALL_DIR")
    data = environ.get("XDG_DATA_HOME") or _home(environ) / ".local" / "share"
    return Path(own) if own else Path(data, "uv", "python")


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or Path("~").expanduser())


def _newest_first(folder: Path, pattern: str) -> Iterable[Path]:
    return sorted(folder.glob(pattern), key=lambda found: (len(found.name), found.name), reverse=True)


def _of_minor(probed: _Probed | None, minor: Minor) -> _Probed | None:
    return probed if probed is not None and probed.path and probed.version[:2] == minor else None


def _preference(probed: _Probed, preferred: str | None) -> tuple[bool, bool, tuple[int | str, ...]]:
    return _version(probed) == preferred, probed.version[3] == "final", probed.version


def _version(probed: _Probed) -> str:
    major, minor, patch, level, serial = probed.version
    return f"{major}.{minor}.{patch}" + (f"{_RELEASE_LEVELS[level]}{serial}" if level in _RELEASE_LEVELS else "")


def _probe(path: Path, probed: dict[str, _Probed]) -> _Probed | None:
    """Ask the executable what it is, unless `probed` knows; a shim's answer holds while what it led to is there."""
    stamp = _stamp(path)
    if stamp is None:
        return None
    key = str(path)
    known = probed.get(key)
    if known is None or known.stamp != stamp or (known.path and _stamp(Path(known.path)) != known.path_stamp):
        known = _ask(path, stamp)
        probed[key] = known
    return known


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _Stamp(status.st_mtime_ns, status.st_size)


def _ask(path: Path, stamp: _Stamp) -> _Probed:
    command = [str(path), "-I", "-S", "-c", _PROBE]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=_PROBE_TIMEOUT_S, check=False)
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
        return _Probed(stamp)
    lines = run.stdout.splitlines()
    if run.returncode != 0 or len(lines) != _PROBE.count("print("):
        return _Probed(stamp)
    implementation, version, magic, flags, executable, prefix = lines
    if implementation != "cpython" or flags:
        return _Probed(stamp)
    major, minor, patch, level, serial = version.split()
    base = Path(prefix, "bin", f"python{major}.{minor}")
    # Before 3.11, `_base_executable` is the environment's own.
    there = str(base if base.is_file() else executable)
    return _Probed(stamp, there, _stamp(Path(there)), (int(major), int(minor), int(patch), level, int(serial)), magic)


def _load(file: Path) -> dict[str, _Probed]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, _Probed])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return {}


def _save(file: Path, probed: Mapping[str, _Probed]) -> None:
    """Replace the file at once. It saves time only: where it cannot be written, nothing is lost."""
    with suppress(OSError):
        replace_bytes(file, msgspec.json.encode(probed))
