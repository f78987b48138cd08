"""Reports of checks as SARIF 2.1.0, for code hosts that show findings beside the code."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from lamella.check.finding import Finding, Severity
from lamella.check.report import Accepted, Report, fingerprint
from lamella.check.rule import Rule
from lamella.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "none",
}
# What GitHub's code scanning sorts by; source: its documentation of `security-severity`.
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.0",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}


def check_sarif(reports: Sequence[Report]) -> str:
    """Return one log with a run for each target."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(each) for each in reports]}, indent=2)


def _run(report: Report) -> dict[str, Any]:
    rules = sorted(
        {each.rule for each in (*report.findings, *(each.finding for each in report.accepted))},
        key=lambda rule: rule.code,
    )
    numbers = {rule: number for number, rule in enumerate(rules)}
    results = [_result(each, numbers, report) for each in report.findings]
    results += [_suppressed(each, numbers, report) for each in report.accepted]
    return {
        "tool": {
            "driver": {
                "name": "lamella",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"lamella/check/{quote(report.target, safe='')}"},
        "originalUriBaseIds": {
            "LAYER": {"description": {"text": f"the files of {report.target}, as they lie in /opt"}}
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "warning" if each.hides else "note",
                        "message": {"text": f"not examined: {each.path}: {each.reason}"},
                    }
                    for each in report.unexamined
                ],
            }
        ],
        "properties": {"verdict": report.verdict.value},
        "results": results,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.code.split("-")),
        "shortDescription": {"text": rule.message},
        "help": {"text": f"See {rule.docs}."},
        "defaultConfiguration": {"level": _LEVELS[Severity[rule.severity]]},
        "properties": {
            "tags": ["security", rule.family.value],
            "precision": rule.confidence.lower().replace("medium", "medium"),
        },
    }


def _result(finding: Finding, numbers: dict[Rule, int], report: Report) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, finding.line)],
        "partialFingerprints": {"lamella/v1": fingerprint(finding, report.digests)},
        "properties": {"confidence": finding.confidence.word, "security-severity": _SCORES[finding.severity]},
    }
    if finding.evidence:
        steps = [
            {"location": {**_location(finding.path, step.line), "message": {"text": step.text or "here"}}}
            for step in finding.evidence
        ]
        made["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return made


def _suppressed(accepted: Accepted, numbers: dict[Rule, int], report: Report) -> dict[str, Any]:
    made = _result(accepted.finding, numbers, report)
    made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": accepted.reason}]
    return made


def _location(path: str, line: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path) or ".", "uriBaseId": "LAYER"}}
    if line:
        place["region"] = {"startLine": line}
    return {"physicalLocation": place}
