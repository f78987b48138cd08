"""Functions with their layers in a local Lambda, through the command line."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from running import WORKLOADS, Cli, Done, handle, unzip
from unprivileged import Unprivileged, unprivileged

pytestmark = pytest.mark.e2e
pytest_plugins = ["pytester"]
NAMES = sorted(path.parent.name for path in WORKLOADS.glob("*/app.py"))
TARGET = "python3.12/x86_64"
NEEDS_LIBGOMP = "lightgbm"


@dataclass(frozen=True, slots=True)
class Workload:
    """A workload's layer, and what its function answers without any sandbox."""

    layer: Path
    events: list[object]
    answers: list[object]


class Workloads(Protocol):
    def __call__(self, name: str) -> Workload: ...


@pytest.fixture(scope="session")
def workloads(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory, python312: str) -> Workloads:
    """Builds a workload's layer and asks its function, once each."""

    @cache
    def make(name: str) -> Workload:
        out = tmp_path_factory.mktemp(name)
        subprocess.run(
            [sys.executable, "-m", "lamella", "build", "-r", str(WORKLOADS / name / "requirements.txt"), "--name", name,
             "--target", TARGET, "--out", str(out)],
            env={**os.environ, "LAMELLA_CACHE": str(shared_cache)}, check=True, capture_output=True,
        )  # fmt: skip
        layer = out / f"{name}-python3.12-x86_64.zip"
        asked = handle(python312, name, unzip(layer, out / "opt") / "python")
        events = json.loads((WORKLOADS / name / "events.json").read_text())
        return Workload(layer, events, asked.json if asked.code == 0 else [])

    return make


def call(layer: Path | str, code: Path, event: object, *more: str) -> tuple[str, ...]:
    return ("invoke", "--layer", str(layer), "--code", str(code), "--handler", "app.handler", "--event",
            json.dumps(event), *more)  # fmt: skip


def function(folder: Path, source: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "app.py").write_text(source)
    (folder / "app.py").chmod(0o644)
    return folder


@pytest.mark.parametrize("name", [name for name in NAMES if name != NEEDS_LIBGOMP])
def test_every_workload_answers_as_without_a_sandbox(name: str, workloads: Workloads, cli: Cli) -> None:
    workload = workloads(name)
    for event, answer in zip(workload.events, workload.answers, strict=True):
        done = cli(*call(workload.layer, WORKLOADS / name, event, "--output", "json"))
        assert done.code == 0, done.err
        assert done.json["payload"] == answer
        assert done.json["error"] is None
        assert done.json["init_ms"] > 0
        assert done.json["max_memory_mb"] > 10
        assert "REPORT RequestId: " in done.json["logs"]
        assert done.json["isolation"]["mechanism"] == "namespaces"
        assert done.err.startswith("isolation: namespaces (user, mount, pid, net, ipc)")


def test_a_library_that_lambda_lacks_is_named_with_the_ways_out(workloads: Workloads, cli: Cli) -> None:
    workload = workloads(NEEDS_LIBGOMP)
    done = cli(*call(workload.layer, WORKLOADS / NEEDS_LIBGOMP, workload.events[0]))
    assert done.code == 3
    assert "libgomp.so.1" in json.loads(done.out)["errorMessage"]
    said = done.err.partition("the function failed")[2]
    for word in (
        "libgomp.so.1 is not known to be part of Lambda's python3.12",
        "lib/libgomp.so.1",
        "include",
        "--loose",
    ):
        assert word in said


def test_text_puts_the_payload_apart_from_logs(cli: Cli, tmp_path: Path) -> None:
    code = function(tmp_path / "code", "def handler(event, context):\n    print('hello')\n    return event\n")
    done = cli("invoke", "--runtime", "python3.12", "--code", str(code), "--handler", "app.handler",
               "--event", '{"a": "é"}', "--count", "2")  # fmt: skip
    assert done.code == 0, done.err
    assert [json.loads(line) for line in done.out.splitlines()] == [{"a": "é"}] * 2
    assert done.err.count("hello") == done.err.count("REPORT RequestId: ") == 2
    assert done.err.count("Init Duration: ") == 1


