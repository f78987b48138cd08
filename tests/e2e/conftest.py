"""Fixtures for tests through the command line."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lamella.host import interpreters
from running import Cli, Done


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests and workers that do not ask for their own: a build of a known release copies."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "lamella-cache"


@pytest.fixture
def cli(shared_cache: Path, tmp_path: Path) -> Cli:
    """Runs the command line in a process of its own, in `tmp_path` unless told otherwise."""

    def run(*arguments: str, cwd: Path = tmp_path, environ: Mapping[str, str] | None = None) -> Done:
        settings = {name: value for name, value in os.environ.items() if not name.startswith(("LAMELLA_", "UV_"))}
        settings |= {"LAMELLA_CACHE": str(shared_cache), **(environ or {})}
        done = subprocess.run(
            [sys.executable, "-m", "lamella", *arguments],
            cwd=cwd,
            env=settings,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def python312(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A bare interpreter of the target that the tests run."""
    found = interpreters.find((3, 12), os.environ, tmp_path_factory.mktemp("interpreters"))
    assert found is not None, "the tests need a python3.12: on PATH, in pyenv, or from `uv python install 3.12`"
    return str(found.path)
