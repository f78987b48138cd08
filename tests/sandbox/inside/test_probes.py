"""Files that were asked for and are not there."""

import os
from pathlib import Path

import pytest

from lamella.sandbox.function import Rules
from lamella.sandbox.outcome import Mechanism
from real_cells import ENVIRON, ROOTED, Cells, wait_for

PROBED = Rules(probed=True)


@pytest.mark.parametrize("mechanism", list(Mechanism))
def test_failed_opens_below_opt_are_seen(cells: Cells, mechanism: Mechanism) -> None:
    code = """
import ctypes, os, sys
opt = sys.argv[1]
def attempt(call, *arguments):
    try: call(*arguments)
    except OSError: pass
attempt(open, opt + '/open.txt')
attempt(os.stat, opt + '/deep/stat.txt')
attempt(os.lstat, opt + '/lstat')
attempt(os.readlink, opt + '/readlink')
os.access(opt + '/access', os.R_OK)
os.chdir(opt)
attempt(open, 'relative.txt')
folder = os.open('python', os.O_RDONLY)
attempt(lambda: os.open('beside.txt', os.O_RDONLY, dir_fd=folder))
ctypes.CDLL(None).fopen(opt.encode() + b'/from_c', b'r')
attempt(open, opt + '/data.txt')
attempt(open, '/var/task/nothing')
attempt(open, opt + '/../opt/./python/dots')
"""
    with cells.open(mechanism, PROBED) as opened:
        assert not any("failed opens" in each for each in opened.cell.isolation.missing)
        assert opened.run(code, "/opt").output == ""
        found = opened.cell.probed()
        dots = set() if mechanism is Mechanism.PROCESS else {"python/dots"}
        assert set(found) == {
            "access", "deep/stat.txt", "from_c", "lstat", "open.txt", "python/beside.txt", "readlink", "relative.txt",
        } | (dots or set(found) & {"python/dots"})  # fmt: skip
        assert list(found) == sorted(found)
        assert opened.cell.probed() == ()


@pytest.mark.parametrize("mechanism", ROOTED)
def test_threads_and_children_are_seen_and_kill_works(cells: Cells, mechanism: Mechanism) -> None:
    code = """
import os, threading
def probe(name):
    for number in range(50): os.path.exists(f'/opt/{name}-{number}')
threads = [threading.Thread(target=probe, args=(f'thread{number}',)) for number in range(4)]
for thread in threads: thread.start()
if os.fork() == 0: probe('child'), os._exit(0)
os.wait()
for thread in threads: thread.join()
"""
    with cells.open(mechanism, PROBED) as opened:
        assert opened.run(code).exited.code == 0
        assert len(opened.cell.probed()) == 250
        pid = opened.start("import os\nwhile True: os.path.exists('/opt/again')")
        wait_for(lambda: opened.cell.probed() == ("again",))
        opened.cell.kill_all()
        assert opened.ear.end(pid).code == -9


def test_a_program_that_is_not_there_still_says_so(cells: Cells) -> None:
    with cells.open(rules=PROBED) as opened:
        with pytest.raises(FileNotFoundError):
            opened.cell.spawn(["/opt/extensions/none"], ENVIRON)
        assert opened.run("pass").exited.code == 0


def test_with_the_trace(cells: Cells) -> None:
    with cells.open(rules=Rules(probed=True, traced=True)) as opened:
        opened.run("import os; open('/opt/data.txt').read(); os.path.exists('/opt/none')")
        assert (opened.cell.accessed(), opened.cell.probed()) == (("data.txt",), ("none",))


def test_without_the_rule_nothing_is_recorded(cells: Cells) -> None:
    with cells.open() as opened:
        opened.run("import os; os.path.exists('/opt/none')")
        assert opened.cell.probed() == ()


def test_listeners_are_closed_with_their_processes(cells: Cells) -> None:
    with cells.open(rules=PROBED) as opened:
        for _ in range(3):
            opened.run("pass")
        first = int(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()[-1])
        inside = int(Path(f"/proc/{first}/task/{first}/children").read_text().split()[0])
        held = [str(link.readlink()) for link in Path(f"/proc/{inside}/fd").iterdir()]
        assert not [each for each in held if "seccomp" in each]
