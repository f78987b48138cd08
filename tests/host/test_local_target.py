import os
import platform
import sys
from pathlib import Path

import pytest

from lamella.errors import CannotRunError, ConfigError
from lamella.host import local_target
from lamella.host.local_target import interpreter_for, machine_architecture
from lamella.model.target import Architecture, Target

NOWHERE = {"PATH": "", "HOME": "/nonexistent", "PYENV_ROOT": "/nonexistent", "UV_PYTHON_INSTALL_DIR": "/nonexistent"}
HERE = machine_architecture() or Architecture.X86_64
OTHER = next(each for each in Architecture if each is not HERE)


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("linux", "x86_64", Architecture.X86_64),
        ("linux", "aarch64", Architecture.ARM64),
        ("linux", "riscv64", None),
        ("darwin", "arm64", None),
    ],
)
def test_only_lambdas_machines_run(
    system: str, machine: str, expected: Architecture | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert machine_architecture() is expected


def test_the_other_architecture_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="cannot run here") as raised:
        interpreter_for(Target("python3.12", OTHER), os.environ, tmp_path)
    assert raised.value.why == f"this machine is {HERE}"
    assert str(OTHER) in raised.value.hint


def test_another_system_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_target, "machine_architecture", lambda: None)
    with pytest.raises(CannotRunError) as raised:
        interpreter_for(Target("python3.12", HERE), os.environ, tmp_path)
    assert "needs Linux" in raised.value.why


def test_where_it_looked_for_an_interpreter(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match=r"no interpreter of Python 3.14") as raised:
        interpreter_for(Target("python3.14", HERE), NOWHERE, tmp_path)
    assert "/nonexistent/cpython-3.14.*" in raised.value.why
    assert "LAMELLA_PYTHON_314" in raised.value.hint


def test_a_wrong_variable_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="LAMELLA_PYTHON_312"):
        interpreter_for(Target("python3.12", HERE), {**NOWHERE, "LAMELLA_PYTHON_312": "/bin/true"}, tmp_path)
