"""All rollouts of a store, as text, JSON and CSV."""

import csv
import io
import json
from collections.abc import Sequence

from lamella.change.rollout.state import Head
from lamella.render.plain import plain
from lamella.render.rollout_words import instant, moment
from lamella.render.terminal import row, table, to_text

COLUMNS = (
    "id",
    "layer",
    "environment",
    "phase",
    "stage",
    "stages",
    "to",
    "started_at",
    "started_by",
    "ended_at",
    "why",
)


def rollouts_text(heads: Sequence[Head], *, width: int, color: bool) -> str:
    """Return a line for each rollout."""
    if not heads:
        return "no rollouts"
    made = table("Rollouts", ("id", "layer", "environment", "phase", ">stage", "started", "ended", "because"))
    for head in heads:
        stage = f"{head.stage} of {head.stages}"
        cells = (head.id, plain(head.layer), plain(head.environment), str(head.phase), stage)
        row(made, *cells, moment(head.started_at), moment(head.ended_at), plain(head.why) or "-")
    return to_text([made], width=width, color=color)


def rollouts_json(heads: Sequence[Head]) -> str:
    """Return a list of objects."""
    return json.dumps([_values(head) | {"to": _to(head)} for head in heads], indent=2)


def rollouts_csv(heads: Sequence[Head]) -> str:
    """Return a row for each rollout."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for head in heads:
        writer.writerow(_values(head) | {"to": " ".join(_to(head))})
    return buffer.getvalue().rstrip("\n")


def _values(head: Head) -> dict[str, object]:
    return {
        "id": head.id,
        "layer": head.layer,
        "environment": head.environment,
        "phase": str(head.phase),
        "stage": head.stage,
        "stages": head.stages,
        "started_at": instant(head.started_at),
        "started_by": head.started_by,
        "ended_at": instant(head.ended_at),
        "why": head.why,
    }


def _to(head: Head) -> list[str]:
    return [str(move.new) for move in head.moves]
