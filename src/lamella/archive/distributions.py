"""The distributions of a layer, from their dist-info folders, and which file belongs to which."""

import csv
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lamella.archive import python_path
from lamella.archive.pyc import source_of
from lamella.archive.scan import METADATA_SUFFIXES, Layer

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?")
_VERSION = re.compile(r"[A-Za-z0-9.!+_-]{1,80}")
_MAX_HEADER_LINES = 2_000
_MAX_ENTRY_POINT_LINES = 10_000


@dataclass(frozen=True, slots=True, order=True)
class EntryPoint:
    """A line of entry_points.txt, such as group `console_scripts`, name `markdown_py`."""

    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """An installed distribution.

    Attributes:
        name: Normalised as in PEP 503.
        version: As METADATA gives it; empty when it has none that is printable.
        root: The folder that it is installed in, such as `python`.
        info: Its dist-info folder.
        recorded: The files of its RECORD that are there, relative to /opt.
        modules: First parts of its module names, from top_level.txt; looked at when there is no RECORD.
        entry_points: Sorted.
    """

    name: str
    version: str
    root: str
    info: str
    recorded: frozenset[str]
    modules: tuple[str, ...]
    entry_points: tuple[EntryPoint, ...]


def normalised(name: str) -> str:
    """Return the name as PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions(layer: Layer) -> tuple[Distribution, ...]:
    """Return the distributions that lie directly in a folder from which Python imports, by name and place."""
    roots = python_path.roots(file.path for file in layer.files)
    infos: set[str] = set()
    for file in layer.files:
        found = python_path.below(file.path, roots)
        first, slash, _ = found[1].partition("/") if found else ("", "", "")
        if found is not None and slash and first.endswith(METADATA_SUFFIXES):
            infos.add(posixpath.join(found[0], first))
    present = _recordable(layer)
    read = (_distribution(info, layer.metadata, present) for info in infos)
    return tuple(sorted(read, key=lambda each: (each.name, each.info)))


def _recordable(layer: Layer) -> frozenset[str]:
    # A RECORD may also name sources of which only the bytecode is left.
    paths = {file.path for file in layer.files}
    compiled = [path for path in paths if path.endswith(".pyc")]
    return frozenset(paths | {source_of(path) or path[:-1] for path in compiled})


def owners(layer: Layer, known: Iterable[Distribution]) -> dict[str, Distribution]:
    """Return the distribution of each file that belongs to one.

    By RECORD first; bytecode goes with its source; then whatever lies in a folder whose recorded files all belong
    to one distribution.
    """
    by_path: dict[str, Distribution] = {}
    by_folder: dict[str, Distribution | None] = {}
    for each in known:
        by_folder[each.info] = each
        for path in each.recorded:
            by_path.setdefault(path, each)
            _claim_folders(path, each, by_folder)
        if not each.recorded:
            for module in each.modules or (each.name.replace("-", "_"),):
                by_folder.setdefault(posixpath.join(each.root, module), each)
                by_path.setdefault(posixpath.join(each.root, f"{module}.py"), each)
    found: dict[str, Distribution] = {}
    for file in layer.files:
        owner = _owner(file.path, by_path, by_folder)
        if owner is not None:
            found[file.path] = owner
    return found


def _claim_folders(path: str, owner: Distribution, by_folder: dict[str, Distribution | None]) -> None:
    folder = posixpath.dirname(path)
    while len(folder) > len(owner.root) and folder != owner.info:
        before = by_folder.setdefault(folder, owner)
        if before is not owner:
            if before is None:
                return
            by_folder[folder] = None
        folder = posixpath.dirname(folder)


def _owner(
    path: str, by_path: Mapping[str, Distribution], by_folder: Mapping[str, Distribution | None]
) -> Distribution | None:
    beside = path[:-1] if path.endswith(".pyc") else None
    for candidate in (path, source_of(path), beside):
        if candidate is not None and candidate in by_path:
            return by_path[candidate]
    folder = posixpath.dirname(path)
    while folder and folder not in by_folder:
        folder = posixpath.dirname(folder)
    return by_folder.get(folder)


def _distribution(info: str, metadata: Mapping[str, bytes], present: frozenset[str]) -> Distribution:
    root, _, last = info.rpartition("/")
    guessed_name, _, guessed_version = last.removesuffix(".dist-info").removesuffix(".egg-info").partition("-")
    headers = _headers(_text(metadata, info, "METADATA") or _text(metadata, info, "PKG-INFO"))
    name = headers.get("name", "")
    version = headers.get("version", "")
    return Distribution(
        normalised(name if _NAME.fullmatch(name) else guessed_name),
        version if _VERSION.fullmatch(version) else guessed_version,
        root,
        info,
        _recorded(_text(metadata, info, "RECORD"), root, present),
        tuple(line for line in _text(metadata, info, "top_level.txt").split() if line.isidentifier()),
        _entry_points(_text(metadata, info, "entry_points.txt")),
    )


def _text(metadata: Mapping[str, bytes], info: str, name: str) -> str:
    return metadata.get(f"{info}/{name}", b"").decode("utf-8", "replace")


def _headers(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n", _MAX_HEADER_LINES)[:_MAX_HEADER_LINES]:
        if not line.strip():
            break
        key, _, value = line.partition(":")
        found.setdefault(key.strip().lower(), value.strip())
    return found


def _recorded(text: str, root: str, present: frozenset[str]) -> frozenset[str]:
    try:
        installed = (_installed(row[0], root) for row in csv.reader(text.splitlines()) if row)
        return frozenset(path for path in installed if path in present)
    except csv.Error:
        return frozenset()


def _installed(path: str, root: str) -> str:
    placed = posixpath.normpath(posixpath.join(root, path))
    if "../" in path:
        # `pip install --target` moves scripts from ../../bin to bin/ and leaves RECORD as it was.
        kind, _, name = path.rpartition("/")
        placed = posixpath.join(root, posixpath.basename(kind), name)
    return placed


def _entry_points(text: str) -> tuple[EntryPoint, ...]:
    found: set[EntryPoint] = set()
    group = ""
    for raw in text.splitlines()[:_MAX_ENTRY_POINT_LINES]:
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif group and "=" in line and not line.startswith(("#", ";")):
            name = line.partition("=")[0].strip()
            if name.isprintable():
                found.add(EntryPoint(group, name))
    return tuple(sorted(found))
