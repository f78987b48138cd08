"""Fixtures shared by all tests."""

import io
import zipfile
from collections.abc import Mapping
from typing import Protocol

import pytest

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
