"""Sandboxes through the Python API: what does not start one, and many real ones."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lamella.errors import UsageError
from lamella.host.local_target import machine_architecture
from lamella.model.target import Target
from lamella.sandbox import Function, Rules, Sandbox
from lamella.sandbox.sandbox import default_cache

TARGET = Target.parse(f"python3.12/{machine_architecture()}")
ECHO = "import os\ndef handler(event, context):\n    return [event, os.getpid()]\n"


def echo(folder: Path) -> Function:
    folder.mkdir(exist_ok=True)
    (folder / "app.py").write_text(ECHO)
    (folder / "app.py").chmod(0o644)
    return Function(TARGET, "app.handler", folder, timeout_s=20)


@pytest.fixture(scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for these tests: the runtime's packages are fetched once."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "lamella-cache"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LAMELLA_CACHE": "/somewhere", "HOME": "/home/me"}, "/somewhere"),
        ({"XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "/xdg/lamella"),
        ({"HOME": "/home/me"}, "/home/me/.cache/lamella"),
    ],
)
def test_the_cache_is_where_the_environment_says(environ: dict[str, str], expected: str) -> None:
    assert default_cache(environ) == Path(expected)


def test_nothing_runs_outside_a_with_block(tmp_path: Path) -> None:
    sandbox = Sandbox(echo(tmp_path / "code"), cache=tmp_path)
    with pytest.raises(UsageError, match="not open"):
        sandbox.invoke({})
    assert (sandbox.accessed(), sandbox.probed()) == ((), ())
    sandbox.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["code"]


@pytest.mark.parametrize("event", [{1, 2}, float("nan"), object()])
def test_an_event_that_json_cannot_hold(event: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the event is not JSON"):
        Sandbox(echo(tmp_path / "code"), cache=tmp_path).invoke(event)


def scratch(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "sandboxes").iterdir())


@pytest.mark.e2e
def test_one_environment_answers_until_it_is_closed(tmp_path: Path, own_cache: Path) -> None:
    with Sandbox(echo(tmp_path / "code"), cache=own_cache) as sandbox:
        sandbox.start()
        cold, warm = sandbox.invoke({"a": 1}), sandbox.invoke("x")
        task = sandbox.rooms.task
        assert task is not None
        assert task.is_dir()
    assert cold.value == [{"a": 1}, warm.value[1]]
    assert cold.report.init_ms is not None
    assert warm.report.init_ms is None
    assert not task.exists()


@pytest.mark.e2e
def test_eight_at_once_do_not_meet(tmp_path: Path, own_cache: Path) -> None:
    function = echo(tmp_path / "code")

    def ask(number: int) -> object:
        with Sandbox(function, cache=own_cache) as sandbox:
            return [sandbox.invoke(number).value[0] for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(16))) == [[number] * 3 for number in range(16)]


@pytest.mark.e2e
def test_reads_and_failed_opens_are_told_where_asked_for(tmp_path: Path, own_cache: Path) -> None:
    code = tmp_path / "code"
    function = echo(code)
    (code / "app.py").write_text("def handler(event, context):\n    return open('/opt/python/gone.txt').read()\n")
    with Sandbox(function, rules=Rules(probed=True), cache=own_cache) as sandbox:
        answer = sandbox.invoke({})
    assert answer.error is not None
    assert "python/gone.txt" in answer.probed


KILLED = """
import sys
from pathlib import Path
from lamella.model.target import Target
from lamella.sandbox import Function, Sandbox
with Sandbox(Function(Target.parse(sys.argv[1]), "app.handler", Path(sys.argv[2])), cache=Path(sys.argv[3])) as sandbox:
    sandbox.invoke({})
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.mark.e2e
def test_a_killed_lamella_leaves_folders_that_the_next_one_removes(tmp_path: Path, own_cache: Path) -> None:
    function = echo(tmp_path / "code")
    cache = tmp_path / "cache"
    cache.mkdir()
    with Sandbox(function, cache=own_cache):
        pass
    for kind in ("runtime", "runtime-boto3"):
        (cache / kind).symlink_to(own_cache / kind)
    arguments = [sys.executable, "-c", KILLED, str(TARGET), str(tmp_path / "code"), str(cache)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert any(name.startswith("task-") for name in scratch(cache))
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = scratch(cache)
    assert any(name.startswith("task-") for name in left)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and set(left) & set(scratch(cache)):
        with Sandbox(function, cache=cache) as sandbox:
            assert sandbox.invoke({}).error is None
    assert scratch(cache) == []
