"""What testing found out, as the JUnit XML that Jenkins, GitHub and GitLab read."""

import re
from collections.abc import Sequence
from typing import assert_never
from xml.etree import ElementTree as ET

from lamella.model.tested import Check, Failed, Listed, NotRun, Passed, Tested

# XML 1.0, section 2.2: characters that a document cannot hold.
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def test_junit(tested: Sequence[Tested]) -> str:
    """Return the document: a suite for each layer and target; listed and not-run checks are `skipped`."""
    root = ET.Element("testsuites", {"name": "lamella", **_totals([check for each in tested for check in each.checks])})
    for each in tested:
        name = f"{each.layer} {each.target}"
        suite = ET.SubElement(root, "testsuite", {"name": name, **_totals(each.checks), "time": f"{each.seconds:.3f}"})
        if each.isolation:
            properties = ET.SubElement(suite, "properties")
            ET.SubElement(properties, "property", {"name": "isolation", "value": _clean(each.isolation)})
        for check in each.checks:
            _case(suite, each, check)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, tested: Tested, check: Check) -> None:
    # Jenkins groups by the text before the last dot.
    group = f"{tested.layer}.{tested.target.replace('.', '_')}.{check.kind.value}"
    about = {"classname": group, "name": _clean(check.name), "time": f"{check.seconds:.3f}"}
    case = ET.SubElement(suite, "testcase", about)
    match check.outcome:
        case Passed():
            return
        case Failed(reason, hint, details):
            failure = ET.SubElement(case, "failure", {"message": _clean(reason), "type": check.kind.value})
            failure.text = _clean("\n".join(filter(None, [reason, f"hint: {hint}" if hint else "", details])))
        case Listed(reason):
            ET.SubElement(case, "skipped", {"message": _clean(f"listed: {reason}")})
        case NotRun(why):
            ET.SubElement(case, "skipped", {"message": _clean(f"not run: {why}")})
        case _:
            assert_never(check.outcome)


def _totals(checks: Sequence[Check]) -> dict[str, str]:
    skipped = sum(isinstance(check.outcome, Listed | NotRun) for check in checks)
    failures = sum(isinstance(check.outcome, Failed) for check in checks)
    return {"tests": str(len(checks)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}


def _clean(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", text)


test_junit.__test__ = False  # type: ignore[attr-defined]
