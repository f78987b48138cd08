"""The wheel builds, installs into an empty environment, and works there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environ |= {"UV_PYTHON_DOWNLOADS": "never", "LAMELLA_CACHE": str(tmp_path / "cache"), "NO_COLOR": "1"}
    uv = find_uv_bin()

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(
        uv,
        "build",
        "-q",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(tmp_path),
        str(ROOT),
    )
    [wheel] = tmp_path.glob("lamella-*.whl")
    run(uv, "venv", "-q", "--python", sys.executable, str(tmp_path / "venv"))
    python = str(tmp_path / "venv" / "bin" / "python")
    run(uv, "pip", "install", "-q", "--python", python, str(wheel))
    lamella = str(tmp_path / "venv" / "bin" / "lamella")
    assert run(lamella, "--version").startswith("lamella ")
    (tmp_path / "r.txt").write_text("six==1.17.0\n")
    run(lamella, "build", "-r", "r.txt", "--target", "python3.12/x86_64")
    assert "six" in run(lamella, "inspect", "dist/r-python3.12-x86_64.zip")
    assert "lamella.schema.json" in run(lamella, "config", "schema") or run(lamella, "config", "schema").startswith("{")
