"""A progress bar for checks of many targets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lamella.check.report import Report


@contextmanager
def watched(total: int) -> Iterator[Callable[[Report], None]]:
    """Show a bar on stderr while targets are checked."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", total=total)
        yield lambda _: progress.advance(task)
