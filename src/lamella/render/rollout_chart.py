"""Charts of a rollout as inline SVG: its stages in time, and readings against their thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from lamella.change.rollout.function import Function
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Head, Phase
from lamella.model.durations import duration_text
from lamella.render.plain import plain
from lamella.render.rollout_history import told
from lamella.render.rollout_words import moment

MOST_BARS = 30
_WIDTH = 1000
_LABELS = 130
_ROW = 26
_BAR = 16
_TICKS = 6
_FARTHEST = 2.5
_VALUES = 260
_BACK = "back"
_WAYS_BACK = frozenset({Phase.ROLLING_BACK, Phase.ROLLED_BACK, Phase.FAILED})


@dataclass(frozen=True, slots=True)
class _Span:
    """A phase from one entry of the history to the next."""

    row: str
    phase: Phase
    begin: datetime
    end: datetime


def timeline(entries: Sequence[Entry], head: Head, now: datetime) -> str:
    """Return the stages in time, each with its moves and its bake, and failed readings where they were told."""
    if not entries:
        return ""
    begin = entries[0].at
    end = max(head.ended_at or now, entries[-1].at, begin + timedelta(seconds=1))
    spans = [*_spans(entries, end)]
    rows = list(dict.fromkeys(span.row for span in spans))
    scale = _Scale(begin, end)
    height = _ROW * len(rows) + 28
    parts = [*_axis(scale, height), *(_bar(span, rows.index(span.row), scale) for span in spans)]
    parts += [
        _mark(entry, rows.index(_row_of(entry)), scale)
        for entry in entries
        if entry.reading is not None and entry.reading.verdict is Verdict.FAIL and _row_of(entry) in rows
    ]
    parts += [_text(0, _ROW * position + 17, "label", _row_title(name)) for position, name in enumerate(rows)]
    return _svg(height, "Stages in time", parts)


def bars(gate: str, readings: Sequence[tuple[Function | None, Reading]]) -> str:
    """Return a bar for each reading of a gate, as a share of its own threshold, the worst first."""
    found = sorted(((ratio, *each) for each in readings if (ratio := _ratio(each[1])) is not None), key=_worst_first)
    if not found:
        return ""
    shown = found[:MOST_BARS]
    farthest = min(_FARTHEST, max(1.25, *(ratio for ratio, _, _ in shown)))
    across = _WIDTH - 2 * _LABELS - _VALUES
    limit_x = 2 * _LABELS + across / farthest
    parts = []
    for position, (ratio, function, reading) in enumerate(shown):
        top = _ROW * position
        of = "all" if function is None else str(function.ref)
        css = str(reading.verdict).replace(" ", "-")
        long = max(1.0, across * min(ratio, farthest) / farthest)
        title = f"<title>{_safe(f'{of}: {reading.evidence}')}</title>"
        parts.append(_text(0, top + 17, "label", _shortened(of), title))
        place = f'x="{2 * _LABELS}" y="{top + 5}" width="{long:.1f}" height="{_BAR}" rx="2"'
        parts.append(f'<rect class="{css}" {place}>{title}</rect>')
        parts.append(_text(_WIDTH - _VALUES + 12, top + 17, "value", f"{reading.value} ({reading.threshold})", title))
    height = _ROW * len(shown) + 4
    parts.append(f'<line class="limit" x1="{limit_x:.1f}" x2="{limit_x:.1f}" y1="0" y2="{height}"/>')
    return _svg(height, f"Readings of {gate}", parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    begin: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.begin) / (self.end - self.begin)
        return _LABELS + (_WIDTH - _LABELS - 8) * min(1.0, max(0.0, share))


def _spans(entries: Sequence[Entry], end: datetime) -> Iterator[_Span]:
    for position, entry in enumerate(entries):
        until = entries[position + 1].at if position + 1 < len(entries) else end
        if not entry.phase.ended and until > entry.at:
            yield _Span(_row_of(entry), entry.phase, entry.at, until)


def _row_of(entry: Entry) -> str:
    return _BACK if entry.phase in _WAYS_BACK else str(entry.stage)


def _row_title(name: str) -> str:
    return "rolling back" if name == _BACK else f"stage {name}"


def _bar(span: _Span, row: int, scale: _Scale) -> str:
    left, right = scale.x(span.begin), scale.x(span.end)
    took = duration_text((span.end - span.begin).total_seconds())
    css = str(span.phase).replace(" ", "-")
    title = _safe(f"{span.phase}, {took}, from {moment(span.begin)}")
    width = max(1.0, right - left)
    return (
        f'<rect class="{css}" x="{left:.1f}" y="{_ROW * row + 5}" width="{width:.1f}" height="{_BAR}">'
        f"<title>{title}</title></rect>"
    )


def _mark(entry: Entry, row: int, scale: _Scale) -> str:
    x, y, half = scale.x(entry.at), _ROW * row + 5 + _BAR / 2, 6
    of = "" if entry.ref is None else f"{entry.ref}: "
    points = f"{x:.1f},{y - half} {x + half:.1f},{y} {x:.1f},{y + half} {x - half:.1f},{y}"
    return f'<polygon class="failed" points="{points}"><title>{_safe(of + told(entry))}</title></polygon>'


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    whole = scale.end - scale.begin
    for tick in range(_TICKS):
        at = scale.begin + whole * tick / (_TICKS - 1)
        x = scale.x(at)
        css = "tick" if tick < _TICKS - 1 else "tick last"
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 24}"/>'
        yield _text(x, height - 6, css, f"+{duration_text((at - scale.begin).total_seconds())}")


def _ratio(reading: Reading) -> float | None:
    if reading.number is None or reading.limit is None:
        return None
    if reading.limit <= 0:
        return _FARTHEST if reading.number > reading.limit else 0.0
    return max(0.0, reading.number / reading.limit)


def _worst_first(found: tuple[float, Function | None, Reading]) -> tuple[bool, float]:
    return found[2].verdict is not Verdict.FAIL, -found[0]


def _shortened(text: str) -> str:
    most = 38
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _text(x: float, y: float, css: str, text: str, title: str = "") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{_safe(text)}{title}</text>'


def _safe(text: str) -> str:
    return escape(plain(text))


def _svg(height: int, name: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_safe(name)}">'
        f"{''.join(parts)}</svg>"
    )
