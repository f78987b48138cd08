"""What is known is not done again."""

from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from lamella.build.outcome import BuildReport
from lamella.config.project import Overrides, Project
from lamella.host.compiler import InterpreterCompiler
from lamella.host.uv import Finished, Uv
from lamella.run.build import BuildOptions, build
from lamella.run.building import units
from lamella.run.config import load_project

pytestmark = pytest.mark.e2e
TODAY = date(2026, 11, 24)


def project(folder: Path, *sources: str) -> Project:
    listed = ", ".join(f'"{source}"' for source in sources)
    (folder / "lamella.toml").write_text(f'[layers.a]\nsource = [{listed}]\ntargets = ["python3.12/x86_64"]\n')
    return load_project(None, Overrides(), environ(folder), folder)


def environ(folder: Path) -> dict[str, str]:
    import os  # noqa: PLC0415

    return {**os.environ, "LAMELLA_CACHE": str(folder / "cache")}


def make(folder: Path, *sources: str, upgrade: bool = False) -> BuildReport:
    loaded = project(folder, *sources)
    report = build(loaded, loaded.select(), environ(folder), TODAY, BuildOptions(upgrade=upgrade))
    assert not report.failed, [(it.error.what, it.error.why) for it in report.failed]
    return report


def forbidden(*_: object, **__: object) -> object:
    raise AssertionError("this must not be called")


def test_nothing_changed_calls_no_uv_no_compiler_no_compressor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(tmp_path, "six==1.17.0", "idna==3.10")
    monkeypatch.setattr(Uv, "run", forbidden)
    monkeypatch.setattr(InterpreterCompiler, "compile", forbidden)
    monkeypatch.setattr(units, "compress", forbidden)
    second = make(tmp_path, "six==1.17.0", "idna==3.10")
    assert second.built[0].cached
    assert not first.built[0].cached
    assert second.built[0].written == first.built[0].written


def test_a_package_more_installs_only_that_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "six==1.17.0", "idna==3.10")
    installed = []
    real = Uv.install

    def spy(self: Uv, requirements: str, *rest: object, **more: object) -> Finished:
        installed.append(requirements)
        return real(self, requirements, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Uv, "install", spy)
    make(tmp_path, "six==1.17.0", "idna==3.10", "toml==0.10.2")
    assert [text.split(" ")[0] for text in installed] == ["toml==0.10.2"]


def test_upgrade_resolves_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "six==1.17.0")
    monkeypatch.setattr(Uv, "run", forbidden)
    with pytest.raises(AssertionError, match="must not be called"):
        make(tmp_path, "six==1.17.0", upgrade=True)


def test_two_builds_at_once_in_one_cache_and_one_lock(tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text(
        "".join(
            f'[layers.{name}]\nsource = ["six==1.17.0", "idna==3.10"]\ntargets = ["python3.12/x86_64"]\n'
            for name in "ab"
        )
    )
    loaded = load_project(None, Overrides(), environ(tmp_path), tmp_path)
    reports: list[BuildReport] = []
    threads = [
        Thread(target=lambda name=name: reports.append(build(loaded, loaded.select([name]), environ(tmp_path), TODAY)))
        for name in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {report.built[0].written.sha256 for report in reports} == {reports[0].built[0].written.sha256}
    lock = (tmp_path / "lamella.lock").read_text()
    assert '[layers.a."python3.12/x86_64"]' in lock
    assert '[layers.b."python3.12/x86_64"]' in lock
