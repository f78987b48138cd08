"""A shim in this process in front of a ministack that has no other one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clouds import bare_ministack
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.shim import ShimFolders
from shimmed import Stand, random_account


@pytest.fixture(name="ministack", scope="session")
def _ministack(tmp_path_factory: pytest.TempPathFactory, cloud_cache: Path) -> Iterator[Ministack]:
    with bare_ministack(tmp_path_factory.mktemp("ministack"), cloud_cache) as ministack:
        yield ministack


@pytest.fixture(name="stand")
def _stand(ministack: Ministack, tmp_path: Path) -> Iterator[Stand]:
    stand = Stand(ministack, ShimFolders(tmp_path / "state", tmp_path / "cache"), random_account())
    yield stand
    stand.shim.close()
