"""Opening and closing, many times, at once, in vain; and what is left after a violent end."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import lamella
from lamella.errors import ToolError
from lamella.sandbox.cells import stale
from lamella.sandbox.cells.open_cell import open_cell
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.outcome import Isolation, Mechanism
from real_cells import (
    ROOTED,
    TARGET,
    Cells,
    open_files,
    processes_with,
    wait_for,
)


def test_fifty_in_sequence_leave_nothing(cells: Cells) -> None:
    token = f"cell-{os.getpid()}-sequence"
    descriptors, mounts = open_files(), Path("/proc/self/mountinfo").read_text()
    for _ in range(50):
        with cells.open() as opened:
            opened.start("import time; time.sleep(600)", token)
    assert processes_with(token) == []
    assert open_files() == descriptors
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert not cells.scratch.exists() or not list(cells.scratch.iterdir())


def test_eight_at_once(cells: Cells) -> None:
    outputs: dict[int, str] = {}
    cells.rooms()
    gate = threading.Barrier(8)

    def one(number: int) -> None:
        gate.wait()
        with cells.open() as opened:
            outputs[number] = opened.run("import sys; print(sys.argv[1])", str(number)).output

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outputs == {number: f"{number}\n" for number in range(8)}


_LEFT = """
import sys, time
from pathlib import Path
from real_cells import Cells
from lamella.sandbox.outcome import Mechanism
with Cells(Path(sys.argv[1]), {}, {}).open(Mechanism(sys.argv[2])) as opened:
    opened.start("import os, time\\nos.fork()\\nos.setsid()\\ntime.sleep(600)", sys.argv[3])
    opened.start("import time; time.sleep(600)", sys.argv[3])
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.mark.usefixtures("_bwrap")
@pytest.mark.parametrize("mechanism", list(Mechanism))
def test_after_sigkill_of_lamella_nothing_runs(tmp_path: Path, mechanism: Mechanism) -> None:
    token = f"cell-{os.getpid()}-killed-{mechanism}"
    paths = [str(Path(lamella.__file__).parents[1]), str(Path(__file__).parents[2]), *sys.path]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    command = [sys.executable, "-c", _LEFT, str(tmp_path), mechanism, token]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        mounts = Path("/proc/self/mountinfo").read_text()
        assert len(processes_with(token)) >= 3
        process.kill()
        process.wait()
        wait_for(lambda: processes_with(token) == [])
    stale.sweep(tmp_path / "scratch")
    assert list(tmp_path.glob("scratch/*")) == []
    assert Path("/proc/self/mountinfo").read_text() == mounts


@pytest.mark.parametrize("mechanism", ROOTED)
def test_a_cell_that_cannot_be_made_says_which_step_failed_and_leaves_nothing(
    cells: Cells, mechanism: Mechanism
) -> None:
    rooms = cells.rooms()
    gone = Rooms(rooms.opt, cells.folder / "gone", rooms.runtime, None, rooms.interpreter)
    descriptors = open_files()
    isolation = Isolation(mechanism)
    with pytest.raises(ToolError) as caught:
        open_cell(gone, Function(TARGET, "a.b"), Rules(), print, scratch=cells.scratch, isolation=isolation)
    assert "gone" in caught.value.why
    assert caught.value.hint
    assert open_files() == descriptors
