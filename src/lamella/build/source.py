"""What a layer's `source` means, and the digest that tells whether it changed."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lamella.errors import ConfigError

_FILE_SUFFIXES = (".txt", ".in", ".toml", ".lock")
_NESTED = re.compile(r"^\s*(?:-r|--requirement|-c|--constraint)[ =]?\s*(\S+)", re.MULTILINE)
_DIRECT = re.compile(r"^\S+\s*@\s|^[a-z+]+://", re.IGNORECASE)

ReadText = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Requirements:
    """Requirement files and single requirements, in the user's order."""

    files: tuple[Path, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A pyproject.toml: its dependencies, with the chosen groups and extras."""

    path: Path
    groups: tuple[str, ...]
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UvLock:
    """A uv.lock with its pyproject.toml beside it."""

    path: Path
    groups: tuple[str, ...]
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PyLock:
    """A pylock.toml (PEP 751)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder already laid out as /opt."""

    path: Path


Source = Requirements | ProjectFile | UvLock | PyLock | Folder


def is_file_entry(entry: str) -> bool:
    """Whether an entry of `source` names a file: it has a "/" or one of the suffixes .txt .in .toml .lock."""
    if _DIRECT.match(entry):
        return False
    return "/" in entry or entry.endswith(_FILE_SUFFIXES) or entry in {".", ".."}


def classify(
    entries: tuple[str, ...],
    root: Path,
    groups: tuple[str, ...],
    extras: tuple[str, ...],
    is_dir: Callable[[Path], bool],
) -> Source:
    """Decide what the entries are; relative paths are taken from `root`.

    Raises:
        ConfigError: Kinds that cannot be mixed: a project, lock or folder stands alone.
    """
    paths = [root / entry for entry in entries if is_file_entry(entry)]
    lines = tuple(entry for entry in entries if not is_file_entry(entry))
    special = [path for path in paths if is_dir(path) or path.suffix in {".toml", ".lock"}]
    if not special:
        if groups or extras:
            raise ConfigError(
                "`groups` and `extras` need a pyproject.toml or uv.lock as source",
                why=f"the source is {', '.join(entries)}",
            )
        return Requirements(tuple(paths), lines)
    if len(entries) > 1:
        raise ConfigError(
            f"`{special[0].name}` stands alone as a source",
            why=f"it was combined: {', '.join(entries)}",
            hint="make two layers, or list plain requirements",
        )
    path = special[0]
    if is_dir(path):
        return Folder(path)
    if path.name == "uv.lock":
        return UvLock(path, groups, extras)
    if path.name == "pyproject.toml":
        return ProjectFile(path, groups, extras)
    if re.fullmatch(r"pylock(\.[^.]+)?\.toml", path.name):
        return PyLock(path)
    raise ConfigError(
        f"`{path.name}` is not a source that lamella knows",
        hint="allowed: requirements files, pyproject.toml, uv.lock, pylock.toml, a folder laid out as /opt",
    )


def digest(source: Source, exclude: tuple[str, ...], read_text: ReadText) -> str:
    """Return a hex digest that changes when what would be resolved may change.

    It covers the text of the files, with every file that `-r` and `-c` lines lead to, and the options, and no path:
    the same project in another folder has the same digest.

    Raises:
        ConfigError: A file that a `-r` or `-c` line names is not there.
    """
    parts: list[str] = [type(source).__name__, *sorted(exclude)]
    match source:
        case Requirements(files, lines):
            parts += lines
            for path in files:
                parts += _texts(path, read_text, set())
        case ProjectFile(path, groups, extras) | UvLock(path, groups, extras):
            parts += [*groups, "", *extras, "", read_text(path)]
        case PyLock(path):
            parts.append(read_text(path))
        case Folder():
            raise ValueError("a folder is not resolved")
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode()).hexdigest()


def _texts(path: Path, read_text: ReadText, seen: set[Path]) -> list[str]:
    if path in seen:
        return []
    seen.add(path)
    try:
        text = read_text(path)
    except FileNotFoundError as error:
        raise ConfigError(f"{path} does not exist", hint="a -r or -c line names it") from error
    found = [text]
    for nested in _NESTED.findall(text):
        if "://" not in nested:
            found += _texts(path.parent / nested, read_text, seen)
    return found
