"""A bar for the steps of a plan, on a terminal's stderr."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from lamella.change.applying import Broken, Outcome
from lamella.change.plan import Step
from lamella.cli.console import Console
from lamella.render.plain import plain
from lamella.run.applying.effects import Progress as Hears


@contextmanager
def watched(console: Console, steps: int) -> Iterator[Hears]:
    """A bar that counts steps, and a line that stays for each failure."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=RichConsole(file=console.err, markup=False), transient=True) as progress:
        yield _Bar(progress, progress.add_task("reading what is there", total=steps))


@dataclass(frozen=True)
class _Bar:
    progress: Progress
    task: TaskID

    def waits(self, who: str) -> None:
        self.progress.console.print(plain(f"  waiting for {who}"))

    def began(self, step: Step) -> None:
        self.progress.update(self.task, description=plain(step.id))

    def ended(self, step: Step, outcome: Outcome) -> None:
        self.progress.advance(self.task)
        if isinstance(outcome, Broken):
            self.progress.console.print(plain(f"  failed: {step.id}: {outcome.error.in_one_line}"))
