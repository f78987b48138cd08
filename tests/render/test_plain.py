import pytest

from lamella.render.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("a\tb\n", "a\tb\n"), ("\x1b[31mred", r"\x1b[31mred"), ("é\x9b\x00\r", r"é\x9b\x00\x0d")],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert plain(text) == shown
