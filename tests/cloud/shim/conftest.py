"""A shim in this process in front of the test process's embedded cloud."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from lamella.cloud.shim import ShimFolders
from shimmed import Stand, random_account, upstream_of


class HasEndpoint(Protocol):
    """The fixture `cloud`, as far as it is needed here."""

    @property
    def endpoint(self) -> str: ...


@pytest.fixture(name="stand")
def _stand(cloud: HasEndpoint, tmp_path: Path) -> Iterator[Stand]:
    upstream = upstream_of(cloud.endpoint)
    stand = Stand(upstream, ShimFolders(tmp_path / "state", tmp_path / "cache"), random_account())
    yield stand
    stand.shim.close()
    upstream.close()
