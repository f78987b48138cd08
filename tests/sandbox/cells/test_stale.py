"""Folders of sandboxes, and the removal of stale ones."""

import subprocess
import sys
from pathlib import Path

import lamella
from lamella.sandbox.cells.stale import Folder, sweep

_KEEP = """
import sys, time
from pathlib import Path
from lamella.sandbox.cells.stale import Folder
folder = Folder(Path(sys.argv[1]))
closed = folder.path / "closed"
closed.mkdir()
(closed / "file").write_text("")
closed.chmod(0o500)
print(folder.path.name, flush=True)
time.sleep(600)
"""


def test_a_folder_is_removed_by_close_which_may_be_called_twice(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new" / "scratch")
    (folder.path / "file").write_text("")
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()
    folder.close()
    assert list(folder.path.parent.iterdir()) == []


def test_a_sweep_leaves_what_is_in_use_and_what_is_not_a_sandboxs(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    folder = Folder(tmp_path)
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([other, folder.path])
    folder.close()


def test_a_sweep_removes_what_a_killed_process_left(tmp_path: Path) -> None:
    source = str(Path(lamella.__file__).parents[1])
    program = f"import sys; sys.path.insert(0, {source!r})\n{_KEEP}"
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        sweep(tmp_path)
        assert (tmp_path / name / "closed" / "file").exists()
        process.kill()
        process.wait()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_of_nothing_does_nothing(tmp_path: Path) -> None:
    sweep(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
