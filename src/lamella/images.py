"""What the runtimes' images are known to have, read once from images.toml (each with its source there)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Image:
    """An image of an operating system.

    Attributes:
        libraries: Names of shared libraries, such as `libz.so.1`.
        programs: Names of programs.
        symbol_versions: The newest of each kind that the C++ library has: `GLIBCXX` -> (3, 4, 29).
    """

    libraries: tuple[str, ...]
    programs: tuple[str, ...]
    symbol_versions: dict[str, tuple[int, ...]]


@cache
def image(system: str) -> Image:
    """Return the lists of images.toml for the operating system `al2` or `al2023`."""
    tables = tomllib.loads(files("lamella").joinpath("images.toml").read_text("utf-8"))
    groups = [table for table in tables["group"] if system in table["os"]]
    versions = tables["symbol_versions"][system]
    return Image(
        tuple(name for group in groups for name in group.get("libraries", ())),
        tuple(name for group in groups for name in group.get("programs", ())),
        {kind: tuple(version) for kind, version in versions.items() if kind != "source"},
    )
