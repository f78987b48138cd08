"""Which modules that look like tests a unit imports from other distributions."""

import re
from typing import Final

from lamella.build.passes.pysource import scan
from lamella.build.passes.sites import dotted, site_of
from lamella.model.ports import Contents
from lamella.model.tree import Tree

# Parts of a module's name by which a rule of prune.toml may take it.
_PART: Final = r"(?:_?tests?|SelfTest|conftest|test_\w+|\w+_tests?|examples?)"
_WORDS: Final = tuple(re.compile(word) for word in (rb"test", rb"SelfTest", rb"examples?\b"))
_LINE: Final = re.compile(rb"[ \t]*(?:from|import)\b|.*['\"][\w.]*\.[\w.]*\Z", re.DOTALL)
_NAME: Final = re.compile(rf"[^\W\d]\w*(?:\.\w+)*\.{_PART}(?:\.\w+)*")


def names_outside(tree: Tree, contents: Contents) -> frozenset[str]:
    """Return dotted names of modules, or of names in them, sorted out of imports and of strings."""
    own = {dotted(file.path) for file in tree.files}
    found: set[str] = set()
    for file in tree.files:
        if not file.path.endswith(".py") or site_of(file.path) is None:
            continue
        source = contents.read(file)
        if not any(_may_name(source, found) for word in _WORDS for found in word.finditer(source)):
            continue
        facts = scan(source)
        names = [
            name
            for level, module, members in facts.imports
            if not level
            for name in (module, *(f"{module}.{member}" for member in members))
        ]
        names += [text for run in facts.strings for text in run if "example" not in text]
        found.update(name for name in names if _NAME.fullmatch(name) and _is_outside(name, own))
    return frozenset(found)


def _is_outside(name: str, own: set[str | None]) -> bool:
    parts = name.split(".")
    return not any(".".join(parts[:depth]) in own for depth in range(1, len(parts) + 1))


def _may_name(source: bytes, found: re.Match[bytes]) -> bool:
    line = source.rfind(b"\n", 0, found.start()) + 1
    return _LINE.match(source, line, found.start()) is not None
