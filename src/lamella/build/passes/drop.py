"""The user's own `drop` globs; `keep` wins over them."""

from lamella.build.globs import Globs
from lamella.build.passes.draft import Draft
from lamella.model.layer import Slimming
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import Tree

NAME = "drop"


def apply(tree: Tree, contents: Contents, slimming: Slimming) -> PassResult:  # noqa: ARG001 - every pass takes the same
    """Take out what `drop` matches and `keep` does not; the rule is the glob itself.

    Raises:
        ConfigError: A glob cannot be read.
    """
    keep = Globs(slimming.keep)
    drops = [(pattern, Globs([pattern])) for pattern in slimming.drop]
    reasons = {f"drop:{pattern}": f"lamella.toml drops {pattern}" for pattern in slimming.drop}
    draft = Draft(NAME, tree, reasons)
    for file in tree.files:
        rule = next((pattern for pattern, glob in drops if glob.matches(file.path)), None)
        if rule is not None and not keep.matches(file.path):
            draft.remove(file, f"drop:{rule}")
    return draft.result()
