"""Runs the passes over one unit, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lamella.build.passes import botocore, bytecode, drop, metadata, prune, record, strip
from lamella.model.layer import Slimming
from lamella.model.passes import PassRecord, PassResult
from lamella.model.ports import Compiler, Contents
from lamella.model.tree import File, Tree


@dataclass(frozen=True, slots=True)
class Layered:
    """Contents made by passes, before those beneath."""

    made: Mapping[str, bytes]
    beneath: Contents

    def read(self, file: File) -> bytes:
        """Return the file's content."""
        made = self.made.get(file.sha256)
        return self.beneath.read(file) if made is None else made


@dataclass(frozen=True, slots=True)
class Slimmed:
    """A unit after all passes."""

    tree: Tree
    contents: Layered
    records: tuple[PassRecord, ...]
    foreign: frozenset[str]


class Applied:
    """Passes that were applied one after the other; each sees what those before it made.

    Args:
        beneath: Contents of the unit before the first.
    """

    __slots__ = ("_made", "contents", "records")

    def __init__(self, beneath: Contents) -> None:
        self._made: dict[str, bytes] = {}
        self.contents: Final = Layered(self._made, beneath)
        self.records: Final[list[PassRecord]] = []

    def after(self, result: PassResult) -> Tree:
        """Take note of a pass and return its tree."""
        self._made.update(result.contents)
        self.records.append(result.record)
        return result.tree


def slim(
    tree: Tree,
    contents: Contents,
    slimming: Slimming,
    compiler: Compiler | None,
    foreign: frozenset[str] = frozenset(),
) -> Slimmed:
    """Apply every pass to a unit.

    Removal comes before what costs work (strip, bytecode); RECORD is last since it lists what is left.

    Args:
        tree: As installed.
        contents: Of the tree's files.
        slimming: The user's settings.
        compiler: For the target's minor; `None` when there is none.
        foreign: Modules of this unit that others of the layer need, although they look like tests.
    """
    applied = Applied(contents)
    layered, after = applied.contents, applied.after
    tree = after(drop.apply(tree, layered, slimming))
    tree = after(metadata.apply(tree, layered, slimming))
    tree = after(prune.apply(tree, layered, slimming, foreign))
    wanted = prune.foreign_references(tree, layered)
    tree = after(botocore.apply(tree, layered, slimming))
    tree = after(strip.apply(tree, layered, slimming))
    tree = after(bytecode.apply(tree, layered, slimming, compiler))
    tree = after(record.apply(tree, layered))
    return Slimmed(tree, layered, tuple(applied.records), wanted)
