"""The tests of cells once more, run by a user without rights."""

import os
import subprocess
from pathlib import Path

import pytest

from bwrap import folder_with_bwrap
from real_cells import INTERPRETER
from unprivileged import USER, Unprivileged, unprivileged

_TESTS = (
    "cells/test_root.py",
    "cells/test_remote.py",
    "cells/test_open_cell.py",
    "cells/test_process.py",
    "inside/test_copies.py",
    "inside/test_probes.py",
)
_PYTEST = (
    "-B",
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "-c",
    "/dev/null",
    "--import-mode=importlib",
    "-k",
    "not fifty",
)


def _bwrap_for(user: Unprivileged, found: Path) -> Path:
    if found.is_relative_to("/usr"):
        return found
    given = user.give("bwrap", found.parents[1])
    given.chmod(0o755)
    return given.joinpath(*found.parts[-2:])


@pytest.mark.e2e
@pytest.mark.usefixtures("_bwrap")
def test_all_of_it_works_for_a_user_without_rights(tmp_path: Path) -> None:
    """Where the tests are run by such a user, they have shown it themselves."""
    if os.geteuid() != 0:
        return
    with unprivileged(INTERPRETER, tmp_path, ()) as user:
        tests = user.give("tests", Path(__file__).parents[2])
        bwrap = _bwrap_for(user, folder_with_bwrap(tmp_path))
        (user.folder / "python/lib" / INTERPRETER.name / "site-packages").mkdir(exist_ok=True)
        environ = {
            "HOME": f"{user.folder}/home",
            "PATH": f"{bwrap}:/usr/bin:/bin",
            "PYTHONPATH": f"{user.folder}/src:{user.folder}/packages:{tests}",
            "LD_LIBRARY_PATH": f"{user.folder}/python/lib",
        }
        files = [str(tests / "sandbox" / name) for name in _TESTS]
        done = subprocess.run(
            [str(user.python), *_PYTEST, f"--basetemp={user.folder}/home/tmp", *files],
            env=environ, cwd=user.folder / "home", user=USER, group=USER, extra_groups=[],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
