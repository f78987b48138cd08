from pathlib import Path

import pytest

from lamella.cli.main import main


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("markdown==3.7\n")
    monkeypatch.chdir(tmp_path)


def test_init_says_what_it_wrote_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["init", "--name", "data"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "wrote lamella.toml: layer data from requirements.txt for python3.13/x86_64\n"
    assert captured.err == "target: nothing here asks for a Python version\nnext: lamella build\n"
    assert "[layers.data]" in (tmp_path / "lamella.toml").read_text()


def test_what_init_wrote_is_what_config_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # the layer is named after the folder, whose name is long under workers
    argv = ["init", "--from", "requirements.txt", "--target", "python3.12/arm64", "--target", "python3.12/x86_64"]
    assert main(argv) == 0
    capsys.readouterr()
    assert main(["config", "show"]) == 0
    assert "python3.12/arm64, python3.12/x86_64" in capsys.readouterr().out


def test_init_never_overwrites(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text("mine")
    assert main(["init"]) == 2
    assert (tmp_path / "lamella.toml").read_text() == "mine"
    assert capsys.readouterr().err == (
        "error: this folder has a lamella.toml; nothing was written\n"
        "  `lamella init` never overwrites a configuration\n"
        "hint: add a table [layers.NAME] to it, or move it away first\n"
    )


def test_an_unknown_target(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["init", "--target", "python2.7/x86_64"]) == 2
    assert "error: --target: unknown runtime `python2.7`" in capsys.readouterr().err
    assert not (tmp_path / "lamella.toml").exists()
