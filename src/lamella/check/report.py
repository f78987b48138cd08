"""The report of a check, and the verdict: severity x confidence x provenance, against the file's thresholds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from lamella.check.finding import Confidence, Finding, NotRun, Severity, Tier, Unexamined
from lamella.check.rule import Family, Rule
from lamella.model.check import Allowed, CheckSettings, Level


class Verdict(StrEnum):
    """What a check says in one word, the worst last.

    `incomplete`: nothing is wrong as far as could be seen.
    """

    PASS = "pass"  # noqa: S105 - a verdict
    INCOMPLETE = "incomplete"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that does not count, and why: an entry of the allow-list, or the baseline."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one target found.

    Attributes:
        target: As the user gave it.
        verdict: In one word.
        findings: The worst first.
        unexamined: What could not be analysed.
        not_run: Families that did not run, and why.
        accepted: Findings that do not count.
        notes: What the user should know: unused entries of the allow-list, the date of the advisories.
        digests: Path -> sha256 of every file; under the empty path that of the archive, where it is one.
        seconds: How long it took.
    """

    target: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    unexamined: tuple[Unexamined, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    notes: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Raw:
    """What the families said, before anybody judged it.

    Attributes:
        tiers: By path.
        digests: As in `Report`.
        releases: Path -> `name==version` of the package that owns it.
    """

    findings: tuple[Finding, ...]
    unexamined: tuple[Unexamined, ...]
    not_run: tuple[NotRun, ...]
    tiers: Mapping[str, Tier]
    digests: Mapping[str, str]
    releases: Mapping[str, str]


def judge(target: str, raw: Raw, settings: CheckSettings, baseline: frozenset[str], today: date) -> Report:
    """Return the report of a check.

    Args:
        target: As the user gave it.
        raw: What the families said.
        settings: Thresholds and allow-list.
        baseline: Fingerprints of adopted findings.
        today: Decides which entries of the allow-list are past.
    """
    weighed = [_weighed(each, raw.tiers.get(each.path, Tier.P0)) for each in _unique(raw.findings)]
    counting: list[Finding] = []
    accepted: list[Accepted] = []
    used: set[Allowed] = set()
    for each in weighed:
        entry = _allowed(each, raw, settings.allow, today)
        if entry is not None:
            used.add(entry)
            accepted.append(Accepted(each, f"{entry.reason} ({entry.owner}, until {entry.expires})"))
        elif fingerprint(each, raw.digests) in baseline:
            accepted.append(Accepted(each, "in the baseline"))
        else:
            counting.append(each)
    counting.sort(key=lambda each: (-each.severity, each.path, each.line, each.rule.code))
    verdict = _verdict(counting, raw.unexamined, settings)
    notes = tuple(_stale(settings.allow, used, today))
    return Report(target, verdict, tuple(counting), raw.unexamined, raw.not_run, tuple(accepted), notes, raw.digests)


def fingerprint(finding: Finding, digests: Mapping[str, str]) -> str:
    """Return what tells a finding apart: rule, path, the file's content and what it is about; not the line."""
    parts = (
        finding.rule.code,
        finding.path,
        digests.get(finding.path, ""),
        finding.subject,
        "" if finding.path else finding.message,
    )
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    worst: dict[tuple[Rule, str, int, str], Finding] = {}
    for each in findings:
        key = (each.rule, each.path, each.line, each.subject or each.message)
        if key not in worst or each.severity > worst[key].severity:
            worst[key] = each
    return list(worst.values())


_HEURISTIC = frozenset({Family.CODE, Family.STARTUP})


def _weighed(finding: Finding, tier: Tier) -> Finding:
    """Lower what speaks against a file by what speaks for it.

    A file that the lock file leads to was chosen with its hash: what a rule suspects there is worth a look, no more.
    Bytes that are published with a package are no secret of the user's.
    """
    most = finding.severity
    if finding.rule.family in _HEURISTIC and tier.anchored:
        most = (
            Severity.MEDIUM
            if finding.confidence is Confidence.HIGH and finding.rule.family is Family.CODE
            else Severity.LOW
        )
    elif (
        finding.rule.family is Family.SECRETS
        and (tier.anchored or (tier is Tier.P1 and "test" in finding.path.lower()))
    ) or (finding.rule is Rule.LOOKALIKE_NAME and tier.anchored):
        most = Severity.LOW
    return finding if finding.severity <= most else replace(finding, severity=most)


def _verdict(findings: Sequence[Finding], unexamined: Sequence[Unexamined], settings: CheckSettings) -> Verdict:
    worst = max((_counted(each) for each in findings), default=None)
    if worst is not None and worst >= _threshold(settings.block):
        return Verdict.BLOCK
    if worst is not None and worst >= _threshold(settings.review):
        return Verdict.REVIEW
    return Verdict.INCOMPLETE if any(each.hides for each in unexamined) else Verdict.PASS


def _counted(finding: Finding) -> int:
    return finding.severity - (finding.confidence is Confidence.LOW)


def _threshold(level: Level) -> int:
    return len(Severity) if level is Level.NEVER else Severity[level.name]


def _allowed(finding: Finding, raw: Raw, allow: Iterable[Allowed], today: date) -> Allowed | None:
    release = finding.subject or raw.releases.get(finding.path, "-")
    for entry in allow:
        if entry.expires < today or entry.rule != finding.rule.code or entry.release != release:
            continue
        if entry.sha256 == raw.digests.get(finding.path, ""):
            return entry
    return None


def _stale(allow: Iterable[Allowed], used: set[Allowed], today: date) -> Iterable[str]:
    for entry in allow:
        shown = f"the entry of the allow-list for {entry.rule} in {entry.release} ({entry.sha256[:12]})"
        if entry.expires < today:
            yield f"{shown} expired on {entry.expires}"
        elif entry not in used:
            yield f"{shown} fits nothing here"
