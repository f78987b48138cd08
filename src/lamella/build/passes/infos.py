"""The dist-info and egg-info folders of a unit."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from lamella.build.passes.digest import record_digest
from lamella.build.passes.sites import site_of
from lamella.build.staged import parse_record
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

_FOLDER: Final = re.compile(
    r"(?P<name>[^/]+?)(?:-(?P<version>v?\d[^/-]*)(?:-py\d[^/]*)?)?\.(?P<kind>dist-info|egg-info)/"
)


@dataclass(frozen=True, slots=True, eq=False)
class Info:
    """One dist-info or egg-info folder.

    Attributes:
        folder: Its path with a slash: `python/numpy-2.1.3.dist-info/`.
        name, version: Of the distribution; the name normalised.
        is_egg: Whether it is an egg-info folder.
        files: What is in it.
        recorded: Path relative to /opt -> sha256 as RECORD has it; empty without a RECORD that can be read.
        owned: Paths of the distribution that are there: as recorded, or all of a unit that has one distribution.
        intact: Whether every recorded file with a digest is there and matches.
    """

    folder: str
    name: str
    version: str
    is_egg: bool
    files: tuple[File, ...]
    recorded: Mapping[str, str]
    owned: frozenset[str]
    intact: bool

    @property
    def title(self) -> str:
        """Name and version, as a user writes them."""
        return f"{self.name} {self.version}"

    @property
    def rank(self) -> tuple[bool, Version, str]:
        """Sorts the folder to keep last: an intact one, then the newest."""
        try:
            version = Version(self.version)
        except InvalidVersion:
            version = Version("0")
        return self.intact, version, self.folder


def infos(tree: Tree, contents: Contents) -> tuple[Info, ...]:
    """Return the metadata folders that stand in an importable folder, by path."""
    files = {file.path: file for file in tree.files}
    found: dict[str, re.Match[str]] = {}
    for path in files:
        site = site_of(path)
        named = _FOLDER.match(path, len(site)) if site else None
        if named:
            found.setdefault(path[: named.end()], named)
    return tuple(_info(folder, named, files, contents, alone=len(found) == 1) for folder, named in found.items())


def _info(folder: str, named: re.Match[str], files: Mapping[str, File], contents: Contents, *, alone: bool) -> Info:
    site = folder[: named.start()]
    inside = tuple(file for path, file in files.items() if path.startswith(folder))
    record = files.get(f"{folder}RECORD")
    text = contents.read(record).decode("utf-8", "replace") if record else ""
    recorded = {f"{site}{path}": digest for path, digest in _rows(text).items()}
    owned = set(files) if alone and is_release(inside[0]) else recorded.keys() & files.keys()
    return Info(
        folder,
        canonicalize_name(named["name"]),
        named["version"] or "",
        named["kind"] == "egg-info",
        inside,
        recorded,
        frozenset(owned),
        bool(recorded) and _is_intact(folder, recorded, files),
    )


def _rows(text: str) -> Mapping[str, str]:
    try:
        return parse_record(text)
    except csv.Error:
        return {}


def is_release(file: File) -> bool:
    """Whether a file came with a package release, and not in a folder of the user's."""
    return "==" in file.origin


def _is_intact(folder: str, recorded: Mapping[str, str], files: Mapping[str, File]) -> bool:
    for path, digest in recorded.items():
        if not digest or path.startswith((folder, f"{site_of(path)}bin/")):
            continue
        file = files.get(path)
        if file is None or record_digest(file.sha256) != digest:
            return False
    return True


def surplus(found: Sequence[Info]) -> dict[Info, Info]:
    """Return the folders that describe a distribution a second time -> the one that stays."""
    groups: dict[tuple[str | None, str], list[Info]] = {}
    for info in found:
        groups.setdefault((site_of(info.folder), info.name), []).append(info)
    losers = {}
    for group in groups.values():
        *rest, winner = sorted(group, key=lambda info: info.rank)
        losers.update(dict.fromkeys(rest, winner))
    return losers
