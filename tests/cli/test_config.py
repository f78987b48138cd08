import json
from pathlib import Path

import pytest

from lamella.cli.main import main
from lamella.config.schema import schema

LAMELLA_TOML = """
[layers.data]
source = ["requirements.txt", "x @ https://user:secret@example.com/x.whl"]
targets = ["python3.12/x86_64"]
budget = { zipped = "20 MB" }
include = [{ from = "src", to = "python/src" }]

[environments.prod]
accounts = [{ id = "123456789012" }]
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lamella.toml").write_text(LAMELLA_TOML)
    (tmp_path / "requirements.txt").write_text("x")
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAMELLA_CACHE", "/c")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")


def shown(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[str, str]:
    assert main(["config", *argv]) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_json_has_every_value_and_its_origin(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, _ = shown(capsys, "show", "--output", "json", "--slim", "off")
    document = json.loads(out)
    values = document["values"]
    assert (document["file"], document["root"]) == (str(tmp_path / "lamella.toml"), str(tmp_path))
    assert values["layers.data.slim"] == {"value": "off", "origin": {"kind": "flag", "name": "--slim"}}
    assert values["cache"] == {"value": "/c", "origin": {"kind": "variable", "name": "LAMELLA_CACHE"}}
    assert values["layers.data.bytecode"] == {"value": "hash", "origin": {"kind": "default"}}
    in_file = {"kind": "file", "path": str(tmp_path / "lamella.toml"), "key": "layers.data.budget.zipped"}
    assert values["layers.data.budget.zipped"] == {"value": 20_000_000, "origin": in_file}
    assert values["layers.data.budget.unzipped"]["value"] is None
    assert values["layers.data.include"]["value"] == [{"from": "src", "to": "python/src"}]
    assert values["environments.prod.accounts"]["value"] == [
        {"id": "123456789012", "role_arn": None, "external_id": None}
    ]
    assert len(values) == 3 + 26 + 19 + 10 + 8 + 19


@pytest.mark.parametrize("output", ["text", "json"])
def test_credentials_are_not_shown(capsys: pytest.CaptureFixture[str], output: str) -> None:
    out, _ = shown(capsys, "show", "--output", output)
    assert "https://***@example.com/x.whl" in out
    assert "secret" not in out


def test_text_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(capsys, "show", "-j", "3")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert rows["key"] == ["value", "from"]
    assert rows["jobs"] == ["3", "--jobs"]
    assert rows["cache"] == ["/c", "LAMELLA_CACHE"]
    assert rows["layers.data.targets"] == ["python3.12/x86_64", "lamella.toml"]
    assert rows["layers.data.include"] == ["src", "->", "python/src", "lamella.toml"]
    assert rows["layers.data.budget.zipped"] == ["20,000,000", "lamella.toml"]
    assert rows["layers.data.keep"] == ["-", "default"]
    assert rows["environments.prod.name_template"] == ["{layer}", "default"]
    assert rows["environments.prod.accounts"] == ["id", "123456789012", "lamella.toml"]
    assert err == ""


def test_in_pyproject_the_origin_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lamella]\njobs = 5\n")
    out, _ = shown(capsys, "show", "--config", "pyproject.toml")
    assert "pyproject.toml [tool.lamella]" in out


def test_a_misspelt_variable_is_pointed_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMELLA_TARGET", "python3.12/arm64")
    _, err = shown(capsys, "show")
    assert err == "note: LAMELLA_TARGET means nothing to lamella; did you mean `LAMELLA_TARGETS`?\n"


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown(capsys, "schema")
    assert json.loads(out) == schema()


def test_an_error_is_three_parts_and_no_traceback(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text('[layers.data]\nsource = "requirements.txt"\nbytecode = "hashed"\n')
    assert main(["config", "show"]) == 2
    assert capsys.readouterr().err == (
        "error: lamella.toml: layers.data.bytecode is wrong\n"
        '  found: "hashed" (a string)\n'
        "  allowed: hash, only, off\n"
        "hint: did you mean `hash`?\n"
    )


def test_a_verb_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["config"])
    assert caught.value.code == 2
    assert "VERB" in capsys.readouterr().err
