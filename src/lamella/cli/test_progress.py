"""A progress line for the tests of a layer, on a terminal's stderr."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from rich.console import Console as RichConsole
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from lamella.build.outcome import Job
from lamella.cli.console import Console
from lamella.model.tested import Check, Failed
from lamella.run.test import Watching


@contextmanager
def watched(console: Console) -> Iterator[Watching]:
    """A line that counts checks, and one that stays for each failure."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=RichConsole(file=console.err, markup=False), transient=True) as progress:
        yield _Line(progress, progress.add_task("building what is needed", total=None))


@dataclass
class _Line(Watching):
    progress: Progress
    task: TaskID
    made: int = 0
    guard: Lock = field(default_factory=Lock)

    def begins(self, job: Job) -> None:
        with self.guard:
            self.made = 0
            self.progress.update(self.task, description=f"{job}: starting")

    def checked(self, job: Job, checks: Sequence[Check]) -> None:
        with self.guard:
            self.made += len(checks)
            self.progress.update(self.task, description=f"{job}: {self.made} checks")
            for check in checks:
                if isinstance(check.outcome, Failed):
                    self.progress.console.print(f"  {job}: failed: {check.kind} {check.name}")
