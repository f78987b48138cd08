"""Compares two scanned layers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lamella.archive import python_path
from lamella.archive.choice import roots_in_order
from lamella.archive.difference import ChangeKind, Difference, Measure, OwnedEntryPoint, PackageChange, Side
from lamella.archive.distributions import Distribution, distributions, owners
from lamella.archive.minor import guess
from lamella.archive.scan import Layer, Scanned

CONSOLE_SCRIPTS = "console_scripts"


def diff(before: Layer, after: Layer) -> Difference:
    """Say what changed from one layer to the other; contents are compared by SHA-256."""
    old, new = _Half.of(before), _Half.of(after)
    added = tuple(path for path in new.files if path not in old.files)
    removed = tuple(path for path in old.files if path not in new.files)
    changed = tuple(
        path for path, file in new.files.items() if path in old.files and _content(old.files[path]) != _content(file)
    )
    gone = sorted(old.entry_points - new.entry_points)
    return Difference(
        old.side(before),
        new.side(after),
        _package_changes(old, new, added, removed, changed),
        added,
        removed,
        changed,
        tuple(sorted(old.modules - new.modules)),
        tuple(sorted(new.modules - old.modules)),
        tuple(each for each in gone if each.entry_point.group == CONSOLE_SCRIPTS),
        tuple(each for each in gone if each.entry_point.group != CONSOLE_SCRIPTS),
    )


@dataclass(frozen=True, slots=True)
class _Half:
    files: Mapping[str, Scanned]
    owner_of: Mapping[str, str]
    versions: Mapping[str, tuple[str, ...]]
    modules: frozenset[str]
    entry_points: frozenset[OwnedEntryPoint]
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @classmethod
    def of(cls, layer: Layer) -> "_Half":
        known = distributions(layer)
        owner_of = {path: owner.name for path, owner in owners(layer, known).items()}
        versions: dict[str, list[str]] = defaultdict(list)
        for each in known:
            versions[each.name].append(each.version)
        return cls(
            {file.path: file for file in layer.files},
            owner_of,
            {name: tuple(found) for name, found in versions.items()},
            _modules(layer.files),
            frozenset(_entry_points(known)),
            _measures(layer.files, owner_of),
        )

    def side(self, layer: Layer) -> Side:
        return Side(layer.origin, guess(layer.files), measure(layer.files))


def measure(files: Iterable[Scanned]) -> Measure:
    """Sum up files."""
    count, size_bytes, zipped_bytes, known = 0, 0, 0, True
    for file in files:
        count += 1
        size_bytes += file.entry.size_bytes
        known = known and file.entry.zipped_bytes is not None
        zipped_bytes += file.entry.zipped_bytes or 0
    return Measure(count, size_bytes, zipped_bytes if known else None)


def _measures(files: Iterable[Scanned], owner_of: Mapping[str, str]) -> dict[str, Measure]:
    by_owner: dict[str, list[Scanned]] = defaultdict(list)
    for file in files:
        by_owner[owner_of.get(file.path, "")].append(file)
    return {name: measure(owned) for name, owned in by_owner.items()}


def _content(file: Scanned) -> tuple[str, str, bool]:
    return file.sha256, file.entry.link, file.entry.executable


def _modules(files: Sequence[Scanned]) -> frozenset[str]:
    found = guess(files)
    minor = found.minor if found else None
    roots = roots_in_order((file.path for file in files), minor)
    inside = (python_path.below(file.path, roots) for file in files)
    names = (python_path.module_of(found[1], minor) for found in inside if found)
    return frozenset(name for name in names if name is not None)


def _entry_points(known: Iterable[Distribution]) -> Iterable[OwnedEntryPoint]:
    for each in known:
        for entry_point in each.entry_points:
            yield OwnedEntryPoint(entry_point, each.name)


def _package_changes(
    old: _Half, new: _Half, added: Sequence[str], removed: Sequence[str], changed: Sequence[str]
) -> tuple[PackageChange, ...]:
    counts = [
        Counter(half.owner_of.get(path, "") for path in paths)
        for half, paths in ((new, added), (old, removed), (new, changed))
    ]
    rows: list[PackageChange] = []
    for name in sorted({*old.measures, *new.measures, *old.versions, *new.versions}):
        numbers = [count[name] for count in counts]
        versions = old.versions.get(name, ()), new.versions.get(name, ())
        measures = old.measures.get(name, Measure()), new.measures.get(name, Measure())
        if versions[0] == versions[1] and measures[0] == measures[1] and not any(numbers):
            continue
        kind = _kind(*versions) if name else _kind(*measures)
        rows.append(PackageChange(name, kind, *versions, *measures, *numbers))
    return tuple(sorted(rows, key=lambda row: (-abs(row.after.size_bytes - row.before.size_bytes), row.name)))


def _kind(before: tuple[str, ...] | Measure, after: tuple[str, ...] | Measure) -> ChangeKind:
    empty = (), Measure()
    if before in empty:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after in empty else ChangeKind.CHANGED
