"""Splits an installed folder into the Trees of its releases, by their RECORDs."""

import csv
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_INFO = ".dist-info"


@dataclass(frozen=True, slots=True)
class Installed:
    """One distribution of an installed folder.

    Attributes:
        name, version: From METADATA.
        info: Its dist-info folder's name.
        files: Paths relative to the folder -> sha256 as the RECORD has it (urlsafe base64, unpadded; may be empty).
    """

    name: str
    version: str
    info: str
    files: Mapping[str, str]


def parse_record(text: str) -> dict[str, str]:
    """Read a RECORD: path -> sha256, empty where none is given. Paths that leave the folder are left out."""
    found = {}
    for row in csv.reader(text.splitlines()):
        if not row:
            continue
        path = posixpath.normpath(row[0])
        # pip --target records scripts two folders up, where it would have put them in an environment.
        while path.startswith("../"):
            path = path[3:]
        if path and not path.startswith("/") and path != "..":
            algorithm, _, digest = row[1].partition("=") if len(row) > 1 else ("", "", "")
            found[path] = digest if algorithm == "sha256" else ""
    return found


def disputed(distributions: Iterable[Installed]) -> frozenset[str]:
    """Return the paths that more than one distribution records with different content."""
    seen: dict[str, str] = {}
    clashes = set()
    for distribution in distributions:
        for path, digest in distribution.files.items():
            if seen.setdefault(path, digest) != digest:
                clashes.add(path)
    return frozenset(clashes)


def metadata_headers(text: str) -> dict[str, list[str]]:
    """Return the header fields of a METADATA file, lower-case names, values in order."""
    fields: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in text.splitlines():
        if not line:
            break
        if line[0] in " \t":
            if last:
                last[-1] += "\n" + line.strip()
            continue
        name, colon, value = line.partition(":")
        if not colon:
            break
        last = fields.setdefault(name.strip().lower(), [])
        last.append(value.strip())
    return fields


def is_pure(wheel: str) -> bool:
    """Whether a WHEEL file says that the wheel fits any machine: every tag ends in `none-any`."""
    tags = metadata_headers(wheel).get("tag", [])
    return bool(tags) and all(tag.endswith("-none-any") for tag in tags)


def info_folders(names: Iterable[str]) -> list[str]:
    """Return the dist-info folders among names, sorted."""
    return sorted(name for name in names if name.endswith(_INFO))
