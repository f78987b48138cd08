"""Processes of a cell: their start, their output, their end, what they use."""

import os
import threading
import time
from pathlib import Path

import pytest

from lamella.sandbox.cell import Exited
from lamella.sandbox.cells.open_cell import open_cell
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import Mechanism
from real_cells import (
    ENVIRON,
    NAMESPACES,
    PYTHON,
    ROOTED,
    TARGET,
    Cells,
    Opened,
    processes_with,
    wait_for,
)


def test_the_listener_is_reached_from_inside(cell: Opened) -> None:
    assert cell.cell.address == "127.0.0.1:9001"
    pid = cell.start("import socket; socket.create_connection(('127.0.0.1', 9001), 5).sendall(b'hello')")
    connection, _ = cell.cell.listener.accept()
    with connection:
        assert connection.recv(5) == b"hello"
    assert cell.wait(pid).exited.code == 0


def test_lamella_reaches_a_listener_inside(cell: Opened) -> None:
    listen = "import socket\ns = socket.create_server(('127.0.0.1', 8000))\nprint('up', flush=True)\n"
    pid = cell.start(listen + "s.accept()[0].send(b'yes')")
    cell.ear.output(pid, b"up")
    with cell.cell.connect(8000) as connection:
        assert connection.recv(3) == b"yes"
    with pytest.raises(ConnectionRefusedError):
        cell.cell.connect(8001)


def test_limits_are_lambdas(cell: Opened) -> None:
    kinds = "[r.RLIMIT_NOFILE, r.RLIMIT_NPROC, r.RLIMIT_CORE]"
    expression = f"(lambda r: [r.getrlimit(kind) for kind in {kinds}])(__import__('resource'))"
    assert cell.asked(expression) == [[1024, 1024], [1024, 1024], [0, 0]]


def test_environment_and_input_are_as_given(cell: Opened) -> None:
    ran = cell.run("import os, sys; print(sorted(os.environ), repr(sys.stdin.read()))", environ={"LANG": "C.UTF-8"})
    assert ran.output == "['LANG'] ''\n"


def test_both_outputs_come_in_order_and_before_the_end(cell: Opened) -> None:
    ran = cell.run("import os\nfor n in range(500): os.write(1 + n % 2, b'%d ' % n)")
    assert ran.output.split() == [str(number) for number in range(500)]
    assert cell.ear.order(ran.exited.pid)[-1] is Exited


def test_what_was_written_is_heard_before_usage_returns(cell: Opened) -> None:
    pid = cell.start("import time; print('x' * 200000, 'end', flush=True); open('/tmp/done', 'w'); time.sleep(60)")
    wait_for(lambda: cell.shell("cat /tmp/done").exited.code == 0)
    cell.cell.usage()
    assert cell.ear.output(pid).endswith("end\n")


def test_a_flood_waits_for_the_listener(cell: Opened) -> None:
    ran = cell.run("import os\nfor _ in range(200): os.write(1, b'x' * 65536)")
    assert (ran.exited.code, len(ran.output)) == (0, 200 * 65536)


@pytest.mark.parametrize(
    ("code", "expected"), [("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", -9), ("pass", 0)]
)
def test_ends_are_told(cell: Opened, code: str, expected: int) -> None:
    before = time.monotonic_ns()
    spawned = cell.cell.spawn([PYTHON, "-c", code], ENVIRON)
    exited = cell.ear.end(spawned.pid)
    assert exited.code == expected
    assert before < spawned.started_ns < exited.at_ns < time.monotonic_ns()
    assert exited.cpu_ms > 0
    assert not exited.over_memory


@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("/var/task/nothing", FileNotFoundError),
        ("/var/task/app.py", PermissionError),
        ("/opt/data.txt", PermissionError),
    ],
)
def test_what_cannot_be_executed_says_why(cell: Opened, program: str, error: type[OSError]) -> None:
    with pytest.raises(error):
        cell.cell.spawn([program], ENVIRON)
    assert cell.run("pass").exited.code == 0


def test_kill_all_ends_daemons_too(cell: Opened) -> None:
    daemon = """
import os, time
if os.fork() == 0:
    os.setsid()
    os.fork() or time.sleep(600)
print('up', flush=True)
time.sleep(600)
"""
    pids = [cell.start(daemon) for _ in range(2)]
    for pid in pids:
        cell.ear.output(pid, b"up")
    cell.cell.kill_all()
    assert [cell.ear.end(pid).code for pid in pids] == [-9, -9]
    assert len(cell.asked("[name for name in os.listdir('/proc') if name.isdigit()]")) == 2


