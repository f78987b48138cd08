import traceback

import pytest

from lamella.errors import LamellaError


@pytest.mark.parametrize(
    ("why", "hint", "lines"),
    [("", "", []), ("one\ntwo", "", ["one", "two"]), ("", "do this", ["hint: do this"])],
)
def test_a_traceback_tells_why_and_what_to_do(why: str, hint: str, lines: list[str]) -> None:
    error = LamellaError("it failed", why=why, hint=hint)
    shown = "".join(traceback.format_exception_only(error)).splitlines()
    assert shown == ["lamella.errors.LamellaError: it failed", *lines]
