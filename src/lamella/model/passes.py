"""What a pass takes and gives: a Tree in, a Tree out, and a record of what it did and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamella.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Removal:
    """A file that a pass took out, and the rule that says why (`rule` is a key of `PassRecord.reasons`)."""

    path: str
    size_bytes: int
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file whose content a pass replaced, or that it added (`before_bytes` is 0)."""

    path: str
    before_bytes: int
    after_bytes: int
    rule: str


@dataclass(frozen=True, slots=True)
class PassRecord:
    """What one pass did to one unit.

    Attributes:
        name: The pass.
        removed: Files taken out.
        changed: Files replaced or added.
        reasons: For each rule named above, the reason in plain words.
        notes: What the user should know: files left alone although a rule met them, and why.
    """

    name: str
    removed: tuple[Removal, ...] = ()
    changed: tuple[Change, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassResult:
    """A pass's output; `contents` holds the bytes that it made, by sha256."""

    tree: Tree
    record: PassRecord
    contents: Mapping[str, bytes] = field(default_factory=dict)
