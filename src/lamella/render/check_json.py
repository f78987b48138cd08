"""Reports of checks as JSON: an object for one target, a list for several."""

import json
from collections.abc import Sequence
from typing import Any

from lamella.check.finding import Finding
from lamella.check.report import Report


def check_json(reports: Sequence[Report], *, several: bool) -> str:
    """Return the reports; `several` makes a list even of one, where the command could have had more."""
    documents = [_report(each) for each in reports]
    return json.dumps(documents if several or len(documents) != 1 else documents[0], indent=2)


def _report(report: Report) -> dict[str, Any]:
    return {
        "target": report.target,
        "verdict": report.verdict.value,
        "findings": [finding_json(each) for each in report.findings],
        "unexamined": [{"path": each.path, "reason": each.reason, "hides": each.hides} for each in report.unexamined],
        "not_run": [{"family": each.family, "reason": each.reason} for each in report.not_run],
        "accepted": [{**finding_json(each.finding), "reason": each.reason} for each in report.accepted],
        "notes": list(report.notes),
        "sha256": report.digests.get("", "") or None,
        "seconds": round(report.seconds, 3),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as it stands in every JSON document."""
    return {
        "rule": finding.rule.code,
        "family": finding.rule.family.value,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "evidence": [{"line": step.line, "text": step.text} for step in finding.evidence],
        "subject": finding.subject or None,
        "docs": finding.rule.docs,
    }