def test_usage_is_the_peak_and_all_cpu_time(cell: Opened) -> None:
    cell.run("held = b'x' * (60 << 20)\nfor _ in range(2_000_000): pass")
    used = cell.cell.usage()
    assert 60 << 10 < used.max_memory_kb < 100 << 10
    assert used.cpu_ms > 20
    pid = cell.start("import time; held = b'x' * (120 << 20); print('up', flush=True); time.sleep(600)")
    cell.ear.output(pid, b"up")
    assert 120 << 10 < cell.cell.usage().max_memory_kb < 160 << 10


def test_memory_of_several_processes_is_counted_together(cell: Opened) -> None:
    code = "import os, time\nchild = os.fork()\nheld = b'x' * (50 << 20)\nprint('up', flush=True)\ntime.sleep(600)"
    pid = cell.start(code)
    cell.ear.output(pid, b"up\nup")
    assert 100 << 10 < cell.cell.usage().max_memory_kb < 130 << 10


def test_shared_memory_counts_once(cells: Cells) -> None:
    code = (
        "import os, time\nheld = b'x' * (80 << 20)\nfor _ in range(3): os.fork() or time.sleep(1) or os._exit(0)\n" * 1
    )
    code += "for _ in range(3): os.wait()"
    with cells.open(memory_mb=150) as opened:
        ran = opened.run(code)
        assert (ran.exited.code, ran.exited.over_memory) == (0, False)
        assert opened.cell.usage().max_memory_kb < 130 << 10


@pytest.mark.parametrize("mechanism", ROOTED)
def test_memory_over_the_limit_ends_all(cells: Cells, mechanism: Mechanism) -> None:
    with cells.open(mechanism, memory_mb=128) as opened:
        other = opened.start("import time; time.sleep(600)")
        ran = opened.run("import time\nheld = []\nwhile True: held.append(b'x' * (1 << 20)); time.sleep(0.001)")
        assert (ran.exited.code, ran.exited.over_memory) == (-9, True)
        assert opened.ear.end(other).over_memory
        after = opened.run("pass")
        assert (after.exited.code, after.exited.over_memory) == (0, False)


def test_extensions_are_files_also_those_that_cannot_be_launched(cells: Cells) -> None:
    cells.opt |= {"extensions/b": "", "extensions/a": "", "extensions/text": "", "extensions/folder/x": ""}
    with cells.open() as opened:
        for name in "ab":
            (cells.folder / "opt/extensions" / name).chmod(0o755)
        assert opened.cell.extensions() == ("a", "b", "text")


def test_without_extensions_there_are_none(cells: Cells) -> None:
    with cells.open() as opened:
        assert opened.cell.extensions() == ()


def test_closing_twice_and_asking_afterwards(cells: Cells) -> None:
    with cells.open() as opened:
        pid = opened.start("import time; time.sleep(600)")
        opened.cell.close()
        opened.cell.close()
        assert opened.ear.end(pid).code == -9
        with pytest.raises(OSError, match="closed"):
            opened.cell.spawn([PYTHON], ENVIRON)


def test_the_listener_may_ask_and_close(cells: Cells) -> None:
    closed = threading.Event()

    def hear(happening: object) -> None:
        if isinstance(happening, Exited):
            assert cell.usage().max_memory_kb > 0
            cell.kill_all()
            cell.close()
            closed.set()

    cell = open_cell(cells.rooms(), Function(TARGET, "a.b"), Rules(), hear, scratch=cells.scratch, isolation=NAMESPACES)
    cell.spawn([PYTHON, "-c", ""], ENVIRON)
    assert closed.wait(20)


def test_the_end_of_the_first_process_is_the_end_of_all(cells: Cells) -> None:
    token = f"cell-{os.getpid()}-first"
    with cells.open() as opened:
        pid = opened.start("import time; time.sleep(600)", token)
        (inside,) = processes_with(token)
        status = Path(f"/proc/{inside}/status").read_text()
        parent = int(next(line for line in status.splitlines() if line.startswith("PPid")).split()[1])
        os.kill(parent, 9)
        assert opened.ear.end(pid).code == -9
        with pytest.raises(OSError, match="has ended"):
            opened.cell.spawn([PYTHON], ENVIRON)
        opened.cell.kill_all()
    assert processes_with(token) == []
