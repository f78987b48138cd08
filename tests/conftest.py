"""Fixtures shared by all tests."""

import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from clouds import Cloud, running_cloud
from lamella.archive.reader import Archive
from lamella.archive.scan import Layer, Origin, scan


class LayerOf(Protocol):
    def __call__(self, files: Mapping[str, bytes | str], label: str = "layer.zip") -> Layer: ...


@pytest.fixture(name="layer_of", scope="session")
def _layer_of() -> LayerOf:
    """Makes a scanned layer from paths and contents, by way of a zip in memory."""

    def layer_of(files: Mapping[str, bytes | str], label: str = "layer.zip") -> Layer:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            for path, content in files.items():
                made.writestr(zipfile.ZipInfo(path, (2024, 5, 6, 7, 8, 10)), content, zipfile.ZIP_DEFLATED)
        data = buffer.getvalue()
        return scan(Origin(label, len(data), b"\0" * 32), Archive.parse(data))

    return layer_of


@pytest.fixture(name="cloud_cache", scope="session")
def _cloud_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with ministack's packages, shared by all workers."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "cloud-cache"


@pytest.fixture(name="cloud", scope="session")
def _cloud(tmp_path_factory: pytest.TempPathFactory, cloud_cache: Path) -> Iterator[Cloud]:
    """The embedded cloud of this test process; a test takes accounts of its own (`clouds.new_account`)."""
    with running_cloud(tmp_path_factory.mktemp("cloud"), cloud_cache) as cloud:
        yield cloud


@pytest.fixture(name="cloud_with_auth", scope="session")
def _cloud_with_auth(tmp_path_factory: pytest.TempPathFactory, cloud_cache: Path) -> Iterator[Cloud]:
    """Another one, which holds requests against IAM policies."""
    with running_cloud(tmp_path_factory.mktemp("cloud-auth"), cloud_cache, "--auth") as cloud:
        yield cloud
