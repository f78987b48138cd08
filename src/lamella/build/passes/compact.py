"""Takes out bytecode of modules that no test of the layer uses; their sources stay."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from lamella.build.passes.draft import Draft
from lamella.model.passes import PassResult
from lamella.model.tree import Tree

NAME: Final = "compact"
UNUSED: Final = "unused"
REASONS: Final[Mapping[str, str]] = {
    UNUSED: "bytecode of a module that no test of the layer imports; Python compiles the source where it is needed"
}


def apply(tree: Tree, kept: AbstractSet[str]) -> PassResult:
    """Take out bytecode that the decision about the whole layer does not keep.

    Args:
        tree: Of one unit.
        kept: Paths that stay.
    """
    draft = Draft(NAME, tree, REASONS)
    for file in tree.files:
        if file.path not in kept and file.path.endswith(".pyc"):
            draft.remove(file, UNUSED)
    return draft.result()
