"""Units in memory for the tests of passes: made from literals, or from real releases on disk."""

import hashlib
import os
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamella.model.passes import PassResult
from lamella.model.target import Target
from lamella.model.tree import File, Tree

TARGET = "python3.12/x86_64"


@dataclass(frozen=True)
class Unit:
    """A tree with its contents, by digest."""

    tree: Tree
    by_digest: Mapping[str, bytes]

    def read(self, file: File) -> bytes:
        return self.by_digest[file.sha256]

    def text(self, path: str) -> str:
        return self.content(path).decode()

    def content(self, path: str) -> bytes:
        return self.read(next(file for file in self.tree.files if file.path == path))

    def after(self, result: PassResult) -> "Unit":
        return Unit(result.tree, ChainMap(dict(result.contents), dict(self.by_digest)))

    def write(self, folder: Path) -> Path:
        """Write the tree out and return its Python folder."""
        for file in self.tree.files:
            place = folder / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(self.read(file))
        return folder / "python"


def unit(files: Mapping[str, str | bytes], target: str = TARGET, origin: str = "x==1") -> Unit:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return _unit({path: (content, 0o644) for path, content in contents.items()}, target, origin)


def on_disk(folder: Path, target: str = TARGET, origin: str = "x==1") -> Unit:
    """Read an installed folder as the unit below `python/`."""
    found = {}
    for place in sorted(folder.rglob("*")):
        if place.is_file() and place.name != ".lock":
            mode = 0o755 if os.access(place, os.X_OK) else 0o644
            found[f"python/{place.relative_to(folder)}"] = (place.read_bytes(), mode)
    return _unit(found, target, origin)


def _unit(found: Mapping[str, tuple[bytes, int]], target: str, origin: str) -> Unit:
    by_digest = {}
    files = []
    for path, (content, mode) in found.items():
        digest = hashlib.sha256(content).hexdigest()
        by_digest[digest] = content
        files.append(File(path, len(content), digest, mode, origin))
    return Unit(Tree.of(Target.parse(target), files), by_digest)


def removed(result: PassResult) -> dict[str, str]:
    """Return path -> rule of what a pass took out."""
    return {removal.path: removal.rule for removal in result.record.removed}
