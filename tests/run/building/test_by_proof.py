"""The loop: trace, decide, test, give back; with a prover that sees what the tests say."""

import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from lamella.build.outcome import BuildReport, Built
from lamella.build.proof.modules import source_path
from lamella.build.removals import keep_line
from lamella.config.project import Overrides
from lamella.model.evidence import Evidence
from lamella.model.layer import Bytecode, Layer, Slim
from lamella.model.ports import ProofFailure, Untraceable, Verdict
from lamella.model.target import Architecture, Target
from lamella.run.build import BuildOptions, build
from lamella.run.config import load_project

RUNTIME = f"python3.{sys.version_info.minor}"
X86 = Target(RUNTIME, Architecture.X86_64)
ARM = Target(RUNTIME, Architecture.ARM64)
READ = ("python/p/__init__.py", "python/p/a.py")
FILES = {
    "opt/python/p/__init__.py": "",
    "opt/python/p/a.py": "def f():\n    import p.b",
    "opt/python/p/b.py": "",
    "opt/python/p/c.bin": "data",
    "opt/python/native.so": "not read",
    "fn/app.py": "def handler(event, context): return 1",
    "fn/events.json": "[1]",
}


def passes(_: frozenset[str]) -> Verdict:
    return Verdict()


@dataclass
class Prover:
    """Traces what it is told, and judges by what an archive holds."""

    judge: Callable[[frozenset[str]], Verdict] = passes
    read: tuple[str, ...] = READ
    inputs: str = "inputs"
    runs_on: tuple[Target, ...] = (X86,)
    traced: list[Target] = field(default_factory=list)
    proven: list[frozenset[str]] = field(default_factory=list)

    def inputs_digest(self, layer: Layer, _: Target) -> str:
        return f"{self.inputs} {layer.name}"

    def trace(self, archive: Path, layer: Layer, target: Target) -> Evidence | Untraceable:
        if target not in self.runs_on:
            return Untraceable("no processor of this kind is here")
        self.traced.append(target)
        names = zipfile.ZipFile(archive).namelist()
        # Python reads bytecode where it is, and no source then.
        compiled = {source_path(name) for name in names if name.endswith(".pyc")}
        read = [name for name in names if source_path(name) in self.read and name not in compiled]
        return Evidence(tuple(read), (f"run of {layer.name}",), str(target), "cpython-3.12.7")

    def proves(self, archive: Path, _: Layer, __: Target) -> Verdict:
        assert archive.with_name(f"{archive.stem}.manifest.json").is_file()
        names = frozenset(zipfile.ZipFile(archive).namelist())
        self.proven.append(names)
        return self.judge(names)


