import zipfile
from pathlib import Path

import pytest

from lamella.errors import UsageError
from lamella.fleet.fleet import Pin
from lamella.fleet.references import pins_in
from lamella.model.arn import LayerVersionArn
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_arns_are_found_whatever_a_shell_wrote_them_as(encoding: str, tmp_path: Path) -> None:
    arn = LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:3")
    plan = tmp_path / "plan.json"
    plan.write_bytes(f'{{"layers": ["{arn}"], "name": "caf\u00e9"}}\r\n'.encode(encoding))
    assert pins_in(pin_texts([str(plan)]), [arn]) == (Pin(arn, str(plan)),)


@pytest.mark.parametrize("content", [b"PK\x03\x04 a saved Terraform plan", b"\x1f\x8b packed"])
def test_a_packed_file_is_refused_where_it_is_named(content: bytes, tmp_path: Path) -> None:
    plan = tmp_path / "tfplan"
    plan.write_bytes(content)
    with pytest.raises(UsageError, match="is packed") as raised:
        pin_texts([str(plan)])
    assert "terraform show -json" in raised.value.hint
    assert len(pin_texts([str(tmp_path)])) == 1


def test_a_saved_terraform_plan_in_a_folder_is_told_and_other_zips_are_not(tmp_path: Path) -> None:
    for name, entry in (("code.zip", "app.py"), ("release.plan", "tfplan")):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr(entry, "packed")
    with pytest.raises(UsageError, match=r"release\.plan is packed"):
        pin_texts([str(tmp_path)])
    (tmp_path / "release.plan").unlink()
    assert [Path(text.source).name for text in pin_texts([str(tmp_path)])] == ["code.zip"]
