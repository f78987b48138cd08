from pathlib import Path

import pytest

from lamella.errors import UsageError
from lamella.run.cleaning.pin_files import pin_texts


def test_files_and_folders_are_read_also_through_links_each_folder_once(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "far").write_text("far")
    folder = tmp_path / "terraform"
    (folder / "prod" / ".git").mkdir(parents=True)
    (folder / "prod" / "terraform.tfstate").write_bytes(b"\xff state")
    (folder / "prod" / ".git" / "index").write_text("old")
    (folder / "main.tf").write_text("main")
    (folder / "link").symlink_to(elsewhere / "far")
    (folder / "folder").symlink_to(elsewhere)
    (folder / "prod" / "round").symlink_to(folder)
    texts = pin_texts([str(folder), str(elsewhere / "far")])
    assert [(text.source, text.content) for text in texts] == [
        (str(folder / "link"), "far"),
        (str(folder / "main.tf"), "main"),
        (str(folder / "folder" / "far"), "far"),
        (str(folder / "prod" / "terraform.tfstate"), "\ufffd state"),
        (str(elsewhere / "far"), "far"),
    ]


def test_a_path_at_which_there_is_nothing_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*absent"):
        pin_texts([str(tmp_path / "absent")])
