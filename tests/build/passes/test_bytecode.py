"""The bytecode pass, with a fake compiler; and the workloads, sourceless, with a real one."""

import functools
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from uv import find_uv_bin

from lamella.build.passes import bytecode
from lamella.host.compiler import InterpreterCompiler
from lamella.host.interpreters import find, searched
from lamella.model.layer import Bytecode, Slimming
from lamella.model.passes import Change, PassResult, Removal
from lamella.model.ports import Compiler, Contents, NotCompiled, Source
from lamella.model.target import Target
from lamella.model.tree import File, Tree

TARGET = Target.parse("python3.12/x86_64")
WORKLOADS = Path(__file__).parents[2] / "workloads"


@dataclass
class Memory:
    """Contents in memory."""

    by_digest: dict[str, bytes] = field(default_factory=dict)

    def read(self, file: File) -> bytes:
        return self.by_digest[file.sha256]

    def file(self, path: str, content: bytes, mode: int = 0o644) -> File:
        digest = hashlib.sha256(content).hexdigest()
        self.by_digest[digest] = content
        return File(path, len(content), digest, mode, "x==1")


@dataclass
class Fake:
    """Compiles everything but what is bad, and remembers what it was asked."""

    asked: list[Source] = field(default_factory=list)
    identity: str = "cpython-3.12.0"

    def compile(self, sources: Sequence[Source], contents: Contents) -> Mapping[str, bytes | NotCompiled]:
        self.asked += sources
        texts = {source.file.path: contents.read(source.file) for source in sources}
        return {path: NotCompiled("bad") if text == b"bad" else b"code of " + text for path, text in texts.items()}


def applied(files: dict[str, str], mode: Bytecode, *keep: str, compiler: Compiler | None = None) -> PassResult:
    memory = Memory()
    tree = Tree.of(TARGET, [memory.file(path, text.encode(), 0o755) for path, text in files.items()])
    return bytecode.apply(tree, memory, Slimming(bytecode=mode, keep=keep), compiler or Fake())


FILES = {"python/a/__init__.py": "x", "python/a/b.py": "y", "python/a/data.txt": "", "lib/c.py": "z"}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Bytecode.OFF, set(FILES)),
        (
            Bytecode.HASH,
            {*FILES, "python/a/__pycache__/__init__.cpython-312.pyc", "python/a/__pycache__/b.cpython-312.pyc"},
        ),
        (Bytecode.ONLY, {"python/a/__init__.pyc", "python/a/b.pyc", "python/a/data.txt", "lib/c.py"}),
    ],
)
def test_where_bytecode_goes(mode: Bytecode, expected: set[str]) -> None:
    assert applied(FILES, mode).tree.paths() == expected


@pytest.mark.parametrize(
    ("mode", "path"),
    [(Bytecode.HASH, "python/__pycache__/m.cpython-312.pyc"), (Bytecode.ONLY, "python/m.pyc")],
)
def test_what_a_bytecode_file_is(mode: Bytecode, path: str) -> None:
    result = applied({"python/m.py": "x"}, mode)
    (file,) = [file for file in result.tree.files if file.path == path]
    assert result.contents[file.sha256] == b"code of x"
    source = hashlib.sha256(b"x").hexdigest()
    assert file == File(path, 9, hashlib.sha256(b"code of x").hexdigest(), 0o644, "x==1", source)


def test_what_is_recorded() -> None:
    beside = applied({"python/m.py": "x"}, Bytecode.HASH).record
    assert beside.changed == (Change("python/__pycache__/m.cpython-312.pyc", 0, 9, "compiled"),)
    assert (beside.removed, list(beside.reasons)) == ((), ["compiled"])
    instead = applied({"python/m.py": "x"}, Bytecode.ONLY).record
    assert instead.changed == (Change("python/m.pyc", 0, 9, "sourceless"),)
    assert instead.removed == (Removal("python/m.py", 1, "source"),)
    assert list(instead.reasons) == ["source", "sourceless"]


def test_the_compiler_is_asked_once_in_order_with_names_below_opt() -> None:
    fake = Fake()
    applied({"python/b.py": "x", "python/a/c.py": "y", "python/a.py": "z"}, Bytecode.HASH, compiler=fake)
    assert [source.recorded_path for source in fake.asked] == [
        "/opt/python/a.py",
        "/opt/python/a/c.py",
        "/opt/python/b.py",
    ]


@pytest.mark.parametrize("mode", [Bytecode.HASH, Bytecode.ONLY])
@pytest.mark.parametrize("path", ["python/a.b.py", "bin/a.py", "python/a.pyi", "python/a.py.txt"])
def test_what_cannot_be_imported_is_left(path: str, mode: Bytecode) -> None:
    result = applied({path: "x"}, mode)
    assert result.tree.paths() == {path}


@pytest.mark.parametrize("mode", [Bytecode.HASH, Bytecode.ONLY])
def test_what_does_not_compile_stays_with_a_note(mode: Bytecode) -> None:
    result = applied({"python/m.py": "bad"}, mode)
    assert result.tree.paths() == {"python/m.py"}
    assert result.record.notes == ("python/m.py has no bytecode: bad",)


