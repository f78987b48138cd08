import json
import os
from pathlib import Path

import pytest

from lamella.cli.main import main
from lamella.host.cached_folder import obtain


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    (folder / "packs" / "ab").mkdir(parents=True)
    (folder / "locks").mkdir()
    (folder / "locks" / "one").touch()
    for name, age_s in (("new", 0), ("old", 40 * 86_400)):
        pack = folder / "packs" / "ab" / f"{name}.pack"
        pack.write_bytes(b"x" * 1000)
        used_s = pack.stat().st_mtime - age_s
        os.utime(pack, (used_s, used_s))
    os.utime(folder / "locks" / "one", (0, 0))
    monkeypatch.setenv("LAMELLA_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def test_info(capsys: pytest.CaptureFixture[str], cache: Path) -> None:
    assert main(["cache", "info", "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(cache), "packs": 2, "size_bytes": 2000}
    assert main(["cache", "info"]) == 0
    assert capsys.readouterr().out == f"{cache}: 2 packs, 2.00 kB\n"


@pytest.mark.parametrize(
    ("options", "removed", "left"),
    [
        ((), 1, ["new.pack"]),
        (("--older-than-days", "0"), 2, []),
        (("--older-than-days", "60"), 0, ["new.pack", "old.pack"]),
    ],
)
def test_prune_goes_by_the_last_use_and_leaves_locks(
    options: tuple[str, ...], removed: int, left: list[str], capsys: pytest.CaptureFixture[str], cache: Path
) -> None:
    assert main(["cache", "prune", *options, "--output", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["removed"], document["freed_bytes"]) == (removed, removed * 1000)
    assert sorted(path.name for path in (cache / "packs").rglob("*.pack")) == left
    assert (cache / "locks" / "one").exists()


@pytest.mark.parametrize("days", ["-1", "nan", "x"])
def test_an_age_that_is_none(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["cache", "prune", f"--older-than-days={days}"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2
    assert "older-than-days" in capsys.readouterr().err


def test_a_cache_that_is_not_there_is_empty(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMELLA_CACHE", "/nonexistent/lamella")
    assert main(["cache", "info", "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["size_bytes"] == 0


def test_prune_takes_whole_folders_and_none_that_is_in_use(capsys: pytest.CaptureFixture[str], cache: Path) -> None:
    def fill(made: Path) -> None:
        (made / "python").mkdir()
        (made / "python" / "a.py").write_bytes(b"x" * 100)
        os.utime(made / "python" / "a.py", (0, 0))

    obtain(cache / "opt" / "unused", fill).close()
    with obtain(cache / "opt" / "used", fill):
        for name in ("unused", "used"):
            os.utime(cache / "opt" / name, (0, 0))
        obtain(cache / "opt" / "new", fill).close()
        assert main(["cache", "prune", "--output", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["removed"], document["freed_bytes"]) == (2, 1100)
    assert sorted(path.name for path in (cache / "opt").iterdir()) == ["new", "used"]
    assert (cache / "opt" / "used" / "python" / "a.py").exists()
