import dataclasses
import os
import zipfile
from pathlib import Path

import pytest

from lamella.errors import OverLimitError, UsageError
from lamella.limits import limits
from lamella.sandbox.rooms import task


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}


def code(folder: Path) -> Path:
    for name in ("app.py", "pkg/mod.py", "pkg/__pycache__/mod.pyc", ".git/config", "pkg/.git", "closed/x.py", "run.sh"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        path.chmod(0o644)
    (folder / "pkg" / "mod.py").chmod(0o600)
    (folder / "run.sh").chmod(0o755)
    (folder / "closed").chmod(0o700)
    return folder


def test_a_copy_of_everything_but_history_with_modes_as_others_see_them(tmp_path: Path) -> None:
    source = code(tmp_path / "code")
    source.chmod(0o700)
    made = task.prepared(source, tmp_path / "cache", tmp_path / "scratch")
    assert files(made.path) == {
        "app.py": 0o444,
        "pkg/mod.py": 0,
        "pkg/__pycache__/mod.pyc": 0o444,
        "closed/x.py": 0,
        "run.sh": 0o555,
    }
    assert made.path.parent == tmp_path / "scratch"
    assert (source / "pkg" / "mod.py").stat().st_mode & 0o777 == 0o600
    task.discard(made)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    source = tmp_path / "code"
    source.mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "x.py").write_text("x")
    (source / "shared").symlink_to(tmp_path / "shared")
    (source / "again").symlink_to(source)
    (source / "gone").symlink_to(tmp_path / "nothing")
    os.mkfifo(source / "pipe")
    made = task.prepared(source, tmp_path / "cache", tmp_path / "scratch")
    assert files(made.path) == {"shared/x.py": 0o444}
    task.discard(made)


def test_a_zip_is_code_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as made:
        made.writestr(zipfile.ZipInfo("app.py"), "x")  # mode 600, as Python writes it
    folder = task.prepared(tmp_path / "code.zip", tmp_path / "cache", tmp_path / "scratch")
    assert files(folder.path) == {"app.py": 0}
    task.discard(folder)
    assert folder.path.is_dir()


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder or zip"):
        task.prepared(tmp_path / "code", tmp_path, tmp_path)


def test_code_that_no_function_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = dataclasses.replace(limits(), unzipped_bytes=10)
    monkeypatch.setattr(task, "limits", lambda: small)
    with pytest.raises(OverLimitError, match="larger than a function may be"):
        task.prepared(code(tmp_path / "code"), tmp_path, tmp_path / "scratch")
    assert list((tmp_path / "scratch").iterdir()) == []
