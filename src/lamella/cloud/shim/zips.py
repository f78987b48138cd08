"""Zips of layers and functions, kept by digest: what a sandbox is made of outlives the version it came from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from lamella.atomic import replace_bytes
from lamella.cloud.shim.names import LayerVersionName
from lamella.model.digests import code_sha256_of, sha256_of


class ZipStore:
    """A folder of zips named by their SHA-256, and which layer version had which; threads and restarts share it.

    AWS keeps a copy of a deleted layer version for as long as a function refers to it. Here a copy is made when a
    function takes the version, and stays.

    Args:
        folder: Its own.
    """

    def __init__(self, folder: Path) -> None:
        self._zips = folder / "zips"
        self._layers = folder / "layers"

    def held(self, code_sha256: str) -> Path | None:
        """Return the zip with this base64 digest; `None` where it is not here."""
        path = self._path(code_sha256)
        return path if path.is_file() else None

    def kept(self, code_sha256: str, fetch: Callable[[], bytes]) -> Path | None:
        """Return the zip with this base64 digest, fetched where it is not here; `None` where other bytes came."""
        path = self._path(code_sha256)
        if path.is_file():
            return path
        content = fetch()
        if code_sha256_of(hashlib.sha256(content).hexdigest()) != code_sha256:
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(path, content)
        return path

    def layer(self, layer: LayerVersionName) -> Path | None:
        """Return a layer version's zip; `None` where it is not here."""
        note = self._note(layer)
        return self.held(note.read_text("ascii")) if note.is_file() else None

    def keep_layer(self, layer: LayerVersionName, code_sha256: str, fetch: Callable[[], bytes]) -> Path | None:
        """Keep a layer version's zip; `None` where other bytes came."""
        path = self.kept(code_sha256, fetch)
        if path is not None:
            note = self._note(layer)
            note.parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(note, code_sha256.encode())
        return path

    def _path(self, code_sha256: str) -> Path:
        return self._zips / f"{sha256_of(code_sha256)}.zip"

    def _note(self, layer: LayerVersionName) -> Path:
        return self._layers / layer.account / layer.region / layer.name / str(layer.number)