def test_sources_that_stay_get_bytecode_beside_them_and_a_note() -> None:
    files = {"python/a/__init__.py": "", "python/a/r.py": "inspect.getsource(f)", "python/b.py": "x", "python/c.py": ""}
    result = applied(files, Bytecode.ONLY, "python/c.py")
    assert result.tree.paths() == {
        "python/a/__init__.py",
        "python/a/__pycache__/__init__.cpython-312.pyc",
        "python/a/__pycache__/r.cpython-312.pyc",
        "python/a/r.py",
        "python/b.pyc",
        "python/c.py",
        "python/__pycache__/c.cpython-312.pyc",
    }
    assert result.record.notes == (
        "python/a/__init__.py and 1 more: source kept (a/r.py line 1: inspect.getsource)",
        "python/c.py: source kept (`keep` names it)",
    )


def test_bytecode_that_was_there_is_replaced() -> None:
    old = {"python/m.py": "x", "python/__pycache__/m.cpython-312.pyc": "stale"}
    beside = applied(old, Bytecode.HASH)
    assert beside.record.changed == (Change("python/__pycache__/m.cpython-312.pyc", 5, 9, "compiled"),)
    instead = applied(old, Bytecode.ONLY)
    assert instead.tree.paths() == {"python/m.pyc"}
    assert [removal.rule for removal in instead.record.removed] == ["source", "orphan"]


@pytest.mark.parametrize("mode", [Bytecode.HASH, Bytecode.ONLY])
def test_without_a_compiler_nothing_changes_but_a_loud_note(mode: Bytecode) -> None:
    memory = Memory()
    tree = Tree.of(TARGET, [memory.file("python/m.py", b"x")])
    result = bytecode.apply(tree, memory, Slimming(bytecode=mode), None)
    assert result.tree == tree
    assert result.record.notes[0].startswith("NO BYTECODE: no interpreter for python3.12 was found")


ANSWER = """
import json, sys
sys.path[:0] = sys.argv[1:3]
sys.dont_write_bytecode = True
compiled = []

def watch(event, given):
    # Only what the import system compiles: anyio parses its own sources, to know what it can import late.
    if event == "compile" and sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
        compiled.append(str(given[1]))

sys.addaudithook(watch)
import app
answers = [app.handler(event) for event in json.load(sys.stdin)]
print(json.dumps([str(answer) for answer in answers] + [name for name in compiled if name.startswith(sys.argv[2])]))
"""


@functools.cache
def real_compiler() -> InterpreterCompiler:
    found = find(TARGET.python_minor, os.environ, Path("/dev/null/cache"))
    assert found is not None, f"python3.12 is needed; looked at {searched(TARGET.python_minor, os.environ)}"
    return InterpreterCompiler(found, jobs=2)


def installed(folder: Path, requirements: Path) -> Tree:
    """Install with links into uv's cache: what follows adds and unlinks files, and writes to none."""
    command = [find_uv_bin(), "pip", "install", "--target", str(folder), "--python-version", "3.12"]
    command += ["--python", sys.executable, "--only-binary", ":all:", "-r", str(requirements)]
    subprocess.run(command, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"}, check=True, capture_output=True)
    paths = [path for path in folder.rglob("*.py") if path.is_file()]
    files = [(f"python/{path.relative_to(folder)}", path) for path in paths]
    return Tree.of(TARGET, [File(name, path.stat().st_size, name, 0o644, "x") for name, path in files])


@dataclass(frozen=True)
class Folder:
    """Contents on disk."""

    root: Path

    def read(self, file: File) -> bytes:
        return (self.root / file.path.removeprefix("python/")).read_bytes()


def answers(workload: Path, site: Path) -> list[str]:
    python = str(real_compiler()._interpreter.path)  # noqa: SLF001 - the one that compiled
    events = (workload / "events.json").read_bytes()
    command = [python, "-I", "-B", "-W", "ignore", "-c", ANSWER, str(workload), str(site)]
    run = subprocess.run(command, input=events, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    found: list[str] = json.loads(run.stdout)
    return found


@pytest.mark.e2e
@pytest.mark.parametrize("name", sorted(path.name for path in WORKLOADS.iterdir() if path.is_dir()))
def test_workloads_answer_without_sources_and_compile_nothing(name: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    tree = installed(site, WORKLOADS / name / "requirements.txt")
    plain = answers(WORKLOADS / name, site)
    expected = [answer for answer in plain if not answer.startswith(str(site))]
    assert len(expected) < len(plain), "a plain installation compiles, and the test has to see it"
    result = bytecode.apply(tree, Folder(site), Slimming(bytecode=Bytecode.ONLY), real_compiler())
    for change in result.record.changed:
        place = site / change.path.removeprefix("python/")
        place.parent.mkdir(exist_ok=True)
        (file,) = [file for file in result.tree.files if file.path == change.path]
        place.write_bytes(result.contents[file.sha256])
    for removal in result.record.removed:
        (site / removal.path.removeprefix("python/")).unlink()
    assert answers(WORKLOADS / name, site) == expected
    sourceless = sum(change.rule == "sourceless" for change in result.record.changed)
    assert sourceless > 0.9 * len(result.record.changed)
