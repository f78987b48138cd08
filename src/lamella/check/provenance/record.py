"""Holds every file against the RECORD of its package."""

import base64
import binascii
import csv
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lamella.archive.distributions import Distribution
from lamella.archive.merge import Placed
from lamella.archive.pyc import source_of
from lamella.check.finding import Finding, Step, Tier, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject

_CODE_SUFFIXES = (".py", ".pyc", ".so", ".pth", ".pyd", ".sh")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What RECORDs say, and what is wrong with it."""

    tiers: Mapping[tuple[int, str], Tier]
    findings: tuple[Finding, ...]


def check_record(subject: Subject, metadata: Mapping[tuple[int, str], bytes]) -> Recorded:
    """Return P1 for every file that matches, and a finding for every one that does not.

    Args:
        subject: What is checked.
        metadata: Contents of RECORD files, by layer and path.
    """
    merged = subject.inspection.merged
    digests: dict[tuple[int, str], str] = {}
    owners: dict[tuple[int, str], Distribution] = dict[tuple[int, str], Distribution]()
    listed: set[tuple[int, str]] = set()
    for number, known in enumerate(merged.distributions):
        for each in known:
            for path, digest in _lines(metadata.get((number, f"{each.info}/RECORD"), b""), each.root):
                listed.add((number, path))
                owners.setdefault((number, path), each)
                if digest:
                    digests.setdefault((number, path), digest)
    tiers: dict[tuple[int, str], Tier] = {}
    findings: list[Finding] = []
    for placed in merged.everything:
        place = placed.layer, placed.path
        said = digests.get(place)
        if said is not None and placed.file.sha256 == said:
            tiers[place] = Tier.P1
        elif said is not None and placed.file.sha256 and not _is_script(placed.path):
            owner = owners[place]
            shown = (Step(0, f"RECORD says sha256 {said[:16]}..., the file has {placed.file.sha256[:16]}..."),)
            message = f"not what the RECORD of {owner.name} {owner.version} says"
            findings.append(found(Rule.RECORD_MISMATCH, message, path=placed.path, evidence=shown))
        elif place in listed:
            tiers[place] = Tier.P1
        else:
            findings += _unowned(
                placed,
                listed,
                owned_records={each.info for each in merged.distributions[placed.layer] if each.recorded},
            )
    return Recorded(tiers, tuple(findings))


def _unowned(placed: Placed, listed: set[tuple[int, str]], owned_records: set[str]) -> Iterator[Finding]:
    owner = placed.owner
    if owner is None or owner.info not in owned_records or not placed.path.endswith(_CODE_SUFFIXES):
        return
    source = source_of(placed.path) if placed.path.endswith(".pyc") else None
    if source is not None and (placed.layer, source) in listed:
        return
    if placed.path.endswith(".pyc") and (placed.layer, placed.path[:-1]) in listed:
        return
    if placed.path.startswith(f"{owner.info}/"):
        return
    message = f"inside {owner.name} {owner.version}, whose RECORD does not name it"
    yield found(Rule.UNOWNED_CODE, message, path=placed.path)


def _is_script(path: str) -> bool:
    # Installers write another interpreter's path into the first line of scripts.
    return path.startswith(("bin/", "python/bin/")) or "/bin/" in path


def _lines(content: bytes, root: str) -> Iterator[tuple[str, str]]:
    try:
        for row in csv.reader(content.decode("utf-8", "replace").splitlines()):
            if not row:
                continue
            placed = posixpath.normpath(posixpath.join(root, row[0]))
            if "../" in row[0]:
                kind, _, name = row[0].rpartition("/")
                placed = posixpath.join(root, posixpath.basename(kind), name)
            yield placed, _hex(row[1]) if len(row) > 1 else ""
    except csv.Error:
        return


def _hex(said: str) -> str:
    algorithm, _, digest = said.partition("=")
    if algorithm != "sha256":
        return ""
    try:
        return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex()
    except (binascii.Error, ValueError):
        return ""
