"""Matches the releases of a layer with advisories."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lamella.check.advisories.osv import Advisory
from lamella.check.advisories.versions import affects, ordered
from lamella.check.finding import Finding, Step, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject


@dataclass(frozen=True, slots=True)
class Database:
    """Advisories by ecosystem and package.

    Attributes:
        advisories: By (ecosystem, normalised name).
        newest: When the newest of all changed: the data's date.
        yanked: Releases that were taken back, `name==version` -> why.
        skipped: Records that could not be read.
    """

    advisories: Mapping[tuple[str, str], Sequence[Advisory]]
    newest: datetime | None
    yanked: Mapping[str, str]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """A package in the layer; `path` is the file that says so."""

    ecosystem: str
    name: str
    version: str
    path: str

    @property
    def pinned(self) -> str:
        """`jinja2==3.1.2`."""
        return f"{self.name}=={self.version}"


def releases_in(subject: Subject) -> tuple[Release, ...]:
    """Return every package of the layer: distributions, and npm packages by their package.json."""
    made: dict[tuple[str, str, str], Release] = {}
    for distributions in subject.inspection.merged.distributions:
        for each in distributions:
            made.setdefault(
                ("PyPI", each.name, each.version), Release("PyPI", each.name, each.version, f"{each.info}/METADATA")
            )
    for (_, path), content in subject.texts.items():
        if path.endswith("/package.json") and "node_modules/" in path:
            release = _npm(path, content)
            if release is not None:
                made.setdefault(("npm", release.name, release.version), release)
    return tuple(sorted(made.values(), key=lambda each: (each.ecosystem, each.name, each.version)))


def check_advisories(releases: Iterable[Release], database: Database) -> Iterator[Finding]:
    """Yield a finding for each advisory that is about a release, with the release that would fix them all."""
    for release in releases:
        known = database.advisories.get((release.ecosystem, release.name), ())
        hits = _one_each(each for each in known if affects(each.affected, release.ecosystem, release.version))
        remedy = _remedy(release, known, hits) if hits else ""
        for each in hits:
            names = " ".join((each.id, *(alias for alias in each.aliases if alias.startswith("CVE-"))))
            fixed = _fixed_in(each, release)
            parts = [
                Step(0, each.summary[:200] or each.id),
                Step(0, f"fixed in {fixed}" if fixed else "no release fixes it"),
            ]
            if remedy:
                parts.append(Step(0, f"{release.name} {remedy} has none of the advisories for {release.version}"))
            rule = Rule.MALICIOUS_RELEASE if each.malicious else Rule.VULNERABLE
            severity = None if each.malicious else each.severity
            yield found(
                rule,
                f"{release.pinned}: {names}",
                path=release.path,
                evidence=tuple(parts),
                severity=severity,
                subject=release.pinned,
            )
        if release.ecosystem == "PyPI" and release.pinned in database.yanked:
            why = database.yanked[release.pinned]
            shown = (Step(0, why[:200]),) if why else ()
            yield found(
                Rule.YANKED, f"{release.pinned} was yanked", path=release.path, evidence=shown, subject=release.pinned
            )


def _one_each(advisories: Iterable[Advisory]) -> list[Advisory]:
    """Return advisories without such as are another's alias: GHSA before PYSEC, which says less."""
    kept: list[Advisory] = []
    names: set[str] = set()
    for each in sorted(advisories, key=lambda each: (not each.id.startswith(("MAL-", "GHSA-")), each.id)):
        mine = {each.id, *each.aliases}
        if names.isdisjoint(mine):
            kept.append(each)
        names |= mine
    return kept


def _fixed_in(advisory: Advisory, release: Release) -> str:
    now = ordered(release.ecosystem, release.version)
    later = [bounds.fixed for bounds in advisory.affected.ranges if bounds.fixed]
    return _least(release.ecosystem, [version for version in later if _after(release.ecosystem, version, now)])


def _remedy(release: Release, known: Sequence[Advisory], hits: Sequence[Advisory]) -> str:
    """Return the oldest version that is named as a fix and that no advisory is about."""
    now = ordered(release.ecosystem, release.version)
    named = {bounds.fixed for each in hits for bounds in each.affected.ranges if bounds.fixed}
    free = [
        version
        for version in named
        if _after(release.ecosystem, version, now)
        and not any(affects(each.affected, release.ecosystem, version) for each in known)
    ]
    return _least(release.ecosystem, free)


def _after(ecosystem: str, version: str, now: object) -> bool:
    other = ordered(ecosystem, version)
    return other is not None and now is not None and bool(other > now)


def _least(ecosystem: str, versions: Iterable[str]) -> str:
    known: list[tuple[Any, str]] = [
        (order, version) for version in versions if (order := ordered(ecosystem, version)) is not None
    ]
    return min(known, key=lambda pair: pair[0])[1] if known else ""


def _npm(path: str, content: bytes) -> Release | None:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    name, version = document.get("name"), document.get("version")
    folder = path.rpartition("node_modules/")[2].removesuffix("/package.json")
    # Packages carry package.json files in their own folders, too; those have another name.
    return (
        Release("npm", name, version, path)
        if isinstance(version, str) and isinstance(name, str) and name == folder
        else None
    )
