import json
import zipfile
from pathlib import Path

import pytest

from lamella.cli.main import main


@pytest.fixture(name="layer")
def _layer(tmp_path: Path) -> Path:
    path = tmp_path / "layer.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("python/a.py", "x = 1\n")
    return path


def test_text_is_the_default(layer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(layer)]) == 0
    captured = capsys.readouterr()
    assert "0 of 1 module with bytecode" in captured.out
    assert "\x1b" not in captured.out
    assert captured.err == ""


def test_json(layer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["inspect", str(layer), str(layer), "--output", "json", "--target", "python3.13/arm64", "--top", "0"]) == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert document["target"] == "python3.13/arm64"
    assert len(document["layers"]) == 2
    assert document["largest_files"] == []


def test_csv(layer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(layer), "--output", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("layer,path,package,")


def test_html(layer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert main(["inspect", str(layer), "--html", str(page)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().err == f"wrote {page}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing.zip"], 2, "error: there is no file or folder missing.zip"),
        (["LAYER", "--target", "python2.7/arm64"], 2, "unknown runtime"),
        (["LAYER", "--html", "missing/folder/page.html"], 1, "cannot write"),
        (["HOSTILE"], 3, "rule: name-traversal"),
    ],
)
def test_errors(
    layer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as made:
        made.writestr("../../x", "")
    paths = {"LAYER": str(layer), "HOSTILE": str(hostile)}
    assert main(["inspect", *(paths.get(each, each) for each in arguments)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["x", "--top", "-1"], ["x", "--top", "many"], ["x", "--output", "xml"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["inspect", *arguments])
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err
