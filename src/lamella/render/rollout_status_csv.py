"""How the functions of a rollout stand, as CSV."""

import csv
import io

from lamella.change.rollout.gates import Verdict
from lamella.change.rollout.state import State
from lamella.render.rollout_words import instant, kind

COLUMNS = (
    "account",
    "region",
    "function",
    "wave",
    "kind",
    "state",
    "from",
    "to",
    "version",
    "weights",
    "moved_at",
    "failed_gates",
    "because",
)


def rollout_status_csv(state: State) -> str:
    """Return a row for each function."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in state.functions.values():
        readings = (*(() if each.smoke is None else (each.smoke,)), *each.readings)
        writer.writerow(
            (
                each.ref.place.account,
                each.ref.place.region,
                each.ref.name,
                each.planned.wave,
                kind(each.planned),
                each.standing,
                each.planned.old,
                each.planned.new,
                each.published or "",
                " ".join(f"{alias}={weight:g}" for alias, weight in sorted(each.weights.items())),
                instant(each.moved_at) or "",
                "; ".join(reading.gate for reading in readings if reading.verdict is Verdict.FAIL),
                each.why,
            )
        )
    return buffer.getvalue().rstrip("\n")
