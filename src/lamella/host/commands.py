"""Runs commands of the user: gates and notifications."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lamella.change.rollout.judging.told import Ended

_WIDEST = 400


def run_command(argv: Sequence[str], stdin: str, folder: Path, timeout_s: float) -> Ended:
    """Run a command without a shell, with this process's environment; what it starts ends with it on a time-out.

    Args:
        argv: The program and its arguments; one with a `/` is looked up from the folder.
        stdin: What it reads.
        folder: Where it runs.
        timeout_s: After that it is killed.
    """
    try:
        running = subprocess.Popen(
            argv,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return Ended(None, f"it could not be started: {getattr(error, 'strerror', None) or error}")
    with running:
        try:
            said, _ = running.communicate(stdin, timeout_s)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            return Ended(None, f"it took longer than {timeout_s:g} s")
        except BaseException:
            os.killpg(running.pid, signal.SIGKILL)
            raise
    return Ended(running.returncode, _last_line(said))


def _last_line(text: str) -> str:
    return next((line.strip()[:_WIDEST] for line in reversed(text.splitlines()) if line.strip()), "")
