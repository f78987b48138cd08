"""Several layers unpacked into /opt in order: folders merge, and of a file the last one stays.

Source: AWS Lambda developer guide, "Working with layers": they are applied in the order in which they are listed.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lamella.archive.distributions import Distribution, distributions, owners
from lamella.archive.scan import Layer, Scanned


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of layer number `layer` (from 0), and the distribution that it belongs to."""

    file: Scanned
    layer: int
    owner: Distribution | None

    @property
    def path(self) -> str:
        """Relative to /opt."""
        return self.file.path


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file of one layer that a later one replaces; `same` when both have the same content."""

    path: str
    loser: int
    winner: int
    same: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """A file of one layer where a later one has a folder, or the other way round.

    What AWS makes of it is not documented.
    """

    path: str
    loser: int
    winner: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Layers and what is in /opt.

    Attributes:
        everything: All files of all layers, in order.
        opt: What is there in the end, by path.
        distributions: Of each layer.
        replaced: Files that a later layer replaces.
        clashes: Files against folders.
    """

    everything: tuple[Placed, ...]
    opt: Mapping[str, Placed]
    distributions: tuple[tuple[Distribution, ...], ...]
    replaced: tuple[Replaced, ...]
    clashes: tuple[Clash, ...]


def merge(layers: Sequence[Layer]) -> Merged:
    """Lay the layers over each other."""
    everything: list[Placed] = []
    opt: dict[str, Placed] = {}
    replaced: list[Replaced] = []
    clashes: list[Clash] = []
    known = tuple(distributions(layer) for layer in layers)
    for number, layer in enumerate(layers):
        owner_of = owners(layer, known[number])
        placed = [Placed(file, number, owner_of.get(file.path)) for file in layer.files]
        everything += placed
        for clash in _clashes(opt, placed, number):
            clashes.append(clash)
            del opt[clash.path]
        for each in placed:
            below = opt.get(each.path)
            if below is not None:
                same = (below.file.sha256, below.file.entry.link) == (each.file.sha256, each.file.entry.link)
                replaced.append(Replaced(each.path, below.layer, number, same))
            opt[each.path] = each
    return Merged(tuple(everything), dict(sorted(opt.items())), known, tuple(replaced), tuple(clashes))


def _clashes(opt: Mapping[str, Placed], placed: Sequence[Placed], number: int) -> list[Clash]:
    if not opt:
        return []
    new_files = {each.path for each in placed}
    new_folders = set(itertools.chain.from_iterable(_folders(path) for path in new_files))
    return [
        Clash(path, each.layer, number)
        for path, each in opt.items()
        if path in new_folders or not new_files.isdisjoint(_folders(path))
    ]


def _folders(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