def test_a_layer_of_the_file_is_built_and_warm_events_have_no_init(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text(f'[layers.six]\nsource = ["six==1.17.0"]\ntargets = ["{TARGET}"]\n')
    code = function(tmp_path / "code", "import six\ndef handler(event, context):\n    return six.__file__\n")
    done = cli(*call("six", code, {}, "--count", "2", "--output", "json"))
    assert done.code == 0, done.err
    first, second = done.json
    assert first["payload"] == second["payload"] == "/opt/python/six.py"
    assert first["init_ms"] > 0
    assert second["init_ms"] is None


def test_files_that_lambdas_user_may_not_read(cli: Cli, tmp_path: Path) -> None:
    code = function(tmp_path / "code", "def handler(event, context):\n    return 1\n")
    (code / "app.py").chmod(0o600)
    done = cli("invoke", "--runtime", "python3.12", "--code", str(code), "--handler", "app.handler")
    assert done.code == 3
    assert json.loads(done.out)["errorType"] == "PermissionError"
    assert "chmod 644 app.py" in done.err


def test_what_the_build_removed_comes_with_the_line_that_keeps_it(cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "layer.zip", "w") as made:
        info = zipfile.ZipInfo("python/pkg/__init__.py")
        info.external_attr = 0o100644 << 16
        made.writestr(info, "")
    removed = [{"path": f"python/pkg/{name}", "size_bytes": 1} for name in ("rates.json", "other.json")]
    rules = [{"rule": "unread", "reason": "no test reads it", "removed": removed}]
    manifest = {"target": TARGET, "passes": [{"pass": "traced", "rules": rules}]}
    (tmp_path / "layer.manifest.json").write_text(json.dumps(manifest))
    code = function(
        tmp_path / "code",
        "import pkg, pathlib\ndef handler(event, context):\n"
        "    return pathlib.Path(pkg.__file__).with_name('rates.json').read_text()\n",
    )
    done = cli(*call("layer.zip", code, {}, "--output", "json"))
    assert done.code == 3, done.err
    assert done.json["error"]["errorType"] == "FileNotFoundError"
    assert done.json["error"]["missed"] == {
        "paths": ["python/pkg/rates.json"],
        "keep": 'keep = ["python/pkg/rates.json"]',
    }
    assert 'hint: in lamella.toml: keep = ["python/pkg/rates.json"]' in done.err


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ((), 2, ["it is not known which runtime", "--runtime python3.12"]),
        (("--runtime", "python3.9"), 2, ["unknown runtime", "python3.12"]),
        (("--runtime", "python3.12", "--layer", "no.zip"), 2, ["there is no zip no.zip"]),
        (("--runtime", "python3.12", "--event", "{"), 2, ["--event is not JSON"]),
        (("--runtime", "python3.12", "--event", "@no.json"), 2, ["cannot read no.json"]),
        (("--runtime", "python3.12", "--code", "no"), 2, ["there is no folder or zip"]),
        (("--runtime", "python3.12", "--memory", "64"), 2, ["128 to 10240"]),
    ],
)
def test_wrong_usage(more: tuple[str, ...], code: int, words: list[str], cli: Cli) -> None:
    done = cli("invoke", "--handler", "app.handler", *more)
    assert done.code == code
    assert done.out == ""
    for word in words:
        assert word in done.err


def test_a_machine_that_cannot_run_it_says_so(cli: Cli) -> None:
    nowhere = {"PATH": "/nonexistent", "PYENV_ROOT": "/nonexistent", "UV_PYTHON_INSTALL_DIR": "/nonexistent"}
    other = "python3.14" if sys.version_info[:2] != (3, 14) else "python3.13"
    done = cli("invoke", "--handler", "app.handler", "--runtime", other, environ=nowhere)
    assert done.code == 1
    assert "cannot run here: no interpreter" in done.err
    assert f"LAMELLA_PYTHON_3{other[-2:]}" in done.err


