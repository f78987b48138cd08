"""ministack's packages, installed once into lamella's cache from pinned releases with their hashes."""

import hashlib
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from lamella.errors import ToolError
from lamella.host.cached_folder import CachedFolder, obtain
from lamella.host.uv import Uv

KIND = "ministack"

# What a user sets for requirements that are resolved; these are pinned.
_OF_PROJECTS = frozenset({"UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER"})


def pinned() -> str:
    """Return the requirement lines, each with its hashes."""
    return files("lamella.cloud").joinpath("ministack.txt").read_text("utf-8")


def obtain_packages(cache: Path, environ: Mapping[str, str]) -> CachedFolder:
    """Return the folder with the packages, installed now where it is not there.

    Args:
        cache: Lamella's cache folder.
        environ: Settings of uv and of the user's index take effect from here.

    Raises:
        ToolError: They could not be installed; the first time takes a network or a warm cache of uv's.
        OSError: The cache cannot be written.
    """
    text = pinned()
    return obtain(packages_folder(cache, text), lambda folder: _install(text, folder, environ))


def packages_folder(cache: Path, text: str) -> Path:
    """Return the folder's place: the name depends on the pins and on this interpreter."""
    identity = f"{sys.implementation.cache_tag}\n{sys.platform}\n{text}"
    return cache / KIND / hashlib.sha256(identity.encode()).hexdigest()[:32]


def _install(text: str, folder: Path, environ: Mapping[str, str]) -> None:
    settings = {name: value for name, value in environ.items() if name not in _OF_PROJECTS}
    done = Uv(settings, folder).run(
        ["pip", "install", "--target", str(folder), "--no-deps", "--require-hashes", "--only-binary", ":all:",
         "--link-mode", "copy", "--python", sys.executable, "-r", "-"],
        stdin=text,
    )  # fmt: skip
    if done.code:
        raise ToolError(
            "ministack, which the embedded cloud needs, could not be installed",
            why=done.stderr,
            hint="the first start needs a package index; try again with a network, or set UV_INDEX_URL to one",
        )
