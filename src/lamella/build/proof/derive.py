"""A unit slimmed by proof, from the unit as the rules alone leave it."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from lamella.build.globs import Globs
from lamella.build.passes import compact, record, sourceless, traced
from lamella.build.slim import Applied, Slimmed
from lamella.model.layer import Bytecode, Slim, Slimming
from lamella.model.ports import Contents
from lamella.model.tree import Tree


def base_slimming(slimming: Slimming) -> Slimming:
    """Return the settings with which packs are made: to be traced, the rules alone and bytecode beside sources."""
    if not slimming.slim.by_proof:
        return slimming
    bytecode = Bytecode.OFF if slimming.bytecode is Bytecode.OFF else Bytecode.HASH
    return replace(slimming, slim=Slim.SAFE, bytecode=bytecode)


def derive(tree: Tree, contents: Contents, kept: AbstractSet[str], slimming: Slimming) -> Slimmed:
    """Apply the passes that rest on a trace.

    Args:
        tree: One unit after the rules' passes, with bytecode beside sources.
        contents: Of the tree.
        kept: Paths that stay, of the whole layer.
        slimming: The layer's.
    """
    applied = Applied(contents)
    layered, after = applied.contents, applied.after
    tree = after(compact.apply(tree, kept) if slimming.slim is Slim.COMPACT else traced.apply(tree, kept))
    if slimming.bytecode is Bytecode.ONLY:
        tree = after(sourceless.apply(tree, layered, Globs(slimming.keep)))
    tree = after(record.apply(tree, layered))
    return Slimmed(tree, layered, tuple(applied.records), frozenset())
