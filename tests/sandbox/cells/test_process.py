"""Cells that are plain processes."""

import os
from pathlib import Path

import pytest

from lamella.sandbox.cells.process import MISSING, Places
from lamella.sandbox.function import Rules
from lamella.sandbox.outcome import Mechanism
from real_cells import ENVIRON, PYTHON, Cells, processes_with

PLACES = Places({"/opt": "/x/opt", "/var/task": "/x/task", "/var/runtime": "/x/run", "/var/lang": "/x/lang"}, "/x/site")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/opt", "/x/opt"),
        ("/opt/bin/tool", "/x/opt/bin/tool"),
        ("/usr/bin:/opt/bin:/var/task", "/usr/bin:/x/opt/bin:/x/task"),
        ("--path=/opt/python,/var/lang/lib", "--path=/x/opt/python,/x/lang/lib"),
        ("open('/opt/a') or '/var/runtime'", "open('/x/opt/a') or '/x/run'"),
        ("/home/opt", "/home/opt"),
        ("/optional:/var/tasks", "/optional:/var/tasks"),
        ("s3://bucket/opt/x", "s3://bucket/opt/x"),
    ],
)
def test_paths_are_translated(text: str, expected: str) -> None:
    assert PLACES.translate(text) == expected


def test_arguments_and_variables_are_arranged() -> None:
    assert PLACES.arrange(["/var/lang/bin/python3.12", "a"], {"LAMBDA_TASK_ROOT": "/var/task"}) == (
        ["/x/lang/bin/python3.12", "a"],
        {
            "LAMBDA_TASK_ROOT": "/x/task",
            "_LAMELLA_OPT": "/x/opt",
            "_LAMELLA_SITE_PACKAGES": "/x/site",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def test_a_plain_process_runs_and_says_what_it_is_not(cells: Cells) -> None:
    cells.opt["python/module.py"] = "value = 7"
    with cells.open(Mechanism.PROCESS) as opened:
        assert set(MISSING) <= set(opened.cell.isolation.missing)
        code = "import sys; sys.path.append(sys.argv[1]); import module; print(module.value)"
        assert opened.run(code, "/opt/python").output == "7\n"
        assert opened.asked("os.getcwd()") == str(cells.folder / "task")
        assert opened.asked("os.getuid()") == os.getuid()
        assert opened.cell.usage().max_memory_kb > 5000
        assert not list((cells.folder / "opt").rglob("*.pyc"))
        with pytest.raises(FileNotFoundError):
            opened.cell.spawn(["/opt/nothing"], ENVIRON)


def test_its_descendants_end_with_it(cells: Cells) -> None:
    token = f"cell-{os.getpid()}-process"
    code = "import os, time\nif os.fork() == 0:\n os.setsid()\n os.fork()\nprint('up', flush=True)\ntime.sleep(600)"
    with cells.open(Mechanism.PROCESS) as opened:
        pid = opened.start(code, token)
        opened.ear.output(pid, b"up\nup\nup")
        opened.cell.kill_all()
        assert opened.ear.end(pid).code == -9
        assert processes_with(token) == []
        opened.ear.output(opened.start(code, token), b"up\nup\nup")
    assert processes_with(token) == []
    assert list(cells.scratch.iterdir()) == []


def test_its_memory_is_limited(cells: Cells) -> None:
    with cells.open(Mechanism.PROCESS, memory_mb=128) as opened:
        ran = opened.run("import time\nheld = []\nwhile True: held.append(b'x' * (1 << 20)); time.sleep(0.001)")
        assert (ran.exited.code, ran.exited.over_memory) == (-9, True)


def test_its_reads_can_be_traced(cells: Cells) -> None:
    with cells.open(Mechanism.PROCESS, Rules(traced=True)) as opened:
        ran = opened.run("import sys; print(open(sys.argv[1]).read())", "/opt/data.txt")
        assert ran.output == "hello\n"
        assert opened.cell.accessed() == ("data.txt",)


def test_the_interpreter_is_the_machines(cells: Cells) -> None:
    with cells.open(Mechanism.PROCESS) as opened:
        assert Path(opened.asked("sys.executable")).name == Path(PYTHON).name
