"""A unit slimmed by proof, from the unit as the rules alone leave it."""

from collections import ChainMap
from collections.abc import MutableMapping
from collections.abc import Set as AbstractSet

from lamella.build.globs import Globs
from lamella.build.passes import compact, record, sourceless, traced
from lamella.build.slim import Layered, Slimmed
from lamella.model.layer import Bytecode, Slim, Slimming
from lamella.model.passes import PassRecord, PassResult
from lamella.model.ports import Contents
from lamella.model.tree import Tree


def derive(tree: Tree, contents: Contents, kept: AbstractSet[str], slimming: Slimming) -> Slimmed:
    """Apply the passes that rest on a trace.

    Args:
        tree: One unit after the rules' passes, with bytecode beside sources.
        contents: Of the tree.
        kept: Paths that stay, of the whole layer.
        slimming: The layer's.
    """
    made: MutableMapping[str, bytes] = {}
    layered = Layered(ChainMap(made), contents)
    records: list[PassRecord] = []

    def after(result: PassResult) -> Tree:
        made.update(result.contents)
        records.append(result.record)
        return result.tree

    tree = after(compact.apply(tree, kept) if slimming.slim is Slim.COMPACT else traced.apply(tree, kept))
    if slimming.bytecode is Bytecode.ONLY:
        tree = after(sourceless.apply(tree, layered, Globs(slimming.keep)))
    tree = after(record.apply(tree, layered))
    return Slimmed(tree, layered, tuple(records), frozenset())
