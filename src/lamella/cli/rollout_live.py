"""A rollout while it goes: a live table on a terminal's stderr, else a line for each thing that happens."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console as RichConsole
from rich.console import Group
from rich.live import Live
from rich.text import Text

from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import State
from lamella.cli.console import Console
from lamella.render.plain import plain
from lamella.render.rollout_history import told
from lamella.render.rollout_status_text import status_parts
from lamella.render.rollout_words import moment
from lamella.run.rollouts.running import Watching

_REFRESHES_PER_S = 4
_FRAME_LINES = 14


@contextmanager
def watched(console: Console, now: Callable[[], datetime]) -> Iterator[Watching]:
    """What shows a rollout on `console.err`; the live table is gone at the end, for the result to stand alone."""
    if not console.interactive:
        yield _Lines(console)
        return
    rich = RichConsole(file=console.err, markup=False, emoji=False, highlight=False)
    with Live(console=rich, refresh_per_second=_REFRESHES_PER_S, transient=True, vertical_overflow="crop") as live:
        yield _Table(live, now)


@dataclass
class _Lines:
    console: Console
    waited: str = ""

    def changed(self, state: State, entries: Sequence[Entry]) -> None:
        for entry in entries:
            of = "" if entry.ref is None else f"{entry.ref}: "
            phase = f"{entry.phase} {entry.stage}/{state.head.stages}"
            self.console.say(plain(f"{moment(entry.at)}  {phase}  {of}{told(entry)}"))
        if entries:
            self.waited = ""

    def waits(self, state: State, why: str) -> None:
        if why != self.waited:
            self.waited = why
            self.console.say(plain(f"{state.head.phase}: {why}"))


@dataclass(frozen=True)
class _Table:
    live: Live
    now: Callable[[], datetime]

    def changed(self, state: State, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.ref is None:
                self.live.console.print(Text(plain(f"{moment(entry.at)}  {told(entry)}"), style="dim"))
        self.live.update(Group(*status_parts(state, self.now(), self._fitting())))

    def waits(self, state: State, why: str) -> None:
        parts = status_parts(state, self.now(), self._fitting())
        self.live.update(Group(*parts, Text(), Text(plain(why), style="dim")))

    def _fitting(self) -> int:
        return max(3, self.live.console.height - _FRAME_LINES)
