"""Takes out what a layer does not need at run time, by the rules of prune.toml.

A file that a rule meets stays when something that is left refers to it: see closure.py.
"""

from collections.abc import Mapping
from typing import Final

from lamella.build.globs import Globs
from lamella.build.passes.closure import needed
from lamella.build.passes.conditions import Judge
from lamella.build.passes.draft import Draft
from lamella.build.passes.outside import names_outside
from lamella.build.passes.rules import Rule, rules
from lamella.build.passes.scripts import for_lambda
from lamella.build.passes.sites import site_of
from lamella.model.layer import Slim, Slimming
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

NAME = "prune"
_SHEBANG: Final = "first-line"
_SHEBANG_REASON: Final = "the first line of a Python script named the interpreter of the machine that installed it"


def apply(tree: Tree, contents: Contents, slimming: Slimming, foreign: frozenset[str] = frozenset()) -> PassResult:
    """Apply the rules, and give scripts that stay a first line that works on Lambda.

    Args:
        tree: One release, or a whole folder.
        contents: Of the tree.
        slimming: With `slim = "off"` only first lines change; they do also where `keep` matches.
        foreign: Dotted names in this unit that others import, as their `foreign_references` gave them.
    """
    reasons = {rule.id: rule.reason for rule in rules().rules} | {_SHEBANG: _SHEBANG_REASON}
    draft = Draft(NAME, tree, reasons)
    keep = Globs(slimming.keep)
    if slimming.slim is Slim.SAFE:
        met = _met(tree, contents, keep)
        doubtful = {path: file for path, (file, rule) in met.items() if rule.references}
        kept = needed(doubtful, tree, contents, foreign) if doubtful else {}
        for path, (file, rule) in met.items():
            if path not in kept:
                draft.remove(file, rule.id)
        for note in _notes(kept, met):
            draft.note(note)
    for file in draft.files():
        if _is_command(file.path):
            draft.rewrite(file, for_lambda(contents.read(file), tree.target), _SHEBANG)
    return draft.result()


def foreign_references(tree: Tree, contents: Contents) -> frozenset[str]:
    """Return dotted names that look like tests, of other distributions, which this unit's sources import.

    Args:
        tree: After `apply`.
        contents: Of the tree.
    """
    return names_outside(tree, contents)


def _met(tree: Tree, contents: Contents, keep: Globs) -> dict[str, tuple[File, Rule]]:
    judge = Judge(tree, contents)
    met = {}
    for file in tree.files:
        for rule in rules().about(file.path):
            if judge.holds(rule.condition, file):
                if not keep.matches(file.path):
                    met[file.path] = (file, rule)
                break
    return met


def _is_command(path: str) -> bool:
    site = site_of(path)
    return path.rpartition("/")[0] in {"bin", f"{site}bin"}


def _notes(kept: Mapping[str, str], met: Mapping[str, tuple[File, Rule]]) -> list[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for path, why in kept.items():
        groups.setdefault((why, met[path][1].id), []).append(path)
    notes = []
    for (why, rule), paths in sorted(groups.items()):
        first, more = min(paths), len(paths) - 1
        what = f"{first} and {more} more stay" if more else f"{first} stays"
        notes.append(f"{what}, although {rule} would take it: {why} refers to it")
    return notes
