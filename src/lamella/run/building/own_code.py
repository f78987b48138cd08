"""Reads folders of the user's: a source already laid out as /opt, and own code of `include`."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from lamella.errors import ConfigError, LayoutError
from lamella.model.layer import Include
from lamella.model.target import Target
from lamella.run.building.stage import Staged, scan

# What a runtime looks at in /opt (AWS Lambda developer guide, layer paths); other folders reach only own code.
_PYTHON_FOLDERS = ("python", "lib", "bin", "extensions")
_NEVER_WANTED = frozenset({"__pycache__", ".git", ".hg", ".svn", ".DS_Store", ".mypy_cache", ".ruff_cache"})


def read_folder(folder: Path, target: Target, pool: Executor) -> Staged:
    """Read a folder that is laid out as /opt.

    Raises:
        LayoutError: Nothing in it is where the runtime looks, or a link leaves the folder.
    """
    paths = list(_walk(folder, "", folder.resolve()))
    if not any(name.partition("/")[0] in _PYTHON_FOLDERS for name, _ in paths):
        found = ", ".join(sorted({name.partition("/")[0] for name, _ in paths})[:8]) or "nothing"
        raise LayoutError(
            f"{folder} is not laid out as /opt",
            why=f"{target.runtime} looks into python/, lib/ and bin/; found: {found}",
            hint="put packages into a folder `python` inside it",
        )
    return scan("folder", target, paths, pool)


def read_includes(includes: Sequence[Include], root: Path, target: Target, pool: Executor) -> Staged:
    """Read own code; a later entry wins over an earlier one.

    Raises:
        ConfigError: A source does not exist.
        LayoutError: A link leaves its folder.
    """
    paths: dict[str, Path] = {}
    for include in includes:
        place = root / include.source
        if place.is_dir():
            paths.update(_walk(place, include.to.strip("/"), place.resolve()))
        elif place.is_file():
            paths[include.to.strip("/")] = place
        else:
            raise ConfigError(f"`{include.source}` of `include` does not exist", why=f"looked at {place}")
    return scan("include", target, sorted(paths.items()), pool)


def _walk(folder: Path, prefix: str, boundary: Path) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name in _NEVER_WANTED:
            continue
        name = f"{prefix}/{entry.name}" if prefix else entry.name
        place = Path(entry.path)
        if entry.is_symlink():
            _inside(name, place, boundary)
        if entry.is_dir():
            yield from _walk(place, name, boundary)
        else:
            yield name, place


def _inside(name: str, place: Path, boundary: Path) -> None:
    try:
        target = place.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise LayoutError(f"{name} is a broken link", why=str(error), hint="remove it") from error
    if boundary == target or boundary not in target.parents or place.absolute().is_relative_to(target):
        raise LayoutError(
            f"{name} is a link that leaves the layer's folder",
            why=f"it leads to {target}",
            hint="copy the file into the folder",
        )
