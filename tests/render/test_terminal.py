import pytest
from rich.text import Text

from lamella.render.terminal import row, table, terminal_width, to_text


def rendered(*, color: bool, width: int = 60) -> str:
    made = table("Things", ("name", ">size"))
    row(made, "[red]a[/red] :smile:", "1", style="bold")
    return to_text([made], width=width, color=color)


def test_markup_in_data_is_text() -> None:
    assert "[red]a[/red] :smile:" in rendered(color=False)


def test_colour_only_where_asked() -> None:
    assert "\x1b" not in rendered(color=False)
    assert "\x1b[1m" in rendered(color=True)


def test_no_trailing_spaces() -> None:
    assert all(line == line.rstrip() for line in rendered(color=False).splitlines())


@pytest.mark.parametrize(("columns", "width"), [("200", 200), ("10", 60)])
def test_terminal_width(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == width


def test_long_lines() -> None:
    words = "word " * 20
    assert len(to_text([Text(words)], width=60, color=False).splitlines()) == 2
    assert to_text([Text(words, no_wrap=True)], width=60, color=False) == words.rstrip()
