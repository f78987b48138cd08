"""Reports of checks as text."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from lamella.check.finding import Finding, Severity
from lamella.check.report import Report, Verdict
from lamella.render.plain import plain
from lamella.render.terminal import line, to_text

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_VERDICTS = {
    Verdict.PASS: "bold green",
    Verdict.INCOMPLETE: "bold yellow",
    Verdict.REVIEW: "bold yellow",
    Verdict.BLOCK: "bold red",
}
_MOST_UNEXAMINED = 10


def check_text(reports: Sequence[Report], *, width: int, color: bool, everything: bool = False) -> str:
    """Return every report: findings with their evidence, what was not examined, and the verdict last.

    Args:
        reports: One for each target.
        width: Of the terminal.
        color: Whether colours may be used.
        everything: Also findings of severity `info`, and what was accepted.
    """
    return to_text(_parts(reports, everything=everything), width=width, color=color)


def _parts(reports: Sequence[Report], *, everything: bool) -> Iterator[RenderableType]:
    for number, report in enumerate(reports):
        if number:
            yield Text()
        yield from _report(report, everything=everything)
    if len(reports) > 1:
        yield Text()
        counts = {verdict: sum(report.verdict is verdict for report in reports) for verdict in Verdict}
        shown = ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items() if count)
        yield line(f"{len(reports)} targets", "bold", f": {shown}")


def _report(report: Report, *, everything: bool) -> Iterator[RenderableType]:
    yield line(plain(report.target), "bold", "")
    for note in report.notes:
        yield line("", "", f"  {note}")
    shown = [each for each in report.findings if everything or each.severity > Severity.INFO]
    for finding in shown:
        yield from _finding(finding)
    hidden = len(report.findings) - len(shown)
    if hidden:
        yield line("", "", f"  {hidden} of severity info: --all shows them")
    if report.accepted:
        yield line(
            "",
            "",
            f"  {len(report.accepted)} accepted by allow-list or baseline{'' if everything else ': --all shows them'}",
        )
        for accepted in report.accepted if everything else ():
            yield line("", "", f"    {accepted.finding.rule.code} {accepted.finding.path}: {accepted.reason}")
    yield from _unexamined(report)
    for each in report.not_run:
        if each.reason != "not asked for":
            yield line("not run   ", "dim", f"{each.family}: {each.reason}")
    yield line(report.verdict.value, _VERDICTS[report.verdict], f"  {_summary(report)}, {report.seconds:.1f} s")


def _finding(finding: Finding) -> Iterator[RenderableType]:
    place = plain(finding.path) + (f":{finding.line}" if finding.line else "")
    yield line(
        f"{finding.severity.word:<9}", _STYLES[finding.severity], f" {place or 'the whole'}  [{finding.rule.code}]"
    )
    yield line("", "", f"          {finding.message}")
    for step in finding.evidence:
        number = f"{step.line:>6}  " if step.line else "        "
        yield line("", "", f"          {number}{visible(step.text)}")


def _unexamined(report: Report) -> Iterator[RenderableType]:
    for each in report.unexamined[:_MOST_UNEXAMINED]:
        yield line("not examined", "yellow", f" {plain(each.path) or 'a part'}: {visible(each.reason)}")
    more = len(report.unexamined) - _MOST_UNEXAMINED
    if more > 0:
        yield line("not examined", "yellow", f" {more:,} more: --output json lists them")


def _summary(report: Report) -> str:
    counts = {severity: sum(each.severity is severity for each in report.findings) for severity in reversed(Severity)}
    parts = [f"{count} {severity.word}" for severity, count in counts.items() if count]
    if report.unexamined:
        parts.append(f"{len(report.unexamined):,} not examined")
    return ", ".join(parts) or "nothing found"


def visible(text: str) -> str:
    """Return text with what a terminal would not show, or would obey, written out."""
    return "".join(each if each.isprintable() or each == " " else f"\\u{ord(each):04x}" for each in plain(text))
