"""What `lamella init` needs to know of a pyproject.toml or a requirements file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from lamella.config.keypath import KeyPath
from lamella.config.shape import decode
from lamella.config.toml import ConfigFile, parse

_Requirements = Annotated[list[str], Meta(extra={"allowed": "a list of requirements as strings"})]


class _Project(Struct, frozen=True, rename={"requires_python": "requires-python"}):
    name: str = ""
    requires_python: str = ""
    dependencies: _Requirements = []


class _Document(Struct, frozen=True):
    project: _Project = _Project()


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """The table [project] of a pyproject.toml.

    Attributes:
        name: As written; empty when there is none.
        requires_python: As written; empty when there is none.
        direct: Normalised names of the direct dependencies.
    """

    name: str
    requires_python: str
    direct: frozenset[str]


def project_table(file: ConfigFile) -> ProjectTable:
    """Read [project] of a pyproject.toml.

    Raises:
        ConfigError: It is not TOML, or a value has the wrong type.
    """
    project = decode(parse(file.shown, file.content), _Document, KeyPath(file.shown, (), file.path)).project
    return ProjectTable(project.name, project.requires_python, direct_names(project.dependencies))


def direct_names(lines: Iterable[str]) -> frozenset[str]:
    """Return the normalised names of the requirements among lines; options and comments are passed over."""
    names: set[str] = set()
    for line in lines:
        text = line.partition(" #")[0].partition("--hash")[0].strip().rstrip("\\").strip()
        try:
            names.add(canonicalize_name(Requirement(text).name))
        except InvalidRequirement:
            continue
    return frozenset(names)
