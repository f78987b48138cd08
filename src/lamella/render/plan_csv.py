"""A Plan's Steps, what is left alone, and outcomes, as CSV."""

import csv
import io

from lamella.change.applying import Applied
from lamella.change.plan import Plan
from lamella.render.plan_actions import words_of
from lamella.render.plan_json import outcome_values

COLUMNS = ("account", "region", "operation", "subject", "because", "step", "outcome", "version", "error")
LEFT_ALONE = "leave alone"
GAP = "could not be read"


def plan_csv(plan: Plan, applied: Applied | None = None) -> str:
    """Return a row for each Step, each subject left alone and each gap; the last three columns are for Steps tried."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for step in plan.steps:
        found = {} if applied is None else outcome_values(applied.outcomes[step.id])
        error = found.get("what") or (found.get("why") if found.get("outcome") == "not tried" else "")
        place, subject = step.action.place, words_of(step.action).subject
        writer.writerow(
            (
                place.account,
                place.region,
                type(step.action).__name__,
                subject,
                step.why,
                step.id,
                found.get("outcome") or "",
                found.get("version") or "",
                error or "",
            )
        )
    for left in plan.left_alone:
        writer.writerow((left.place.account, left.place.region, LEFT_ALONE, left.subject, left.why, "", "", "", ""))
    for gap in plan.gaps:
        writer.writerow((gap.place.account, gap.place.region, GAP, gap.what, gap.why, "", "", "", ""))
    return buffer.getvalue().rstrip("\n")
