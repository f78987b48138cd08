"""Advisories in the OSV schema 1.x, as much as matching needs; source: https://ossf.github.io/osv-schema/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from lamella.archive.distributions import normalised
from lamella.check.finding import Severity


class _Event(msgspec.Struct, frozen=True):
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class _Range(msgspec.Struct, frozen=True):
    type: str
    events: list[_Event] = []


class _Package(msgspec.Struct, frozen=True):
    ecosystem: str = ""
    name: str = ""


class _Affected(msgspec.Struct, frozen=True):
    package: _Package = _Package()
    ranges: list[_Range] = []
    versions: list[str] = []


class _Severity(msgspec.Struct, frozen=True):
    type: str = ""
    score: str = ""


class _Record(msgspec.Struct, frozen=True):
    id: str
    modified: datetime
    affected: list[_Affected] = []
    aliases: list[str] = []
    summary: str = ""
    withdrawn: datetime | None = None
    severity: list[_Severity] = []
    database_specific: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Range:
    """Versions from `introduced` (empty: from the first) up to `fixed`, which is out, or `last`, which is in."""

    introduced: str
    fixed: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Affected:
    """Which versions of a package an advisory is about."""

    ranges: tuple[Range, ...]
    versions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Advisory:
    """One advisory for one package.

    Attributes:
        id: Such as `GHSA-...`, `PYSEC-...`, `MAL-...`.
        aliases: Other names of the same, such as its CVE.
        severity: As its database says; medium where it says nothing that is read here.
        modified: When it last changed.
    """

    id: str
    ecosystem: str
    package: str
    affected: Affected
    severity: Severity
    summary: str
    modified: datetime
    aliases: tuple[str, ...] = field(default_factory=tuple)

    @property
    def malicious(self) -> bool:
        """Whether the release itself is an attack."""
        return self.id.startswith("MAL-")


_DECODER = msgspec.json.Decoder(_Record)
_WORDS = {
    "LOW": Severity.LOW, "MODERATE": Severity.MEDIUM, "MEDIUM": Severity.MEDIUM,
    "HIGH": Severity.HIGH, "CRITICAL": Severity.CRITICAL}  # fmt: skip
ECOSYSTEMS = frozenset({"PyPI", "npm"})


def read_advisories(data: bytes) -> tuple[Advisory, ...]:
    """Return what an OSV record says of packages of PyPI and npm; nothing where it was withdrawn.

    Raises:
        ValueError: It is no OSV record.
    """
    try:
        record = _DECODER.decode(data)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
    if record.withdrawn is not None:
        return ()
    by_package: dict[tuple[str, str], list[_Affected]] = {}
    for each in record.affected:
        ecosystem = each.package.ecosystem.partition(":")[0]
        if ecosystem in ECOSYSTEMS:
            by_package.setdefault((ecosystem, _normalised(ecosystem, each.package.name)), []).append(each)
    severity = _severity(record)
    return tuple(
        Advisory(
            record.id,
            ecosystem,
            name,
            _affected(parts),
            severity,
            record.summary,
            record.modified,
            tuple(record.aliases),
        )
        for (ecosystem, name), parts in by_package.items()
    )


def _normalised(ecosystem: str, name: str) -> str:
    return normalised(name) if ecosystem == "PyPI" else name


def _affected(parts: list[_Affected]) -> Affected:
    ranges: list[Range] = []
    for part in parts:
        for each in part.ranges:
            if each.type in {"ECOSYSTEM", "SEMVER"}:
                ranges += _ranges(each.events)
    return Affected(tuple(ranges), frozenset(version for part in parts for version in part.versions))


def _ranges(events: list[_Event]) -> list[Range]:
    found: list[Range] = []
    start: str | None = None
    for event in events:
        if event.introduced is not None:
            start = "" if event.introduced == "0" else event.introduced
        elif event.fixed is not None and start is not None:
            found.append(Range(start, fixed=event.fixed))
            start = None
        elif event.last_affected is not None and start is not None:
            found.append(Range(start, last=event.last_affected))
            start = None
    if start is not None:
        found.append(Range(start))
    return found


def _severity(record: _Record) -> Severity:
    word = record.database_specific.get("severity")
    if isinstance(word, str) and word.upper() in _WORDS:
        return _WORDS[word.upper()]
    for each in record.severity:
        if each.type in {"CVSS_V3", "CVSS_V31", "CVSS_V30"}:
            score = cvss3(each.score)
            if score is not None:
                return _of_score(score)
    return Severity.MEDIUM


def _of_score(score: float) -> Severity:
    """The bands of FIRST's CVSS v3.1 specification, section 5."""
    return (
        Severity.CRITICAL
        if score >= 9
        else Severity.HIGH
        if score >= 7
        else Severity.MEDIUM
        if score >= 4
        else Severity.LOW
    )


_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
}


def cvss3(vector: str) -> float | None:
    """Return the base score of a CVSS v3 vector; `None` for what is none; source: CVSS v3.1, section 7.1."""
    parts = dict(part.split(":", 1) for part in vector.split("/") if ":" in part)
    try:
        changed = parts["S"] == "C"
        privileges = {"N": 0.85, "L": 0.68 if changed else 0.62, "H": 0.5 if changed else 0.27}[parts["PR"]]
        impact_base = 1 - (1 - _WEIGHTS["C"][parts["C"]]) * (1 - _WEIGHTS["C"][parts["I"]]) * (
            1 - _WEIGHTS["C"][parts["A"]]
        )
        exploitability = (
            8.22 * _WEIGHTS["AV"][parts["AV"]] * _WEIGHTS["AC"][parts["AC"]] * privileges * _WEIGHTS["UI"][parts["UI"]]
        )
    except KeyError:
        return None
    impact = 7.52 * (impact_base - 0.029) - 3.25 * (impact_base - 0.02) ** 15 if changed else 6.42 * impact_base
    if impact <= 0:
        return 0.0
    score = min((1.08 if changed else 1.0) * (impact + exploitability), 10)
    tenths = round(score * 100_000)
    return tenths / 100_000 if tenths % 10_000 == 0 else (tenths // 10_000 + 1) / 10
