"""Takes out the files that no test of the layer read, and that nothing else needs."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from lamella.build.passes.draft import Draft
from lamella.model.passes import PassResult
from lamella.model.tree import Tree

NAME: Final = "traced"
UNREAD: Final = "unread"
REASONS: Final[Mapping[str, str]] = {
    UNREAD: "no test of the layer read it, and no code that stays asks for it without an error"
}


def apply(tree: Tree, kept: AbstractSet[str]) -> PassResult:
    """Take out what the decision about the whole layer does not keep.

    Args:
        tree: Of one unit.
        kept: Paths that stay.
    """
    draft = Draft(NAME, tree, REASONS)
    for file in tree.files:
        if file.path not in kept:
            draft.remove(file, UNREAD)
    return draft.result()
