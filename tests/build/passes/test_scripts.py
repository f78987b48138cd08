"""Tests of lamella.build.passes.scripts."""

import pytest

from lamella.build.passes.scripts import for_lambda, is_python_script
from lamella.model.target import Target

TARGET = Target.parse("python3.13/arm64")
LONG = "#!/bin/sh\n'''exec' \"/very/long/bin/python\" \"$0\" \"$@\"\n' '''\nprint(1)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#!/home/me/.venv/bin/python3.13\nprint(1)\n", "#!/var/lang/bin/python3.13\nprint(1)\n"),
        ("#!/usr/bin/env python3\nprint(1)\n", "#!/var/lang/bin/python3.13\nprint(1)\n"),
        ("#!/usr/bin/env -S python3 -E\nprint(1)\n", "#!/var/lang/bin/python3.13\nprint(1)\n"),
        ("#!python\r\nprint(1)\r\n", "#!/var/lang/bin/python3.13\nprint(1)\r\n"),
        (LONG, "#!/var/lang/bin/python3.13\nprint(1)\n"),
        ("#!/bin/sh\necho python\n", None),
        ("#!/home/python/bin/bash\n", None),
        ("print(1)\n", None),
        ("\x7fELF#!python\n", None),
        ("", None),
    ],
)
def test_first_lines(before: str, after: str | None) -> None:
    assert for_lambda(before.encode(), TARGET) == (before if after is None else after).encode()
    assert is_python_script(before.encode()) is (after is not None)
