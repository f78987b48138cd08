"""Places of the embedded cloud, and zips to publish there."""

import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from aws_places import ZipOf, clients_at
from clouds import Cloud, new_account
from fault_proxy import FaultProxy, fault_proxy
from lamella.aws.clients import Clients
from lamella.change.action import ArchiveFile
from lamella.model.place import Place


@pytest.fixture
def place() -> Place:
    return Place(new_account(), "eu-west-1")


@pytest.fixture
def clients(cloud: Cloud, place: Place) -> Clients:
    return clients_at(cloud.endpoint, place)


@pytest.fixture(scope="module")
def proxy(cloud: Cloud) -> Iterator[FaultProxy]:
    with fault_proxy(cloud.endpoint) as found:
        yield found


@pytest.fixture
def zip_of(tmp_path: Path) -> ZipOf:
    """Makes a zip of one module with a text in it."""

    def make(text: str) -> ArchiveFile:
        path = tmp_path / f"{text}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo("python/only.py"), f"TEXT = {text!r}")
        return ArchiveFile(path, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)

    return make
