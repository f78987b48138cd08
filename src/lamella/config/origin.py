"""Where a setting came from: the closed union that `config show` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of the command line, by its long name: `--slim`."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable: `LAMELLA_SLIM`."""

    name: str


@dataclass(frozen=True, slots=True)
class InFile:
    """A key of a configuration file: `layers.data.slim` of lamella.toml."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class Default:
    """Nobody said otherwise."""


Origin = Flag | Variable | InFile | Default


@dataclass(frozen=True, slots=True)
class Resolved(Generic[T]):
    """A value that won over all others of lower precedence, and where it came from."""

    value: T
    origin: Origin


Origins = Mapping[str, Origin]
"""Origins by key path, such as `layers.data.slim` or `jobs`."""
