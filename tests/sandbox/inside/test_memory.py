import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lamella.sandbox.inside.memory import cpu_ms

_WORK = """
import os, sys, time
def work():
    end = time.process_time() + 0.08
    while time.process_time() < end:
        pass
"""
_ITSELF = "work()"
_CHILD = """
if not os.fork():
    work()
    os._exit(0)
os.wait()
"""
_WAIT = """
print("done", flush=True)
sys.stdin.read()
"""


@contextmanager
def living(work: str) -> Iterator[int]:
    """A process that used 80 ms of CPU time and then waits."""
    command = [sys.executable, "-c", _WORK + work + _WAIT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"done\n"
        yield process.pid
        process.kill()


@pytest.mark.parametrize("work", [_ITSELF, _CHILD])
def test_cpu_time_of_a_living_process_and_of_its_ended_children(work: str) -> None:
    with living(work) as pid:
        # A child's time is told in hundredths of a second.
        assert 70 <= cpu_ms([pid]) < 2000


def test_cpu_time_is_finer_than_a_tick_and_adds_up() -> None:
    with living(_ITSELF) as one, living(_ITSELF) as other:
        assert any(cpu_ms([pid]) % 10 for pid in (one, other))
        assert cpu_ms([one, other]) >= 160


def test_a_process_that_is_gone_uses_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert cpu_ms([process.pid]) == 0
