"""What a layer offers to be imported: the top-level modules and entry points of its distributions."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement

from lamella.archive import python_path
from lamella.archive.distributions import Distribution, distributions, normalised, owners
from lamella.archive.python_path import Minor
from lamella.archive.scan import Layer
from lamella.model.target import Architecture, Target

# Where an installer puts scripts and data files: nobody imports from there.
_DATA_SCHEMES = frozenset({"bin", "share", "include", "etc"})
_MAX_REQUIREMENTS = 2_000


@dataclass(frozen=True, slots=True, order=True)
class TopLevel:
    """A module or regular package that no other package contains; `google.protobuf` where `google` is a namespace.

    Attributes:
        name: Dotted.
        path: Of one of its files, relative to /opt.
        distribution: Normalised name of its owner; empty for files that belong to none.
    """

    name: str
    path: str
    distribution: str


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An entry point: its distribution's normalised name, its group and its name."""

    distribution: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a layer offers to Python of one target.

    Attributes:
        modules: By name.
        entry_points: Sorted.
        known: Dotted names of every module in the layer.
        requires: Normalised names that each distribution requires without any extra.
    """

    modules: tuple[TopLevel, ...]
    entry_points: tuple[Named, ...]
    known: frozenset[str]
    requires: Mapping[str, frozenset[str]]

    def lacking(self, distribution: str) -> frozenset[str]:
        """Normalised names of what a distribution requires and the layer does not have."""
        return self.requires.get(distribution, frozenset()) - self.requires.keys()


def offer(layer: Layer, target: Target) -> Offer:
    """Return what a layer offers to the target's Python."""
    minor = target.python_minor
    reached = [each for each in distributions(layer) if each.root in python_path.search_path(minor)]
    owned = owners(layer, reached)
    modules = modules_of((file.path for file in layer.files), minor)
    tops: dict[str, TopLevel] = {}
    for name in modules:
        top = _top(name, modules)
        if top not in tops and not top.endswith("__main__"):
            owner = owned.get(modules[top])
            tops[top] = TopLevel(top, modules[top], owner.name if owner else "")
    points = {Named(each.name, point.group, point.name) for each in reached for point in each.entry_points}
    requires = {each.name: _required(layer, each, target) for each in reached}
    return Offer(tuple(sorted(tops.values())), tuple(sorted(points)), frozenset(modules), requires)


def modules_of(paths: Iterable[str], minor: Minor) -> dict[str, str]:
    """Return dotted name -> path of all modules that the minor finds, sorted by path; the first root wins."""
    roots = python_path.search_path(minor)
    found: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: (python_path.root_of(path) != roots[0], path)):
        root = python_path.root_of(path)
        if root not in roots:
            continue
        within = path[len(root) + 1 :]
        name = python_path.module_of(within, minor)
        if name and within.partition("/")[0] not in _DATA_SCHEMES:
            found.setdefault(name, path)
    return found


def _top(name: str, modules: Mapping[str, str]) -> str:
    parts = name.split(".")
    for length in range(1, len(parts)):
        prefix = ".".join(parts[:length])
        if prefix in modules:
            return prefix
    return name


def _required(layer: Layer, each: Distribution, target: Target) -> frozenset[str]:
    text = next(
        (
            content.decode("utf-8", "replace")
            for name in ("METADATA", "PKG-INFO")
            if (content := layer.metadata.get(posixpath.join(each.info, name)))
        ),
        "",
    )
    lines = [line.partition(":")[2] for line in text.splitlines() if line.lower().startswith("requires-dist:")]
    found = (_requirement(line, target) for line in lines[:_MAX_REQUIREMENTS])
    return frozenset(name for name in found if name)


def _requirement(line: str, target: Target) -> str | None:
    try:
        requirement = Requirement(line.strip())
    except InvalidRequirement:
        return None
    major, minor = target.python_minor
    environment = {
        "extra": "",
        "implementation_name": "cpython",
        "implementation_version": f"{major}.{minor}.0",
        "os_name": "posix",
        "platform_machine": "aarch64" if target.architecture is Architecture.ARM64 else "x86_64",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{major}.{minor}.0",
        "python_version": f"{major}.{minor}",
        "sys_platform": "linux",
    }
    if requirement.marker and not requirement.marker.evaluate(environment):
        return None
    return normalised(requirement.name)
