import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lamella.host.cached_folder import leased, obtain, remove_tree, remove_unused, sweep


def test_made_once_and_held(tmp_path: Path) -> None:
    calls: list[Path] = []

    def make(folder: Path) -> None:
        calls.append(folder)
        (folder / "file").write_text("x")

    with obtain(tmp_path / "opt" / "a", make) as first, obtain(tmp_path / "opt" / "a", make) as second:
        assert first.path == second.path == tmp_path / "opt" / "a"
        assert (first.path / "file").read_text() == "x"
        assert first.path.stat().st_mode & 0o777 == 0o755
        assert len(calls) == 1
        assert remove_unused(first.path) is False
    assert remove_unused(tmp_path / "opt" / "a") is True
    assert list((tmp_path / "opt").iterdir()) == []


def test_use_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a"
    obtain(path, lambda _: None).close()
    os.utime(path, (0, 0))
    obtain(path, lambda _: None).close()
    assert path.stat().st_mtime > 0


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        obtain(tmp_path / "opt" / "a", fail)
    assert list((tmp_path / "opt").iterdir()) == []


def test_what_a_killed_maker_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".making-old").mkdir()
    (tmp_path / ".making-old" / "file").write_text("x")
    obtain(tmp_path / "a", lambda _: None).close()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_threads_share_one_making(tmp_path: Path) -> None:
    calls: list[Path] = []
    threads = [threading.Thread(target=lambda: obtain(tmp_path / "a", calls.append).close()) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_a_lease_outlives_sweeps_and_not_its_process(tmp_path: Path) -> None:
    held = leased(tmp_path, "task-")
    script = f"""
from pathlib import Path
from lamella.host.cached_folder import leased
print(leased(Path({str(tmp_path)!r}), "task-").path)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    left = Path(done.stdout.strip())
    (tmp_path / "other").mkdir()
    assert left.is_dir()
    sweep(tmp_path, "task-")
    assert held.path.is_dir()
    assert not left.exists()
    assert (tmp_path / "other").is_dir()
    held.close()


def test_a_tree_goes_whatever_its_modes(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "closed" / "deep").mkdir(parents=True)
    (tree / "closed" / "file").write_text("x")
    (tree / "closed" / "file").chmod(0)
    (tree / "link").symlink_to(tmp_path)
    (tree / "closed").chmod(0o500)
    remove_tree(tree)
    remove_tree(tree)
    assert tmp_path.is_dir()
    assert not tree.exists()
