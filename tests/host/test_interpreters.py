"""Finding interpreters: fakes that answer a probe, for a minor that nobody has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lamella.errors import ConfigError
from lamella.host import interpreters
from lamella.host.interpreters import Interpreter, find, places, searched, variable

MINOR = (3, 99)
HERE = sys.version_info[:2]


class Machine:
    """A home folder with fake interpreters, and how often they were started."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cache = home / "cache"
        self.environ = {"HOME": str(home), "PATH": str(home / "bin")}

    def fake(self, place: str, version: str = "3 99 1 final 0", kind: str = "cpython", flags: str = "") -> Path:
        path = self.home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'#!/bin/sh\necho >> "{self.home}/started"\n'
            f'printf "%s\\n" "{kind}" "{version}" cb0d0d0a "{flags}" "$0" /nowhere\n'
        )
        path.chmod(0o755)
        return path

    def find(self, preferred: str | None = None) -> Interpreter | None:
        return find(MINOR, self.environ, self.cache, preferred)

    @property
    def started(self) -> int:
        log = self.home / "started"
        return len(log.read_text().splitlines()) if log.exists() else 0


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "place",
    [
        "bin/python3.99",
        ".pyenv/versions/3.99.1/bin/python3.99",
        ".local/share/uv/python/cpython-3.99.1-linux-x86_64-gnu/bin/python3.99",
    ],
)
def test_places(machine: Machine, place: str) -> None:
    path = machine.fake(place)
    found = machine.find()
    assert found == Interpreter(path, "3.99.1", "cb0d0d0a")
    assert found.identity == "cpython-3.99.1"


def test_folders_that_variables_name(machine: Machine) -> None:
    machine.fake("pyenv/versions/3.99.1/bin/python3.99")
    uv = machine.fake("uv/cpython-3.99.2-x/bin/python3.99", "3 99 2 final 0")
    machine.environ |= {"PYENV_ROOT": str(machine.home / "pyenv"), "UV_PYTHON_INSTALL_DIR": str(machine.home / "uv")}
    assert [place.kind for place in places(MINOR, machine.environ)] == ["pyenv", "uv"]
    assert machine.find() == Interpreter(uv, "3.99.2", "cb0d0d0a")


def test_the_variable_decides(machine: Machine) -> None:
    machine.fake("bin/python3.99", "3 99 5 final 0")
    own = machine.fake("own/python", "3 99 0 final 0")
    machine.environ[variable(MINOR)] = str(own)
    assert machine.find("3.99.5") == Interpreter(own, "3.99.0", "cb0d0d0a")


@pytest.mark.parametrize("version", ["3 98 1 final 0", None])
def test_a_wrong_variable_is_an_error(machine: Machine, version: str | None) -> None:
    own = machine.fake("own/python", version) if version else machine.home / "nothing"
    machine.environ[variable(MINOR)] = str(own)
    with pytest.raises(ConfigError, match=r"LAMELLA_PYTHON_399 names no CPython 3\.99"):
        machine.find()


@pytest.mark.parametrize(
    ("versions", "preferred", "expected"),
    [
        (["3 99 2 final 0", "3 99 11 final 0"], None, "3.99.11"),
        (["3 99 2 final 0", "3 99 11 final 0"], "3.99.2", "3.99.2"),
        (["3 99 2 final 0", "3 99 11 final 0"], "3.99.7", "3.99.11"),
        (["3 99 0 candidate 2", "3 99 0 beta 4"], None, "3.99.0rc2"),
        (["3 99 0 final 0", "3 99 1 candidate 1"], None, "3.99.0"),
        (["3 98 9 final 0"], None, None),
    ],
)
def test_choice(machine: Machine, versions: list[str], preferred: str | None, expected: str | None) -> None:
    for index, version in enumerate(versions):
        machine.fake(f".pyenv/versions/3.99.{index}/bin/python3.99", version)
    found = machine.find(preferred)
    assert (found and found.version) == expected


@pytest.mark.parametrize(("kind", "flags"), [("pypy", ""), ("cpython", "t"), ("cpython", "d")])
def test_other_builds_are_passed_over(machine: Machine, kind: str, flags: str) -> None:
    """A free-threaded build compiles to other bytes under the same version."""
    machine.fake("bin/python3.99", kind=kind, flags=flags)
    assert machine.find() is None


def test_what_fails_or_talks_is_passed_over(machine: Machine) -> None:
    machine.fake("bin/python3.99").write_text("#!/bin/sh\nexit 1\n")
    machine.fake(".pyenv/versions/3.99.1/bin/python3.99").write_text("#!/bin/sh\necho hello\n")
    machine.fake(".pyenv/versions/3.99.2/bin/python3.99").write_bytes(b"no program")
    assert machine.find() is None


def test_shims_are_not_started(machine: Machine) -> None:
    machine.fake(".pyenv/shims/python3.99")
    machine.environ["PATH"] = str(machine.home / ".pyenv/shims")
    assert machine.find() is None
    assert machine.started == 0


def test_a_second_search_starts_nothing(machine: Machine) -> None:
    machine.fake("bin/python3.99")
    machine.fake(".pyenv/versions/3.99.0/bin/python3.99", kind="pypy")
    first = machine.find()
    assert first is not None
    assert machine.started == 2
    assert machine.find() == first
    assert machine.started == 2


def test_a_changed_executable_is_asked_again(machine: Machine) -> None:
    path = machine.fake("bin/python3.99")
    machine.find()
    machine.fake("bin/python3.99", "3 99 22 final 0")
    assert machine.find() == Interpreter(path, "3.99.22", "cb0d0d0a")


@pytest.mark.parametrize("content", [b"", b"[]", b'{"x": 1}'])
def test_a_damaged_memory_is_made_anew(machine: Machine, content: bytes) -> None:
    machine.fake("bin/python3.99")
    machine.cache.mkdir()
    (machine.cache / "interpreters.json").write_bytes(content)
    assert machine.find() is not None
    machine.find()
    assert machine.started == 1


def test_memory_that_cannot_be_written_only_costs_time(machine: Machine) -> None:
    machine.fake("bin/python3.99")
    machine.cache.write_text("a file, not a folder")
    assert machine.find() is not None


def test_an_environment_leads_to_its_base(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    inside = environment / "bin" / f"python{HERE[0]}.{HERE[1]}"
    assert inside.exists()
    found = find(HERE, {"HOME": str(tmp_path), variable(HERE): str(inside)}, tmp_path / "cache")
    assert found is not None
    assert environment not in found.path.parents
    assert found.path.is_file()
    assert found.version == ".".join(map(str, sys.version_info[:3]))


def test_the_running_interpreter_is_found_without_help(tmp_path: Path) -> None:
    found = find(HERE, {"HOME": str(tmp_path), "PATH": ""}, tmp_path)
    assert found is not None
    assert os.path.realpath(found.path) == os.path.realpath(sys.executable)


def test_nothing_found(machine: Machine) -> None:
    assert machine.find() is None
    words = "\n".join(searched(MINOR, machine.environ))
    assert all(part in words for part in ("LAMELLA_PYTHON_399", "python3.99 on PATH", str(machine.home / ".pyenv")))


def test_the_probe_runs_on_this_interpreter() -> None:
    run = subprocess.run([sys.executable, "-I", "-S", "-c", interpreters._PROBE], capture_output=True, check=True)  # noqa: SLF001 - the text that all interpreters have to understand
    assert len(run.stdout.splitlines()) == 6
