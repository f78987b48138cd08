"""Digests of trees."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from lamella.model.tree import File, Tree

_RECORD = re.compile(r"[^/]+\.dist-info/RECORD$")


def tree_sha256(files: Iterable[File], record_sha256: dict[str, str]) -> str:
    """Return the digest of paths, modes and contents, whatever compiled and compressed them.

    Bytecode in `__pycache__` does not count. Bytecode that stands in for its source counts as that source. A RECORD
    counts without its lines about bytecode (`record_sha256`, by path). Two archives with the same tree digest differ
    at most by compiler and compressor.
    """
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.path):
        if file.source_sha256 is not None:
            if PurePosixPath(file.path).parent.name == "__pycache__":
                continue
            line = f"{file.path} {file.mode:o} source {file.source_sha256}\n"
        else:
            line = f"{file.path} {file.mode:o} {record_sha256.get(file.path, file.sha256)}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def is_record(path: str) -> bool:
    """Whether the path is a distribution's RECORD."""
    return _RECORD.search(path) is not None


def record_digest(content: bytes) -> str:
    """Return the digest of a RECORD without its lines about bytecode."""
    kept = [line for line in content.splitlines() if not line.partition(b",")[0].rstrip(b'"').endswith(b".pyc")]
    return hashlib.sha256(b"\n".join(kept)).hexdigest()


def content_digest(tree: Tree) -> str:
    """Return the digest of a tree as it is: every path, mode and content."""
    digest = hashlib.sha256()
    for file in tree.files:
        digest.update(f"{file.path} {file.mode:o} {file.sha256}\n".encode())
    return digest.hexdigest()
