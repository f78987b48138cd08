"""An audit of grants as text, JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from lamella.fleet.grants import Audit, Audited, Verdict
from lamella.render.size import many
from lamella.render.terminal import row, table, to_text

COLUMNS = (
    "account",
    "region",
    "layer",
    "version",
    "statement",
    "principal",
    "organization",
    "verdict",
    "why",
    "arn",
)


def grants_text(audit: Audit, *, everything: bool, width: int, color: bool) -> str:
    """Return a table of findings, or of every statement, and a summary."""
    return to_text(_parts(audit, everything=everything), width=width, color=color)


def _parts(audit: Audit, *, everything: bool) -> Iterator[RenderableType]:
    shown = audit.statements if everything else audit.findings
    for place, group in groupby(shown, key=lambda audited: audited.arn.place):
        made = table(str(place), ("version", "statement", "for", "why"))
        for audited in group:
            arn = audited.arn
            row(
                made,
                arn.short,
                audited.statement.sid,
                str(audited.statement.grant),
                audited.why,
                style="" if audited.verdict is Verdict.WANTED else "yellow",
            )
        yield made
        yield ""
    if audit.gaps:
        missing = table("Could not be read", ("what", "place", "why"))
        for gap in audit.gaps:
            row(missing, gap.what, str(gap.place), gap.why)
        yield missing
        yield ""
    found = many(len(audit.findings), "finding") if audit.findings else "no findings"
    statements = many(len(audit.statements), "statement")
    gaps = f"; {many(len(audit.gaps), 'gap')}: what is there is unknown" if audit.gaps else ""
    yield Text(f"{many(audit.versions, 'version')}, {statements}: {found}{gaps}")


def grants_json(audit: Audit) -> str:
    """Return every statement and gap."""
    document = {
        "versions": audit.versions,
        "findings": len(audit.findings),
        "statements": [
            {
                "arn": str(audited.arn),
                "layer": audited.layer or None,
                "statement_id": audited.statement.sid,
                "principal": audited.statement.principal,
                "organization_id": audited.statement.organization_id,
                "verdict": str(audited.verdict),
                "why": audited.why,
            }
            for audited in audit.statements
        ],
        "gaps": [
            {"account": gap.place.account, "region": gap.place.region, "what": gap.what, "why": gap.why}
            for gap in audit.gaps
        ],
    }
    return json.dumps(document, indent=2)


def grants_csv(audit: Audit) -> str:
    """Return one row for each statement."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(audited) for audited in audit.statements)
    return buffer.getvalue().rstrip("\n")


def _cells(audited: Audited) -> tuple[str | int, ...]:
    arn, statement = audited.arn, audited.statement
    return (
        arn.place.account,
        arn.place.region,
        arn.layer.name,
        arn.number,
        statement.sid,
        statement.principal,
        statement.organization_id or "",
        str(audited.verdict),
        audited.why,
        str(arn),
    )
