import json
import zipfile
from pathlib import Path

import pytest

from lamella.cli.main import main


@pytest.fixture(name="pair")
def _pair(tmp_path: Path) -> tuple[str, str]:
    for name in ("a", "b"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as made:
            made.writestr(f"python/{name}.py", "x = 1\n")
    return str(tmp_path / "a.zip"), str(tmp_path / "b.zip")


@pytest.mark.parametrize(
    ("same", "flags", "code"),
    [(False, [], 0), (False, ["--detailed-exitcode"], 4), (True, ["--detailed-exitcode"], 0)],
)
def test_exit_codes(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str], flags: list[str], code: int, *, same: bool
) -> None:
    assert main(["diff", pair[0], pair[0] if same else pair[1], *flags]) == code
    assert ("The same files" in capsys.readouterr().out) == same


@pytest.mark.parametrize("output", ["json", "csv"])
def test_outputs(pair: tuple[str, str], capsys: pytest.CaptureFixture[str], output: str) -> None:
    assert main(["diff", *pair, "--output", output]) == 0
    out = capsys.readouterr().out
    if output == "json":
        assert json.loads(out)["modules_gone"] == ["a"]
    else:
        assert out.splitlines()[0].startswith("package,change,")


def test_a_missing_layer(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", pair[0], "missing.zip"]) == 2
    assert "there is no file or folder missing.zip" in capsys.readouterr().err
