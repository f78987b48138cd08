"""Puts bytecode that is there already in the place of its source."""

from collections.abc import Mapping
from typing import Final

from lamella.build.globs import Globs
from lamella.build.passes.draft import Draft
from lamella.build.proof.modules import source_path
from lamella.build.staying import staying
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import Tree

NAME: Final = "sourceless"
SOURCE: Final = "source"
REASONS: Final[Mapping[str, str]] = {SOURCE: "its bytecode stands in for it", "moved": "bytecode in the place of it"}


def apply(tree: Tree, contents: Contents, keep: Globs) -> PassResult:
    """Move bytecode out of `__pycache__`, over its source; sources that `staying` names stay as they are.

    It gives what the bytecode pass gives with `Bytecode.ONLY`, without compiling anew.
    """
    draft = Draft(NAME, tree, REASONS)
    files = {file.path: file for file in tree.files}
    compiled = {source_path(path): file for path, file in files.items() if "__pycache__/" in path}
    sources = [files[path] for path in sorted(compiled.keys() & files.keys())]
    kept = staying(sources, contents, keep)
    for source in sources:
        if source.path not in kept:
            draft.remove(source, SOURCE)
            draft.move(compiled[source.path], f"{source.path}c", "moved")
    for path, reason in kept.items():
        draft.note(f"{path}: source kept ({reason})")
    return draft.result()