def made(
    root: Path,
    prover: Prover,
    *,
    slim: Slim = Slim.TRACED,
    bytecode: Bytecode = Bytecode.OFF,
    targets: tuple[Target, ...] = (X86,),
    keep: tuple[str, ...] = (),
    files: Mapping[str, str] | None = None,
    tested: bool = True,
) -> BuildReport:
    for path, text in {**FILES, **(files or {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    listed = ", ".join(f'"{target}"' for target in targets)
    function = '\n[[layers.data.test.functions]]\ncode = "fn"\nhandler = "app.handler"\nevents = "fn/events.json"\n'
    (root / "lamella.toml").write_text(
        f'cache = "cache"\n[layers.data]\nsource = "./opt"\ntargets = [{listed}]\nkeep = {json.dumps(list(keep))}\n'
        + (function if tested else "")
    )
    project = load_project(None, Overrides(slim=slim, bytecode=bytecode), {"HOME": str(root)}, root)
    return build(project, project.select(), {"PATH": ""}, date(2026, 1, 1), BuildOptions(), prover=prover)


def only(report: BuildReport) -> Built:
    assert not report.failed, report.failed[0].error.why
    return report.built[0]


def paths(built: Built) -> set[str]:
    names = zipfile.ZipFile(built.path).namelist()
    return {name.removeprefix("python/") for name in names if "lamella_absent" not in name}


def test_what_was_read_stays_with_the_way_back(tmp_path: Path) -> None:
    built = only(made(tmp_path, Prover()))
    assert paths(built) == {"p/__init__.py", "p/a.py"}
    listed = zipfile.ZipFile(built.path).read("python/_lamella_absent.data.txt").decode()
    assert listed == "data\npython/native.so\npython/p/b.py\n"
    manifest = json.loads(built.path.with_suffix("").with_name(f"{built.path.stem}.manifest.json").read_bytes())
    rule = {step["pass"]: step for step in manifest["passes"]}["traced"]["rules"][0]
    assert rule["rule"] == "unread"
    assert rule["removed"] == [
        {"path": path, "size_bytes": size, "package": "folder", "keep": keep_line([path])}
        for path, size in (("python/native.so", 8), ("python/p/b.py", 0), ("python/p/c.bin", 4))
    ]
    assert manifest["proof"]["runs"] == ["run of data"]
    assert manifest["proof"]["read"] == ["python/p: __init__.py a.py"]
    assert "lamella-absent" not in (tmp_path / f"dist/{built.path.stem}.cdx.json").read_text()
    assert built.packages == 0


@pytest.mark.parametrize(
    ("slim", "bytecode", "left"),
    [
        (Slim.TRACED, Bytecode.HASH, {"p/__init__.py", "p/a.py", "p/__pycache__/__init__.pyc", "p/__pycache__/a.pyc"}),
        (Slim.TRACED, Bytecode.ONLY, {"p/__init__.pyc", "p/a.pyc"}),
        (
            Slim.COMPACT,
            Bytecode.HASH,
            {"p/__init__.py", "p/a.py", "p/b.py", "p/c.bin", "native.so"}
            | {f"p/__pycache__/{name}.pyc" for name in ("__init__", "a", "b")},
        ),
        (Slim.COMPACT, Bytecode.ONLY, {"p/__init__.pyc", "p/a.pyc", "p/b.pyc", "p/c.bin", "native.so", "d.py"}),
    ],
)
def test_bytecode(tmp_path: Path, slim: Slim, bytecode: Bytecode, left: set[str]) -> None:
    extra = {"opt/python/d.py": ""} if "d.py" in left else {}
    built = only(made(tmp_path, Prover(), slim=slim, bytecode=bytecode, files=extra))
    assert {path.replace(f".cpython-3{sys.version_info.minor}", "") for path in paths(built)} == left


def test_a_rebuild_runs_nothing_and_gives_the_same(tmp_path: Path) -> None:
    first = only(made(tmp_path, Prover()))
    again = Prover()
    second = only(made(tmp_path, again))
    assert (again.traced, again.proven) == ([], [])
    assert first.written == second.written
    assert (first.cached, second.cached) == (False, True)


@pytest.mark.parametrize(
    ("inputs", "files", "traced"),
    [("other", {}, True), ("inputs", {"opt/python/p/b.py": "x = 1"}, True), ("inputs", {}, False)],
)
def test_it_is_traced_again_when_tests_or_layer_change(
    tmp_path: Path,
    inputs: str,
    files: dict[str, str],
    traced: bool,  # noqa: FBT001 - a table's column
) -> None:
    only(made(tmp_path, Prover()))
    again = Prover(inputs=inputs)
    only(made(tmp_path, again, files=files))
    assert bool(again.traced) is traced


def test_a_build_without_proof_in_between_loses_no_evidence(tmp_path: Path) -> None:
    only(made(tmp_path, Prover()))
    only(made(tmp_path, Prover(), slim=Slim.SAFE))
    again = Prover()
    only(made(tmp_path, again))
    assert (again.traced, len(again.proven)) == ([], 1)


def test_keep_needs_no_new_trace_but_a_new_proof(tmp_path: Path) -> None:
    only(made(tmp_path, Prover()))
    again = Prover()
    built = only(made(tmp_path, again, keep=("python/p/b.py",)))
    assert (again.traced, len(again.proven)) == ([], 1)
    assert "p/b.py" in paths(built)


def needs(path: str, *give_back: str) -> Callable[[frozenset[str]], Verdict]:
    return lambda names: Verdict() if path in names else Verdict((ProofFailure(f"no {path}", give_back),))


@pytest.mark.parametrize("give_back", [("python/p/c.bin",), ("folder",), ("unknown",), ()])
def test_a_package_is_given_back_when_tests_fail(tmp_path: Path, give_back: tuple[str, ...]) -> None:
    prover = Prover(needs("python/p/c.bin", *give_back))
    built = only(made(tmp_path, prover))
    assert paths(built) == {"p/__init__.py", "p/a.py", "p/b.py", "p/c.bin", "native.so"}
    assert "kept whole, since the layer fails its tests otherwise: folder" in built.warnings
    assert built.locked.evidence is not None
    assert built.locked.evidence.given_back == ("folder",)
    again = Prover(needs("python/p/c.bin"))
    only(made(tmp_path, again))
    assert (again.traced, again.proven) == ([], [])


def test_what_fails_in_the_whole_layer_too_is_no_reason(tmp_path: Path) -> None:
    always = ProofFailure("an entry point that never loads")
    built = only(made(tmp_path, Prover(lambda _: Verdict((always,)))))
    assert paths(built) == {"p/__init__.py", "p/a.py"}


def test_a_layer_that_cannot_pass_is_not_written(tmp_path: Path) -> None:
    turns = iter(range(99))
    report = made(tmp_path, Prover(lambda _: Verdict((ProofFailure(f"failure {next(turns)}"),))))
    assert "fails its tests when it is slimmed" in report.failed[0].error.what
    assert not list(tmp_path.glob("dist/*"))
    assert not (tmp_path / "lamella.lock").exists()


@pytest.mark.parametrize("slim", [Slim.TRACED, Slim.COMPACT])
def test_without_tests_it_says_what_to_add(tmp_path: Path, slim: Slim) -> None:
    error = made(tmp_path, Prover(), slim=slim, tested=False).failed[0].error
    assert error.what == f'data has slim = "{slim}" and no tests'
    assert "[[layers.data.test.functions]]" in error.hint


def test_another_architecture_goes_by_its_twin(tmp_path: Path) -> None:
    prover = Prover()
    report = made(tmp_path, prover, targets=(ARM, X86))
    assert not report.failed
    arm, x86 = report.built
    assert (arm.job.target, x86.job.target) == (ARM, X86)
    assert paths(arm) == paths(x86) | {"native.so"}
    assert f"{ARM} was not traced" in arm.warnings[0]
    assert (prover.traced, len(prover.proven)) == ([X86], 1)


def test_the_twin_may_be_in_the_lock(tmp_path: Path) -> None:
    made(tmp_path, Prover(), targets=(X86,))
    prover = Prover(runs_on=())
    assert "p/b.py" not in paths(only(made(tmp_path, prover, targets=(ARM,))))


@pytest.mark.parametrize("slim", [Slim.TRACED, Slim.COMPACT])
def test_without_a_twin_it_is_an_error_that_says_what_to_do(tmp_path: Path, slim: Slim) -> None:
    error = made(tmp_path, Prover(), slim=slim, targets=(ARM,)).failed[0].error
    assert error.why == "no processor of this kind is here"
    assert f"add {X86} to the layer's targets" in error.hint
