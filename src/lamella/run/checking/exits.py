"""The exit code of a check."""

from collections.abc import Iterable

from lamella.check.report import Report, Verdict
from lamella.model.check import FailOn

_FAILS = {
    FailOn.REVIEW: frozenset({Verdict.REVIEW, Verdict.BLOCK}),
    FailOn.BLOCK: frozenset({Verdict.BLOCK}),
    FailOn.NEVER: frozenset[Verdict](),
}


def exit_code(reports: Iterable[Report], fail_on: FailOn, *, require_advisories: bool = False) -> int:
    """Return 3 with a verdict that fails, else 5 with an incomplete one or required advisories unknown, else 0."""
    several = tuple(reports)
    if any(report.verdict in _FAILS[fail_on] for report in several):
        return 3
    unknown = require_advisories and any(each.family == "advisories" for report in several for each in report.not_run)
    return 5 if unknown or any(report.verdict is Verdict.INCOMPLETE for report in several) else 0
