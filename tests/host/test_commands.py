"""Commands of the user: gates and notifications."""

import time
from pathlib import Path

import pytest

from lamella.change.rollout.judging.told import Ended
from lamella.host.commands import run_command


@pytest.mark.parametrize(
    ("script", "ended"),
    [
        ("cat", Ended(0, "given")),
        ("echo a; echo b; exit 3", Ended(3, "b")),
        ("echo what >&2; exit 75", Ended(75, "what")),
        ("pwd > here; exit 0", Ended(0, "")),
    ],
)
def test_code_and_last_line(script: str, ended: Ended, tmp_path: Path) -> None:
    assert run_command(("sh", "-c", script), "given\n", tmp_path, 10) == ended


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    ended = run_command(("./absent",), "", tmp_path, 10)
    assert ended.code is None
    assert "could not be started: No such file" in ended.said


def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    ended = run_command(("sh", "-c", "(sleep 2; touch late) & sleep 30"), "", tmp_path, 0.3)
    assert ended == Ended(None, "it took longer than 0.3 s")
    time.sleep(2.2)
    assert not (tmp_path / "late").exists()
