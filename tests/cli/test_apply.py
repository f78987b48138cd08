import io
from dataclasses import replace
from pathlib import Path

import pytest

from lamella.change.document import as_document, to_json
from lamella.cli import main
from sample_plans import share_plan

PLAN = share_plan().plan
TOML = '[environments.qa]\nregions = ["eu-west-1"]\n'


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    assert main(["apply", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{}", "missing required field `format`"),
        (b"\xff", "it is not UTF-8"),
        (b"", "truncated"),
        (to_json(PLAN).replace("prod", "qa").encode(), "was changed after it was made"),
    ],
)
def test_what_is_no_plan_is_refused(capsys: pytest.CaptureFixture[str], content: bytes, told: str) -> None:
    Path("plan.json").write_bytes(content)
    err = refused(capsys, "plan.json")
    assert err.startswith("error: plan.json is no plan that can be applied\n")
    assert told in err
    assert "hint: " in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "hint: save one: `lamella publish --out plan.json`" in refused(capsys, "plan.json")


def test_a_folder_is_no_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "is a folder, no plan" in refused(capsys, str(tmp_path))


def test_an_environment_that_is_not_known_here(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.json").write_text(to_json(PLAN))
    assert "there is no lamella.toml here" in refused(capsys, "plan.json")
    Path("lamella.toml").write_text(TOML)
    err = refused(capsys, "plan.json")
    assert "error: the plan is for environment `prod`, which is not known here" in err
    assert "lamella.toml: qa" in err


def test_another_digest_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.json").write_text(to_json(PLAN))
    assert as_document(PLAN)["digest"] in refused(capsys, "plan.json", "--digest", "0" * 64, code=3)


def test_a_plan_on_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(to_json(replace(PLAN, environment="live"))))
    assert "environment `live`" in refused(capsys, "-")
    monkeypatch.setattr("sys.stdin", io.StringIO("x"))
    assert "stdin is no plan" in refused(capsys, "-")
