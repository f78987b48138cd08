"""What `lock check` prints: lines with hints, JSON, or CSV."""

import csv
import io

import msgspec

from lamella.change.drift import Checked
from lamella.render.plain import plain
from lamella.render.size import many


def drift_text(checked: Checked) -> str:
    """Return what differs, what could not be read, and how much was checked."""
    lines = []
    for drift in checked.drifts:
        lines += [f"{drift.kind}: {drift.layer} {drift.target}: {drift.what}", f"  hint: {drift.hint}"]
    lines += [f"gap: {gap.place}: {gap.what}: {gap.why}" for gap in checked.gaps]
    places = many(len(checked.places), "place")
    ending = f"{many(len(checked.drifts), 'difference')}, {many(len(checked.gaps), 'gap')}"
    return plain("\n".join([*lines, f"checked {many(checked.records, 'version')} in {places}: {ending}"]))


def drift_json(checked: Checked) -> str:
    """Return the document of docs/commands/lock.md."""
    document = {
        "records": checked.records,
        "places": [{"account": place.account, "region": place.region} for place in checked.places],
        "drifts": [
            {
                "kind": drift.kind.value,
                "environment": drift.environment,
                "layer": drift.layer,
                "target": drift.target,
                "arn": str(drift.arn),
                "what": drift.what,
                "hint": drift.hint,
            }
            for drift in checked.drifts
        ],
        "gaps": [
            {"account": gap.place.account, "region": gap.place.region, "what": gap.what, "why": gap.why}
            for gap in checked.gaps
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def drift_csv(checked: Checked) -> str:
    """Return one row a difference and one a gap, without a last line end."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["kind", "environment", "layer", "target", "account", "region", "arn", "what"])
    for drift in checked.drifts:
        place = drift.arn.place
        rows.writerow(
            [
                drift.kind,
                drift.environment,
                drift.layer,
                drift.target,
                place.account,
                place.region,
                drift.arn,
                drift.what,
            ]
        )
    for gap in checked.gaps:
        rows.writerow(["gap", "", "", "", gap.place.account, gap.place.region, "", f"{gap.what}: {gap.why}"])
    return text.getvalue().rstrip("\n")
