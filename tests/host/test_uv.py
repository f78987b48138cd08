from pathlib import Path

import pytest

from lamella.errors import ToolError
from lamella.host.uv import Uv, readable


@pytest.mark.parametrize(
    ("stderr", "expected"),
    [
        ("warning: The requested Python version 3.12 is not available\nerror: no such thing\n", "no such thing"),
        ("error: at https://user:pw@host/simple", "at https://host/simple"),
        ("Resolved 3 packages in 1ms\n", ""),
    ],
)
def test_messages_are_readable(stderr: str, expected: str) -> None:
    assert readable(stderr, {}) == expected


def test_long_build_logs_keep_their_first_and_last_lines() -> None:
    lines = readable("error: what\n" + "\n".join(f"line {number}" for number in range(100)), {}).splitlines()
    assert lines[:2] == ["what", "..."]
    assert lines[-1] == "line 99"
    assert len(lines) == 30


def test_a_run_gives_code_and_streams() -> None:
    done = Uv({"PATH": "/usr/bin:/bin"}, Path.cwd()).run(["--no-such-option"])
    assert done.code == 2
    assert "no-such-option" in done.stderr


def test_a_run_that_takes_too_long_is_a_typed_error(tmp_path: Path) -> None:
    slow = tmp_path / "uv"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    uv = Uv({"PATH": "/usr/bin:/bin"}, Path.cwd(), timeout_s=0.2)
    uv.__dict__["binary"] = str(slow)
    with pytest.raises(ToolError, match="did not finish"):
        uv.run(["pip", "compile"])
