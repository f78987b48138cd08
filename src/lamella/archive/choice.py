"""Which copy of a module or a distribution Python takes when several layers, or two folders of one, carry it."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lamella.archive import python_path
from lamella.archive.distributions import Distribution
from lamella.archive.merge import Merged, Placed
from lamella.archive.python_path import Minor


class Subject(StrEnum):
    """What there are several copies of."""

    MODULE = "module"
    DISTRIBUTION = "distribution"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in layer number `layer` (from 0) under the folder `root`; the release is empty when unknown."""

    layer: int
    root: str
    release: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Several copies and which one is taken.

    Attributes:
        subject: Module (first part of its name) or distribution.
        name: Its name.
        winner: The copy that Python imports, or whose metadata counts.
        losers: The others.
        mixed_modules: Modules of losers that are still there among the winner's.
        ambiguous: Two dist-info folders lie side by side: which one `importlib.metadata` finds first is up to the
            order of the folder.
    """

    subject: Subject
    name: str
    winner: Copy
    losers: tuple[Copy, ...]
    mixed_modules: int = 0
    ambiguous: bool = False


def roots_in_order(paths: Iterable[str], minor: Minor | None) -> tuple[str, ...]:
    """Return the folders in which Python looks, those first that it looks in first."""
    present = python_path.roots(paths)
    if minor is not None and "" not in present:
        return python_path.search_path(minor)
    return tuple(sorted(present, key=lambda root: (-len(root), root)))


def choices(merged: Merged, minor: Minor | None) -> tuple[Choice, ...]:
    """Return every module and distribution of which there is more than one copy, by name."""
    roots = roots_in_order((each.path for each in merged.everything), minor)
    found = [*_module_choices(merged, roots, minor), *_distribution_choices(merged, roots)]
    return tuple(sorted(found, key=lambda each: (each.subject, each.name)))


def top_modules(files: Iterable[Placed], roots: Sequence[str], minor: Minor | None) -> frozenset[str]:
    """Return the first parts of the names of all modules that can be imported from the roots."""
    return frozenset(name for _, name, _ in _modules(files, roots, minor))


def _modules(
    files: Iterable[Placed], roots: Sequence[str], minor: Minor | None
) -> Iterable[tuple[tuple[int, str], str, Placed]]:
    for each in files:
        found = python_path.below(each.path, roots)
        dotted = python_path.module_of(found[1], minor) if found else None
        if found is not None and dotted is not None:
            yield (each.layer, found[0]), dotted.partition(".")[0], each


def _module_choices(merged: Merged, roots: Sequence[str], minor: Minor | None) -> Iterable[Choice]:
    places: dict[str, dict[tuple[int, str], list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for place, name, each in _modules(merged.everything, roots, minor):
        places[name][place].append(each)
    for name, by_place in places.items():
        regular = [place for place, files in by_place.items() if _is_regular(name, place[1], files)]
        if len(by_place) < 2 or not regular:
            continue
        ordered = sorted(regular, key=lambda place: (roots.index(place[1]), -place[0]))
        winner, root = ordered[0]
        mixed = sum(
            merged.opt.get(each.path) is each
            for (layer, where), files in by_place.items()
            for each in files
            if where == root and layer != winner
        )
        losers = sorted(set(by_place) - {ordered[0]})
        yield Choice(
            Subject.MODULE,
            name,
            _copy(ordered[0], by_place[ordered[0]]),
            tuple(_copy(place, by_place[place]) for place in losers),
            mixed,
        )


def _is_regular(name: str, root: str, files: Sequence[Placed]) -> bool:
    # A folder without __init__ is a namespace: Python joins its portions instead of choosing one.
    folder = posixpath.join(root, name)
    return any(
        (each.file.entry.folder != folder and not each.path.startswith(f"{folder}/"))
        or (each.file.entry.folder == folder and each.file.entry.name.startswith("__init__."))
        for each in files
    )


def _copy(place: tuple[int, str], files: Sequence[Placed]) -> Copy:
    owner = next((each.owner for each in files if each.owner), None)
    return Copy(place[0], place[1], release(owner) if owner else "")


def release(distribution: Distribution) -> str:
    """Return name and version as people write them."""
    return f"{distribution.name} {distribution.version}".strip()


def _distribution_choices(merged: Merged, roots: Sequence[str]) -> Iterable[Choice]:
    by_name: dict[str, list[tuple[int, Distribution]]] = defaultdict(list)
    for number, found in enumerate(merged.distributions):
        for each in found:
            if each.root in roots:
                by_name[each.name].append((number, each))
    for name, copies in by_name.items():
        if len(copies) > 1:
            ordered = sorted(copies, key=lambda copy: (roots.index(copy[1].root), -copy[0], copy[1].info))
            layer, taken = ordered[0]
            yield Choice(
                Subject.DISTRIBUTION,
                name,
                Copy(layer, taken.root, release(taken)),
                tuple(Copy(number, each.root, release(each)) for number, each in sorted(ordered[1:], key=_by_layer)),
                ambiguous=any(each.root == taken.root and each.info != taken.info for _, each in ordered[1:]),
            )


def _by_layer(copy: tuple[int, Distribution]) -> tuple[int, str]:
    return copy[0], copy[1].info
