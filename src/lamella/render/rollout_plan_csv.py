"""The plan of a rollout as CSV."""

import csv
import io

from lamella.change.rollout.plan import RolloutPlan
from lamella.render.rollout_words import gates_of, kind

COLUMNS = (
    "account",
    "region",
    "function",
    "wave",
    "kind",
    "from",
    "to",
    "aliases",
    "layers_before",
    "layers_after",
    "gates",
    "unzipped_bytes",
    "unzipped_is_estimate",
    "invocations_per_day",
    "owner",
    "skipped_because",
)


def rollout_plan_csv(plan: RolloutPlan) -> str:
    """Return a row for each function, moved or skipped; gaps, thresholds and notes are in text and JSON."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in plan.functions:
        writer.writerow(
            (
                each.ref.place.account,
                each.ref.place.region,
                each.ref.name,
                each.wave,
                kind(each),
                each.old,
                each.new,
                " ".join(f"{alias.name}={alias.version}" for alias in each.aliases),
                " ".join(str(layer) for layer in each.before),
                " ".join(str(layer) for layer in each.after),
                "; ".join(gates_of(plan.settings, each.ref.name)),
                "" if each.size_bytes is None else each.size_bytes,
                "" if each.size_bytes is None else str(each.size_is_estimate).lower(),
                "" if each.invocations_per_day is None else f"{each.invocations_per_day:.10g}",
                each.owner,
                "",
            )
        )
    for skipped in plan.skipped:
        place = skipped.ref.place
        writer.writerow((place.account, place.region, skipped.ref.name, *[""] * (len(COLUMNS) - 4), skipped.why))
    return buffer.getvalue().rstrip("\n")