@pytest.fixture(scope="module")
def nobody(shared_cache: Path, python312: str) -> Iterator[Unprivileged]:
    """A user without rights, with the runtime's packages in his cache."""
    subprocess.run(
        [sys.executable, "-m", "lamella", "invoke", "--runtime", "python3.12", "--handler", "json.dumps"],
        env={**os.environ, "LAMELLA_CACHE": str(shared_cache)}, capture_output=True, check=False,
    )  # fmt: skip
    with unprivileged(Path(python312), shared_cache) as user:
        yield user


@pytest.mark.parametrize("name", [name for name in NAMES if name != NEEDS_LIBGOMP])
def test_an_unprivileged_user_gets_the_same(name: str, nobody: Unprivileged, workloads: Workloads) -> None:
    workload = workloads(name)
    code = nobody.give(f"{name}-code", WORKLOADS / name)
    zipped = nobody.give(workload.layer.name, workload.layer)
    for event, answer in zip(workload.events, workload.answers, strict=True):
        done = nobody.run(*call(zipped, code, event, "--runtime", "python3.12", "--output", "json"))
        assert done.code == 0, done.err
        assert done.json["payload"] == answer
        assert done.json["isolation"]["mechanism"] == "namespaces"


def test_an_unprivileged_user_owns_nothing_inside_either(nobody: Unprivileged) -> None:
    code = nobody.folder / "home" / "code"
    source = "def handler(event, context):\n    return 1\n"
    done = nobody_writes(nobody, code, source)
    assert done.code == 3
    assert json.loads(done.out)["errorType"] == "PermissionError"
    assert "chmod 644 app.py" in done.err


def nobody_writes(nobody: Unprivileged, code: Path, source: str) -> Done:
    """Run code that belongs to the user himself, for his eyes only."""
    function(code, source)
    (code / "app.py").chmod(0o600)
    for path in (code, code / "app.py"):
        os.chown(path, nobody.folder.joinpath("home").stat().st_uid, -1)
    return nobody.run("invoke", "--runtime", "python3.12", "--code", str(code), "--handler", "app.handler")


def test_the_pytest_plugin_runs_them(
    workloads: Workloads, pytester: pytest.Pytester, shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = workloads("markdown").layer
    for name in (layer.name, layer.name.replace(".zip", ".manifest.json")):
        (pytester.path / name).write_bytes(layer.with_name(name).read_bytes())
    monkeypatch.setenv("LAMELLA_CACHE", str(shared_cache))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(f"""
        import pytest

        @pytest.mark.lamella_layers("{layer.name}")
        def test_table(lamella_function):
            function = lamella_function("{WORKLOADS / "markdown"}", "app.handler")
            answer = function.invoke({{"text": "# Hi"}})
            assert answer.error is None, answer.logs
            assert answer.value == "<h1>Hi</h1>"
            assert function.invoke({{"text": "x"}}).report.init_ms is None
    """)
    pytester.runpytest_subprocess("-p", "lamella.pytest_plugin").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("mechanism", "line"),
    [("namespaces", "namespaces (user, mount, pid, net, ipc)"), ("process", "none, a plain process; ")],
)
def test_a_way_of_isolation_can_be_forced(mechanism: str, line: str, workloads: Workloads, cli: Cli) -> None:
    workload = workloads("jinja")
    done = cli(*call(workload.layer, WORKLOADS / "jinja", workload.events[0], "--isolation", mechanism))
    assert done.code == 0, done.err
    assert json.loads(done.out) == workload.answers[0]
    assert done.err.startswith(f"isolation: {line}")


LIST_INTERFACES = """
def handler(event, context):
    return sorted(line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line)
"""


def test_the_network_is_closed_unless_asked_for(cli: Cli, tmp_path: Path) -> None:
    code = function(tmp_path / "code", LIST_INTERFACES)
    mine = sorted(line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines() if ":" in line)
    seen = []
    for more in ((), ("--network",)):
        done = cli("invoke", "--runtime", "python3.12", "--code", str(code), "--handler", "app.handler", *more)
        assert done.code == 0, done.err
        seen.append(json.loads(done.out))
    assert seen == [["lo"], mine]
