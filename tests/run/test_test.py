"""Which layers are built and tested, and what becomes of those that are not."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from lamella.build.outcome import BuildReport, Failed, Job
from lamella.config.project import Overrides, Project
from lamella.errors import BuildError, CannotRunError, LayerTestsError, ToolError, UsageError
from lamella.model import tested as results
from lamella.model.layer import Layer
from lamella.model.target import Architecture, Target
from lamella.model.tested import Check, Kind, NotRun, Passed
from lamella.run import test as suites
from lamella.run.config import load_project
from lamella.run.test import Suite, hold_one_target
from lamella.run.testing.archive import RunOptions
from sandboxes import FakeSandboxes, imported

X86, ARM = Target.parse("python3.12/x86_64"), Target.parse("python3.12/arm64")
TOML = """
[layers.a]
source = ["six==1.17.0"]
targets = ["python3.12/x86_64", "python3.12/arm64"]
[layers.b]
source = ["six==1.17.0"]
targets = ["python3.12/arm64"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    def interpreter_for(target: Target, *_: object) -> None:
        if target.architecture is Architecture.ARM64:
            raise CannotRunError(f"{target} cannot run here", why="this machine is x86_64\nmore")

    monkeypatch.setattr(suites, "interpreter_for", interpreter_for)
    (tmp_path / "lamella.toml").write_text(TOML)
    with ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("python/six.py", "")
    return load_project(None, Overrides(), {"HOME": str(tmp_path)}, tmp_path)


class Builds:
    """Stands in for the build; notes what was asked for."""

    def __init__(self, path: Path, error: BuildError | None = None) -> None:
        self.path = path
        self.error = error
        self.asked: list[tuple[str, tuple[Target, ...]]] = []

    def __call__(self, project: Project, layers: Sequence[Layer], *_: object) -> BuildReport:
        del project
        self.asked += [(layer.name, layer.targets) for layer in layers]
        jobs = [Job(layer, target) for layer in layers for target in layer.targets]
        if self.error:
            return BuildReport((), tuple(Failed(job, self.error) for job in jobs))
        built: Any = tuple(SimpleNamespace(job=job, path=self.path, warnings=()) for job in jobs)
        return BuildReport(built, ())


def suite(project: Project, **more: Any) -> Suite:
    made = FakeSandboxes(lambda *_: imported())
    return Suite(project, {}, date(2026, 11, 24), RunOptions(), lambda _: made, **more)


def test_only_what_can_run_here_is_built_and_the_rest_is_not_run(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = Builds(project.root / "a.zip")
    monkeypatch.setattr(suites, "build", builds)
    tested, _ = suite(project).run(project.select())
    assert builds.asked == [("a", (X86,))]
    assert [(each.layer, each.target, each.exit_code) for each in tested] == [
        ("a", "python3.12/x86_64", 0),
        ("a", "python3.12/arm64", 5),
        ("b", "python3.12/arm64", 5),
    ]
    assert tested[0].checks[0] == Check("six", Kind.MODULE, Passed(), tested[0].checks[0].seconds)
    assert tested[2].checks[0].outcome == NotRun("python3.12/arm64 cannot run here: this machine is x86_64")


def test_a_layer_that_was_not_built_is_not_run(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "build", Builds(project.root, BuildError("no such release")))
    tested, report = suite(project).run(project.select(["a"]))
    assert tested[0].checks[0].outcome == NotRun("not built: no such release")
    assert len(report.failed) == 1


def test_tests_that_stop_a_build_by_proof_have_failed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    error = LayerTestsError("a fails its tests", why="event 1: KeyError", hint="see more")
    monkeypatch.setattr(suites, "build", Builds(project.root, error))
    tested, _ = suite(project).run(project.select(["a"]))
    assert tested[0].checks == (
        Check("python3.12/x86_64", Kind.TARGET, results.Failed("a fails its tests", "see more", "event 1: KeyError")),
    )
    assert tested[0].exit_code == 3


def test_nothing_is_built_for_a_given_zip_or_for_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds(project.root)
    monkeypatch.setattr(suites, "build", builds)
    suite(project).run(project.select(["b"]))
    [only] = project.select(["a"])
    tested, _ = suite(project, archive=project.root / "a.zip").run([Layer("a", only.source, (X86,))])
    assert tested[0].passed
    assert builds.asked == []


def test_a_tool_that_is_missing_stops_one_layer(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_tool(*_: object, **__: object) -> None:
        raise ToolError("no uv", why="not on PATH")

    monkeypatch.setattr(suites, "build", Builds(project.root / "a.zip"))
    monkeypatch.setattr(suites, "test_archive", no_tool)
    tested, _ = suite(project).run(project.select(["a"]))
    assert tested[0].checks[0].outcome == NotRun("no uv: not on PATH")


def test_a_given_zip_must_be_one_layer_for_one_target(project: Project) -> None:
    with pytest.raises(UsageError, match="there is no zip"):
        hold_one_target(project.select(["b"]), project.root / "none.zip")
    with pytest.raises(UsageError, match="as what") as caught:
        hold_one_target(project.select(["a"]), project.root / "a.zip")
    assert "a python3.12/x86_64, a python3.12/arm64" in caught.value.why
    hold_one_target(project.select(["b"]), project.root / "a.zip")
