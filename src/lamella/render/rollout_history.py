"""The history of a rollout as text, JSON and CSV."""

import csv
import io
import json
from collections.abc import Sequence

from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.history import Entry
from lamella.render.plain import plain
from lamella.render.rollout_status_json import reading_values
from lamella.render.rollout_words import instant, moment
from lamella.render.terminal import row, table, to_text

COLUMNS = ("at", "phase", "stage", "account", "region", "function", "text", "gate", "verdict", "value", "threshold")


def history_text(entries: Sequence[Entry], *, width: int, color: bool) -> str:
    """Return a line for each entry, the oldest first."""
    made = table("History", ("at", "phase", ">stage", "function", "what"))
    for each in entries:
        of = "-" if each.ref is None else str(each.ref)
        failed = each.reading is not None and each.reading.verdict is Verdict.FAIL
        cells = (moment(each.at), str(each.phase), str(each.stage), plain(of), plain(told(each)))
        row(made, *cells, style="red" if failed else "")
    return to_text([made], width=width, color=color)


def history_json(entries: Sequence[Entry]) -> str:
    """Return a list of objects, the oldest first."""
    return json.dumps([_values(each) for each in entries], indent=2)


def history_csv(entries: Sequence[Entry]) -> str:
    """Return a row for each entry, the oldest first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in entries:
        of = ("", "", "") if each.ref is None else (each.ref.place.account, each.ref.place.region, each.ref.name)
        writer.writerow((instant(each.at), each.phase, each.stage, *of, each.text, *_reading_cells(each.reading)))
    return buffer.getvalue().rstrip("\n")


def told(entry: Entry) -> str:
    """Return an entry's text, with the reading where it has one."""
    reading = entry.reading
    if reading is None:
        return entry.text
    parts = (reading.value, reading.threshold, reading.evidence)
    return f"{entry.text}: {'; '.join(part for part in parts if part)}"


def _values(entry: Entry) -> dict[str, object]:
    return {
        "at": instant(entry.at),
        "phase": str(entry.phase),
        "stage": entry.stage,
        "text": entry.text,
        "account": None if entry.ref is None else entry.ref.place.account,
        "region": None if entry.ref is None else entry.ref.place.region,
        "name": None if entry.ref is None else entry.ref.name,
        "reading": None if entry.reading is None else reading_values(entry.reading),
    }


def _reading_cells(reading: Reading | None) -> tuple[str, ...]:
    if reading is None:
        return ("", "", "", "")
    return (reading.gate, str(reading.verdict), reading.value, reading.threshold)
