"""A rollout as one self-contained page: its stages in time, readings against thresholds, functions, history.

Names of functions and texts from AWS are hostile; see `lamella.render.page`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape

from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import State
from lamella.model.durations import duration_text
from lamella.render.page import cell, filled, heading
from lamella.render.plain import plain
from lamella.render.rollout_by_hand import by_hand
from lamella.render.rollout_chart import MOST_BARS, bars, timeline
from lamella.render.rollout_history import told
from lamella.render.rollout_status_text import has, readings_of
from lamella.render.rollout_times import time_left
from lamella.render.rollout_words import moment, settings_words, way
from lamella.render.size import many

_FUNCTIONS = (
    ("Wave", "number"),
    ("Account", ""),
    ("Region", ""),
    ("Function", ""),
    ("Moves", ""),
    ("State", ""),
    ("New version", ""),
    ("Because", ""),
)
_READINGS = (("Gate", ""), ("Function", ""), ("Verdict", ""), ("Reading", ""), ("Threshold", ""), ("Evidence", ""))
_HISTORY = (("At", ""), ("Phase", ""), ("Stage", "number"), ("Function", ""), ("What", ""))
_NOTHING = "<p>Nothing yet.</p>"


def rollout_page(state: State, entries: Sequence[Entry], now: datetime) -> str:
    """Return the page.

    Args:
        state: How it stands.
        entries: Its history, the oldest first.
        now: When the page is made.
    """
    head = state.head
    values = {
        "title": _safe(f"Rollout of {head.layer}"),
        "id": _safe(head.id),
        "heading": f'{_safe(head.layer)} <span class="then">{_safe(str(head.phase))}</span>',
        "figures": _figures(state, now),
        "remarks": _remarks(state, now),
        "by_hand": _by_hand(state),
        "timeline": timeline(entries, head, now) or _NOTHING,
        "charts": _charts(state),
        "readings": _table(_READINGS, [_reading_row(*each) for each in readings_of(state)]),
        "functions": _table(_FUNCTIONS, [_function_row(each) for each in state.functions.values()]),
        "history": _table(_HISTORY, [_history_row(each) for each in entries]),
        "made_at": escape(moment(now)),
    }
    return filled("rollout", values, {})


def _safe(text: str) -> str:
    return escape(plain(text))


def _figures(state: State, now: datetime) -> str:
    head = state.head
    standings = Counter(each.standing for each in state.functions.values())
    failed = sum(reading.verdict is Verdict.FAIL for _, reading in readings_of(state))
    took = duration_text(((head.ended_at or now) - head.started_at).total_seconds())
    figures = [
        ("Stage", f"{head.stage} <small>of {head.stages}</small>"),
        ("Functions", f"{len(state.functions):,}"),
        *((str(each).capitalize(), f"{standings[each]:,}") for each in Standing if standings[each]),
        ("Failed readings", f"{failed:,}"),
        ("Took" if head.ended_at else "Since the start", took),
    ]
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)


def _remarks(state: State, now: datetime) -> str:
    head = state.head
    remarks = [f"Because: {head.why}."] if head.why else []
    remarks += [f"To {move.new}." for move in head.moves]
    remarks.append(f"Started {moment(head.started_at)} by {head.started_by}.")
    if head.ended_at is not None:
        remarks.append(f"Ended {moment(head.ended_at)}.")
    remarks += [f"{words[:1].upper()}{words[1:]}." for words in (*time_left(head, now), *settings_words(head.settings))]
    return "".join(f"<li>{_safe(remark)}</li>" for remark in remarks)


def _by_hand(state: State) -> str:
    commands = by_hand(state)
    if not commands:
        return ""
    lines = escape("\n".join(plain(command) for command in commands))
    return (
        '<section aria-labelledby="by-hand"><h2 id="by-hand">To restore by hand</h2>'
        f'<p class="lead">These functions could not be restored.</p><pre>{lines}</pre></section>'
    )


def _charts(state: State) -> str:
    by_gate: dict[str, list[tuple[Function | None, Reading]]] = {}
    for function, reading in readings_of(state):
        by_gate.setdefault(reading.gate, []).append((function, reading))
    figures = []
    for gate, readings in by_gate.items():
        chart = bars(gate, readings)
        if chart:
            more = len(readings) - MOST_BARS
            rest = f"; {many(more, 'more reading')} in the table" if more > 0 else ""
            figures.append(f"<figure><figcaption>{_safe(gate)}{rest}</figcaption>{chart}</figure>")
    return "".join(figures) or "<p>No gate has a number yet.</p>"


def _table(columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    if not rows:
        return _NOTHING
    head = "".join(heading(name, css) for name, css in columns)
    body = "\n".join(rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(css: str, *cells: tuple[str, str, str | float]) -> str:
    inside = "".join(
        cell(plain(text), kind, plain(value) if isinstance(value, str) else value) for text, kind, value in cells
    )
    return f'<tr class="{css}">{inside}</tr>'


def _words(*texts: str, css: str = "") -> list[tuple[str, str, str | float]]:
    return [(text, css, text) for text in texts]


def _function_row(function: Function) -> str:
    planned, ref = function.planned, function.ref
    wave = planned.wave
    cells = (
        (str(wave) if wave else "-", "number", wave),
        *_words(ref.place.account, ref.place.region, css="short"),
        *_words(ref.name, way(planned)),
        *_words(str(function.standing), css="short"),
        *_words(has(function), function.why or "-"),
    )
    return _row(f"standing-{function.standing}", *cells)


def _reading_row(function: Function | None, reading: Reading) -> str:
    of = "all" if function is None else str(function.ref)
    cells = (
        *_words(reading.gate, of),
        *_words(str(reading.verdict), css="short"),
        *_words(reading.value, reading.threshold, reading.evidence),
    )
    return _row(f"verdict-{str(reading.verdict).replace(' ', '-')}", *cells)


def _history_row(entry: Entry) -> str:
    failed = entry.reading is not None and entry.reading.verdict is Verdict.FAIL
    of = "-" if entry.ref is None else str(entry.ref)
    stage: tuple[str, str, str | float] = (str(entry.stage), "number", entry.stage)
    cells = (*_words(moment(entry.at), str(entry.phase), css="short"), stage, *_words(of, told(entry)))
    return _row("verdict-fail" if failed else "", *cells)
