import os
from pathlib import Path

import pytest

from lamella.atomic import replace_bytes, replacing


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    replace_bytes(path, b"one")
    replace_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_what_is_durable_is_synced_with_its_folder_after_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []

    def fsync(handle: int) -> None:
        synced.append((Path(f"/proc/self/fd/{handle}").readlink().name, os.fstat(handle).st_size))

    monkeypatch.setattr(os, "fsync", fsync)
    replace_bytes(tmp_path / "plain", b"one")
    assert synced == []
    replace_bytes(tmp_path / "file", b"one", durable=True)
    (temporary, size_bytes), (folder, _) = synced
    assert (temporary.startswith(".file-"), size_bytes, folder) == (True, 3, tmp_path.name)


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def interrupted(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def test_modes_are_those_of_a_file_that_the_user_made(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.touch()
    replace_bytes(tmp_path / "file", b"")
    assert (tmp_path / "file").stat().st_mode == own.stat().st_mode


def test_a_pipe_stays_and_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_bytes(pipe, b"one")
        assert os.read(reader, 10) == b"one"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    file.write_bytes(b"old")
    link.symlink_to(file)
    replace_bytes(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
