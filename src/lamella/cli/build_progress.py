"""One progress display for all jobs of a build."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from lamella.build.outcome import Job
from lamella.build.outcome import Progress as Hears
from lamella.cli.console import Console


@contextmanager
def watched(console: Console, jobs: int) -> Iterator[Hears]:
    """A bar for the whole and a line for each job, on a terminal's stderr; gone when the build ends."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=RichConsole(file=console.err), transient=True) as progress:
        yield _Bars(progress, progress.add_task(f"building {jobs}", total=jobs))


@dataclass(frozen=True)
class _Bars:
    progress: Progress
    whole: TaskID
    lines: dict[str, TaskID] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)

    def at(self, job: Job, step: str) -> None:
        with self.guard:
            text = f"  {job}: {step}"
            if job.stem in self.lines:
                self.progress.update(self.lines[job.stem], description=text)
            else:
                self.lines[job.stem] = self.progress.add_task(text, total=None)

    def done(self, job: Job, *, failed: bool) -> None:
        with self.guard:
            if job.stem in self.lines:
                self.progress.remove_task(self.lines.pop(job.stem))
            self.progress.advance(self.whole)
            if failed:
                self.progress.console.print(f"  {job}: failed")
