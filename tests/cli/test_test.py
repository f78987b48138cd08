"""Arguments of `lamella test`, and its exit codes, with a suite that runs nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lamella.build.outcome import BuildReport, Failed, Job
from lamella.cli.main import main
from lamella.errors import BuildError, LamellaError, OverLimitError
from lamella.model.layer import Layer
from lamella.model.tested import Check, Kind, Outcome, Passed, Tested, not_run
from lamella.model.tested import Failed as FailedCheck
from lamella.run.test import Suite

TOML = '[layers.a]\nsource = ["six==1.17.0"]\ntargets = ["python3.12/x86_64"]\n[layers.a.test]\nruns = 4\n'


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Suite, Sequence[Layer]]]:
    (tmp_path / "lamella.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAMELLA_CACHE", str(tmp_path / "cache"))
    return []


def answers(
    monkeypatch: pytest.MonkeyPatch,
    seen: list[tuple[Suite, Sequence[Layer]]],
    outcome: Outcome | None,
    error: LamellaError | None = None,
) -> None:
    def run(self: Suite, layers: Sequence[Layer]) -> tuple[tuple[Tested, ...], BuildReport]:
        seen.append((self, layers))
        [layer] = layers
        [target] = layer.targets
        failed = (Failed(Job(layer, target), error),) if error else ()
        checks = (Check("six", Kind.MODULE, outcome),) if outcome else ()
        found = Tested("a", str(target), checks) if checks else not_run("a", str(target), "not built")
        return (found,), BuildReport((), failed)

    monkeypatch.setattr(Suite, "run", run)


@pytest.mark.parametrize(
    ("outcome", "error", "code"),
    [
        (Passed(), None, 0),
        (FailedCheck("why"), None, 3),
        (None, None, 5),
        (None, BuildError("x"), 1),
        (None, OverLimitError("x"), 3),
    ],
)
def test_exit_codes(
    outcome: Outcome | None,
    error: LamellaError | None,
    code: int,
    seen: list[tuple[Suite, Sequence[Layer]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers(monkeypatch, seen, outcome, error)
    assert main(["test"]) == code
    assert ("error: x" in capsys.readouterr().err) == (error is not None)


def test_options_reach_the_suite(
    seen: list[tuple[Suite, Sequence[Layer]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(monkeypatch, seen, Passed())
    (tmp_path / "x.zip").write_bytes(b"")
    assert main(["test", "a", "--archive", "x.zip", "-k", "six", "--runs", "9", "--network", "-j", "3"]) == 0
    suite, [layer] = seen[0]
    assert (suite.options.jobs, suite.options.network, suite.options.only) == (3, True, "six")
    assert suite.archive == tmp_path / "x.zip"
    assert layer.test.runs == 9
    assert main(["test", "a"]) == 0
    assert seen[1][1][0].test.runs == 4


def test_three_forms_and_a_junit_file_beside(
    seen: list[tuple[Suite, Sequence[Layer]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    answers(monkeypatch, seen, Passed())
    assert main(["test", "--junit", "out/tests.xml"]) == 0
    assert "1 passed" in capsys.readouterr().out
    assert ET.parse(tmp_path / "out" / "tests.xml").getroot().get("tests") == "1"  # noqa: S314 - our own
    main(["test", "--output", "json"])
    assert json.loads(capsys.readouterr().out)["exit_code"] == 0
    main(["test", "--output", "junit"])
    assert ET.fromstring(capsys.readouterr().out.encode()).tag == "testsuites"  # noqa: S314 - our own


@pytest.mark.parametrize("arguments", [["--archive", "none.zip"], ["unknown"], ["--target", "python3.12/x86"]])
def test_wrong_usage(
    arguments: list[str], seen: list[tuple[Suite, Sequence[Layer]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", *arguments]) == 2
    assert seen == []
    assert "error: " in capsys.readouterr().err
