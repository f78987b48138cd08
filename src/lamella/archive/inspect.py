"""Puts an inspection together from scanned layers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lamella.archive.bytecode import bytecode
from lamella.archive.choice import Choice, Subject, choices, roots_in_order
from lamella.archive.distributions import Distribution
from lamella.archive.inspection import Inspection, LayerTotal, Package
from lamella.archive.merge import Merged, Placed, merge
from lamella.archive.minor import Guess, guess
from lamella.archive.native import Native, machine_of
from lamella.archive.notes import notes
from lamella.archive.scan import Layer
from lamella.model.target import Target


def inspect(layers: Sequence[Layer], target: Target | None = None) -> Inspection:
    """Describe one layer, or several as they merge in /opt.

    Args:
        layers: In the order in which a function lists them.
        target: What the layers are for; without it the Python minor is told by the files.
    """
    merged = merge(layers)
    python = Guess(target.python_minor, "--target") if target else guess(tuple(each.file for each in merged.everything))
    minor = python.minor if python else None
    found = choices(merged, minor)
    roots = roots_in_order(merged.opt, minor)
    compiled = bytecode(merged, minor, roots)
    native = tuple(_native(merged.everything))
    totals = tuple(LayerTotal(layer.origin, len(layer.files), layer.size_bytes) for layer in layers)
    inspection = Inspection(totals, target, python, packages(merged, found), merged, compiled, native, found, notes=())
    return replace(inspection, notes=tuple(notes(inspection)))


def packages(merged: Merged, found: Sequence[Choice]) -> tuple[Package, ...]:
    """Sum up the files of each distribution, by layer, the largest first."""
    sums: dict[tuple[int, str], _Sum] = {}
    for number, known in enumerate(merged.distributions):
        for each in known:
            sums[number, each.info] = _Sum(each)
    for placed in merged.everything:
        key = placed.layer, placed.owner.info if placed.owner else ""
        sums.setdefault(key, _Sum(placed.owner)).add(placed)
    lost = {
        (choice.name, loser.layer, loser.root)
        for choice in found
        for loser in choice.losers
        if choice.subject is Subject.DISTRIBUTION
    }
    rows = (each.package(layer, lost) for (layer, _), each in sums.items())
    return tuple(sorted(rows, key=lambda row: (row.layer, not row.name, -row.size_bytes, row.name, row.version)))


@dataclass(slots=True)
class _Sum:
    owner: Distribution | None
    files: int = 0
    size_bytes: int = 0
    zipped_bytes: int | None = 0

    def add(self, placed: Placed) -> None:
        entry = placed.file.entry
        self.files += 1
        self.size_bytes += entry.size_bytes
        known = self.zipped_bytes is not None and entry.zipped_bytes is not None
        self.zipped_bytes = (self.zipped_bytes or 0) + (entry.zipped_bytes or 0) if known else None

    def package(self, layer: int, lost: set[tuple[str, int, str]]) -> Package:
        name, version, root = ("", "", "")
        if self.owner:
            name, version, root = self.owner.name, self.owner.version, self.owner.root
        taken = (name, layer, root) not in lost
        return Package(name, version, layer, root, self.files, self.size_bytes, self.zipped_bytes, taken)


def _native(files: Iterable[Placed]) -> Iterable[Native]:
    for each in files:
        machine = machine_of(each.file.head)
        if machine:
            yield Native(each.path, each.layer, machine, each.file.entry.size_bytes)
