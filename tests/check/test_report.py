"""Severity x confidence x provenance -> verdict; the allow-list; the baseline."""

from dataclasses import replace
from datetime import date

import pytest

from lamella.check.finding import Confidence, Finding, NotRun, Severity, Tier, Unexamined, found
from lamella.check.report import Raw, Verdict, fingerprint, judge
from lamella.check.rule import Rule
from lamella.model.check import Allowed, CheckSettings, FailOn, Level
from lamella.run.checking.exits import exit_code

TODAY = date(2026, 11, 25)
PTH = found(Rule.PTH_CODE, path="python/a.pth")
HIDES, HARMLESS = Unexamined("a", "why"), Unexamined("a", "why", hides=False)
H, M, L = Severity.HIGH, Severity.MEDIUM, Severity.LOW


def raw(
    *findings: Finding, unexamined: tuple[Unexamined, ...] = (), tier: Tier = Tier.P0, not_run: tuple[NotRun, ...] = ()
) -> Raw:
    paths = {each.path for each in findings}
    return Raw(
        findings,
        unexamined,
        not_run,
        dict.fromkeys(paths, tier),
        dict.fromkeys(paths, "d" * 64),
        dict.fromkeys(paths, "acme==1.0"),
    )


CASES = [
    ((), (), Verdict.PASS),
    ((), (HARMLESS,), Verdict.PASS),
    ((), (HIDES,), Verdict.INCOMPLETE),
    ((replace(PTH, severity=L),), (), Verdict.PASS),
    ((replace(PTH, severity=L),), (HIDES,), Verdict.INCOMPLETE),
    ((replace(PTH, severity=M),), (), Verdict.REVIEW),
    ((replace(PTH, severity=M),), (HIDES,), Verdict.REVIEW),
    ((replace(PTH, severity=M, confidence=Confidence.LOW),), (), Verdict.PASS),
    ((PTH,), (HIDES,), Verdict.BLOCK),
    ((replace(PTH, confidence=Confidence.LOW),), (), Verdict.REVIEW),
]


@pytest.mark.parametrize(("findings", "unexamined", "verdict"), CASES, ids=range(len(CASES)))
def test_verdicts(findings: tuple[Finding, ...], unexamined: tuple[Unexamined, ...], verdict: Verdict) -> None:
    assert judge("t", raw(*findings, unexamined=unexamined), CheckSettings(), frozenset(), TODAY).verdict is verdict


def test_thresholds_are_the_files() -> None:
    settings = CheckSettings(block=Level.NEVER, review=Level.CRITICAL)
    assert judge("t", raw(PTH), settings, frozenset(), TODAY).verdict is Verdict.PASS
    assert (
        judge("t", raw(replace(PTH, severity=L)), CheckSettings(block=Level.LOW), frozenset(), TODAY).verdict
        is Verdict.BLOCK
    )


@pytest.mark.parametrize(
    ("rule", "tier", "severity"),
    [
        (Rule.PTH_CODE, Tier.P1, H),
        (Rule.PTH_CODE, Tier.P2, L),
        (Rule.DECODED_EXEC, Tier.P2, M),
        (Rule.HIDDEN_NAME, Tier.P2, L),
        (Rule.PROVIDER_TOKEN, Tier.P2, L),
        (Rule.MANIFEST_MISMATCH, Tier.P2, Severity.CRITICAL),
        (Rule.GLIBC_TOO_NEW, Tier.P2, H),
    ],
)
def test_what_the_lock_vouches_for_weighs_less(rule: Rule, tier: Tier, severity: Severity) -> None:
    report = judge("t", raw(found(rule, path="a"), tier=tier), CheckSettings(), frozenset(), TODAY)
    assert [each.severity for each in report.findings] == [severity]


ENTRY = Allowed("pth-code", "d" * 64, "acme==1.0", "our tracer", "team-x", date(2026, 12, 31))


def test_an_entry_of_the_allow_list_needs_to_fit_in_every_part() -> None:
    report = judge("t", raw(PTH), CheckSettings(allow=(ENTRY,)), frozenset(), TODAY)
    assert (report.verdict, report.findings, len(report.accepted)) == (Verdict.PASS, (), 1)
    assert "our tracer" in report.accepted[0].reason
    for other in (
        replace(ENTRY, rule="extension"),
        replace(ENTRY, sha256="e" * 64),
        replace(ENTRY, release="acme==1.1"),
        replace(ENTRY, expires=date(2026, 11, 24)),
    ):
        report = judge("t", raw(PTH), CheckSettings(allow=(other,)), frozenset(), TODAY)
        assert report.verdict is Verdict.BLOCK
        assert any("expired" in note or "fits nothing" in note for note in report.notes)


def test_the_baseline_holds_for_the_same_content() -> None:
    adopted = frozenset({fingerprint(PTH, {"python/a.pth": "d" * 64})})
    assert judge("t", raw(PTH), CheckSettings(), adopted, TODAY).verdict is Verdict.PASS
    assert fingerprint(PTH, {"python/a.pth": "e" * 64}) not in adopted
    assert fingerprint(replace(PTH, line=9), {"python/a.pth": "d" * 64}) in adopted


def test_what_did_not_run_changes_no_verdict() -> None:
    assert (
        judge("t", raw(not_run=(NotRun("advisories", "no data"),)), CheckSettings(), frozenset(), TODAY).verdict
        is Verdict.PASS
    )


@pytest.mark.parametrize(
    ("verdicts", "fail_on", "required", "code"),
    [
        ("pass", FailOn.REVIEW, False, 0),
        ("pass", FailOn.REVIEW, True, 5),
        ("incomplete", FailOn.REVIEW, False, 5),
        ("review", FailOn.REVIEW, False, 3),
        ("review", FailOn.BLOCK, False, 0),
        ("block", FailOn.BLOCK, False, 3),
        ("block", FailOn.NEVER, False, 0),
        ("incomplete block", FailOn.BLOCK, False, 3),
        ("incomplete review", FailOn.BLOCK, False, 5),
    ],
)
def test_exit_codes(verdicts: str, fail_on: FailOn, required: bool, code: int) -> None:  # noqa: FBT001
    plain = judge("t", raw(not_run=(NotRun("advisories", "no data"),)), CheckSettings(), frozenset(), TODAY)
    reports = [replace(plain, verdict=Verdict(word)) for word in verdicts.split()]
    assert exit_code(reports, fail_on, require_advisories=required) == code
