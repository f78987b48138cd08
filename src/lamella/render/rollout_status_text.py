"""How a rollout stands, as text; `status --watch` and `run` show the same parts live."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from lamella.change.rollout.function import Function, Standing
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.state import Head, Phase, State
from lamella.render.plain import plain
from lamella.render.rollout_by_hand import by_hand
from lamella.render.rollout_times import time_left
from lamella.render.rollout_waves import standings_by_wave
from lamella.render.rollout_words import moment, percent
from lamella.render.size import many
from lamella.render.terminal import line, row, table, to_text

MOST_FUNCTIONS = 200
STYLES = {
    Standing.WAITING: "dim",
    Standing.MOVING: "cyan",
    Standing.MOVED: "green",
    Standing.RESTORING: "yellow",
    Standing.RESTORED: "yellow",
    Standing.SKIPPED: "dim",
    Standing.DRIFTED: "magenta",
    Standing.UNRESTORED: "bold red",
}
_PHASES = {
    Phase.DONE: "bold green",
    Phase.ROLLED_BACK: "bold yellow",
    Phase.ROLLING_BACK: "bold yellow",
    Phase.FAILED: "bold red",
}
_ORDER = (
    Standing.UNRESTORED,
    Standing.DRIFTED,
    Standing.RESTORING,
    Standing.RESTORED,
    Standing.MOVING,
    Standing.MOVED,
    Standing.SKIPPED,
    Standing.WAITING,
)


def rollout_status_text(state: State, now: datetime, *, width: int, color: bool) -> str:
    """Return phase and time left, waves, functions, readings, and what must be restored by hand."""
    return to_text(status_parts(state, now), width=width, color=color)


def status_parts(state: State, now: datetime, most: int = MOST_FUNCTIONS) -> Iterator[RenderableType]:
    """Yield the parts of the status, at most `most` functions of them; those that need a look come first."""
    yield from _head(state.head, now)
    yield Text()
    yield _waves(state)
    yield from _functions(state, most)
    yield from _readings(state)
    commands = by_hand(state)
    if commands:
        yield Text()
        yield Text("To restore by hand", style="bold red")
    # Unwrapped, so that each can be copied whole.
    yield from (line("  ", "", command) for command in commands)


def _head(head: Head, now: datetime) -> Iterator[RenderableType]:
    yield line(f"rollout {head.id} of {head.layer}  ", "bold", f"environment {head.environment}")
    stage = f", stage {head.stage} of {head.stages}" if head.stage else f", {many(head.stages, 'stage')}"
    yield line(str(head.phase), _PHASES.get(head.phase, "bold cyan"), stage)
    for words in time_left(head, now):
        yield line("  ", "", words)
    yield line("  ", "", f"started {moment(head.started_at)} by {head.started_by}")
    if head.ended_at is not None:
        yield line("  ", "", f"ended {moment(head.ended_at)}")
    if head.why:
        yield line("  because  ", "yellow", head.why)


def _waves(state: State) -> RenderableType:
    waves = standings_by_wave(state.functions.values())
    seen = [each for each in Standing if any(each in counts for counts in waves.values())]
    made = table("Waves", (">wave", ">functions", *(f">{each}" for each in seen), "aliases"))
    weights: dict[int, list[Function]] = {}
    for function in state.functions.values():
        if function.planned.aliases:
            weights.setdefault(function.planned.wave, []).append(function)
    for number, counts in waves.items():
        cells = (f"{counts[each]:,}" if counts[each] else "-" for each in seen)
        row(made, str(number), f"{counts.total():,}", *cells, _wave_weights(weights.get(number, ())))
    return made


def _wave_weights(functions: Sequence[Function]) -> str:
    """How many aliases give the new version how much: `4 at 10 %, 1 at 50 %`."""
    shares = Counter(each.weights.get(alias.name, 0.0) for each in functions for alias in each.planned.aliases)
    return ", ".join(f"{shares[share]} at {percent(share)}" for share in sorted(shares)) or "-"


def _functions(state: State, most: int) -> Iterator[RenderableType]:
    functions = sorted(state.functions.values(), key=lambda each: (_ORDER.index(each.standing), each.planned.wave))
    if not functions:
        return
    yield Text()
    made = table("Functions", (">wave", "where", "function", "state", "new version", "because"))
    for each in functions[:most]:
        row(
            made,
            str(each.planned.wave or "-"),
            str(each.ref.place),
            plain(each.ref.name),
            str(each.standing),
            plain(has(each)),
            plain(each.why) or "-",
            style=STYLES[each.standing],
        )
    yield made
    if len(functions) > most:
        yield Text(f"  and {many(len(functions) - most, 'more function')}: --output json or csv lists all")


def has(function: Function) -> str:
    """Return what has the new version: `version 9: live 10 %`, `$LATEST`."""
    shares = ", ".join(f"{alias} {percent(share)}" for alias, share in sorted(function.weights.items()) if share)
    if function.published is not None:
        return f"version {function.published}{f': {shares}' if shares else ''}"
    return "$LATEST" if function.swapped else "-"


def _readings(state: State) -> Iterator[RenderableType]:
    found = readings_of(state)
    if not found:
        return
    yield Text()
    made = table("Gates", ("gate", ">pass", ">fail", ">not enough data"))
    by_gate: dict[str, Counter[Verdict]] = {}
    for _, reading in found:
        by_gate.setdefault(reading.gate, Counter())[reading.verdict] += 1
    for gate, counts in by_gate.items():
        row(made, plain(gate), *(f"{counts[verdict]:,}" if counts[verdict] else "-" for verdict in Verdict))
    yield made
    failed = [(function, reading) for function, reading in found if reading.verdict is Verdict.FAIL]
    if failed:
        yield Text()
        made = table("Failed readings", ("gate", "function", "reading", "threshold", "evidence"))
        for function, reading in failed:
            of = "-" if function is None else str(function.ref)
            cells = (reading.gate, of, reading.value, reading.threshold, reading.evidence)
            row(made, *map(plain, cells), style="red")
        yield made


def readings_of(state: State) -> list[tuple[Function | None, Reading]]:
    """Return the newest readings, those of no single function first."""
    found: list[tuple[Function | None, Reading]] = [(None, reading) for reading in state.head.readings]
    for function in state.functions.values():
        smoke = () if function.smoke is None else (function.smoke,)
        found += [(function, reading) for reading in (*smoke, *function.readings)]
    return found
