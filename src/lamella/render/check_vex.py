"""What the allow-list says of vulnerabilities, as a CycloneDX 1.6 document of VEX."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from lamella.check.report import Report
from lamella.check.rule import Family
from lamella.version import __version__

_NAMESPACE = uuid.UUID("2d0f3c0e-54c1-5c0a-9f0b-0c5b1d6f4e21")


def check_vex(reports: Sequence[Report]) -> str:
    """Return the vulnerabilities of all targets: accepted ones as not affected, the others as in triage.

    The document holds no time: the same findings give the same bytes.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for report in reports:
        for finding in report.findings:
            if finding.rule.family is Family.ADVISORIES:
                _add(found, finding.message, finding.subject, {"state": "in_triage"})
        for each in report.accepted:
            if each.finding.rule.family is Family.ADVISORIES:
                analysis = {"state": "not_affected", "detail": each.reason}
                _add(found, each.finding.message, each.finding.subject, analysis)
    entries = [found[key] for key in sorted(found)]
    digest = uuid.uuid5(_NAMESPACE, json.dumps(entries, sort_keys=True))
    return json.dumps(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{digest}",
            "version": 1,
            "metadata": {"tools": {"components": [{"type": "application", "name": "lamella", "version": __version__}]}},
            "vulnerabilities": entries,
        },
        indent=2,
    )


def _add(found: dict[tuple[str, str], dict[str, Any]], message: str, subject: str, analysis: dict[str, Any]) -> None:
    names = message.rpartition(": ")[2].split()
    name, _, version = subject.partition("==")
    found[names[0], subject] = {
        "id": names[0],
        "source": {"name": "OSV"},
        **({"references": [{"id": other, "source": {"name": "CVE"}} for other in names[1:]]} if names[1:] else {}),
        "analysis": analysis,
        "affects": [{"ref": f"pkg:pypi/{name}@{version}"}],
    }
