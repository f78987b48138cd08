"""What `diff` finds out, as values."""

from dataclasses import dataclass
from enum import StrEnum

from lamella.archive.distributions import EntryPoint
from lamella.archive.minor import Guess
from lamella.archive.scan import Origin


class ChangeKind(StrEnum):
    """What happened to a package."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Measure:
    """Sizes of one side; `zipped_bytes` is `None` in a folder."""

    files: int = 0
    size_bytes: int = 0
    zipped_bytes: int | None = 0


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A package that differs.

    Attributes:
        name: Normalised; empty for the files that belong to no distribution.
        kind: Added, removed or changed.
        before_versions, after_versions: More than one when a layer has several dist-info folders of it.
        before, after: Sizes.
        files_added, files_removed, files_changed: How many.
    """

    name: str
    kind: ChangeKind
    before_versions: tuple[str, ...]
    after_versions: tuple[str, ...]
    before: Measure
    after: Measure
    files_added: int
    files_removed: int
    files_changed: int


@dataclass(frozen=True, slots=True, order=True)
class OwnedEntryPoint:
    """An entry point and the distribution that declares it."""

    entry_point: EntryPoint
    distribution: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two layers."""

    origin: Origin
    python: Guess | None
    total: Measure


@dataclass(frozen=True, slots=True)
class Difference:
    """From `before` to `after`.

    Attributes:
        packages: Those that differ, the largest difference in size first.
        files_added, files_removed, files_changed: Paths; changed are content, link or executable bit.
        modules_gone, modules_new: Dotted names that can be imported from one layer only.
        console_scripts_gone: Entry points of the group `console_scripts` that disappear.
        entry_points_gone: Those of all other groups.
    """

    before: Side
    after: Side
    packages: tuple[PackageChange, ...]
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]
    files_changed: tuple[str, ...]
    modules_gone: tuple[str, ...]
    modules_new: tuple[str, ...]
    console_scripts_gone: tuple[OwnedEntryPoint, ...]
    entry_points_gone: tuple[OwnedEntryPoint, ...]

    @property
    def differs(self) -> bool:
        """Whether any file was added, removed or changed."""
        return bool(self.files_added or self.files_removed or self.files_changed)
