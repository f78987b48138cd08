"""Cells to look at."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwrap import folder_with_bwrap
from real_cells import ROOTED, Cells, Opened


@pytest.fixture(name="_bwrap", scope="session")
def _bwrap_fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        folder = folder_with_bwrap(tmp_path_factory.mktemp("bwrap"))
        patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        yield


@pytest.fixture(name="cells")
def _cells(tmp_path: Path, _bwrap: None) -> Cells:
    return Cells(tmp_path, {"python/there.py": "", "data.txt": "hello"}, {"app.py": "", "secret.py": ""})


@pytest.fixture(name="cell", params=ROOTED, ids=str)
def _cell(request: pytest.FixtureRequest, cells: Cells) -> Iterator[Opened]:
    """A cell by each mechanism that makes a root of its own."""
    with cells.open(request.param) as opened:
        yield opened
