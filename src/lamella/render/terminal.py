"""Rich renderables to text: with colour only where asked for, never with markup from data."""

import io
import shutil
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from lamella.render.plain import plain


def terminal_width() -> int:
    """Return the terminal's width in columns; 110 where there is no terminal."""
    return max(60, shutil.get_terminal_size((110, 24)).columns)


def to_text(parts: Iterable[RenderableType], *, width: int, color: bool) -> str:
    """Render one part below the other, without trailing spaces or newline; a `Text` with `no_wrap` stays one line."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)
    return "\n".join(line.rstrip() for line in buffer.getvalue().rstrip().splitlines())


def table(title: str, columns: Iterable[str]) -> Table:
    """Return a table without lines; a column whose heading starts with `>` holds numbers."""
    made = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="dim",
    )
    for column in columns:
        numbers = column.startswith(">")
        made.add_column(
            column.removeprefix(">"),
            justify="right" if numbers else "left",
            no_wrap=numbers,
            overflow="fold",
        )
    return made


def row(made: Table, *cells: str, style: str = "") -> None:
    """Add a row; cells are taken literally."""
    made.add_row(*(Text(cell, overflow="fold") for cell in cells), style=style)


def line(head: str, style: str, rest: str) -> Text:
    """Return one line that does not wrap; only its head has the style."""
    return Text.assemble((head, style), plain(rest), no_wrap=True)


def listed(title: str, lines: Sequence[str], style: str) -> Iterator[RenderableType]:
    """Yield a heading and the lines below it; nothing where there are none."""
    if lines:
        yield Text()
        yield Text(title, style=f"bold {style}".strip())
    for each in lines:
        yield Text(f"  {plain(each)}")
