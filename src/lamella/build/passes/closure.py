"""Finds which of the files that rules met are needed by what is left, and by each other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from lamella.build.passes.pysource import Facts, scan
from lamella.build.passes.references import References
from lamella.build.passes.rules import rules
from lamella.build.passes.sites import site_of
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

_STUBS: Final = re.compile(rb"attach_stub|\.pyi")
_SCRIPT: Final = re.compile(rb"""^if __name__ == ['"]__main__['"]:""", re.MULTILINE)
_TEST_DATA: Final = re.compile(r"/_?tests/")
_SETTINGS: Final = (".toml", ".cfg", ".ini", ".yaml", ".yml", ".json", "entry_points.txt")
_MAX_SETTINGS_BYTES: Final = 200_000


def needed(candidates: Mapping[str, File], tree: Tree, contents: Contents, foreign: Iterable[str]) -> Mapping[str, str]:
    """Return the candidates that must stay -> what refers to them.

    Args:
        candidates: By path; what goes unless it is needed.
        tree: The unit, with the candidates.
        contents: Of the tree.
        foreign: Dotted names in this unit that other units import.
    """
    if not candidates:
        return {}
    search = _Search(candidates, tree, contents)
    for name in foreign:
        search.keep(search.references.modules_named(name), "another package of the layer")
    silent = rules().silent
    for file in tree.files:
        if file.path not in candidates and not silent.matches(file.path):
            search.look_into(file)
    search.follow()
    return search.kept


class _Search:
    def __init__(self, candidates: Mapping[str, File], tree: Tree, contents: Contents) -> None:
        self.references: Final = References(candidates, tree.paths())
        self.kept: Final[dict[str, str]] = {}
        self._candidates = candidates
        self._contents = contents
        self._waiting: list[str] = []
        self._stubs: dict[str, list[str]] = {}
        for path in candidates:
            if path.endswith(".pyi"):
                self._stubs.setdefault(_top(path), []).append(path)
        self._mentions = self.references.mentions

    def keep(self, paths: Iterable[str], why: str) -> None:
        for path in paths:
            if path not in self.kept:
                self.kept[path] = why
                self._waiting.append(path)

    def follow(self) -> None:
        """Look into what is kept, until nothing new is found."""
        while self._waiting:
            path = self._waiting.pop()
            if path.endswith(".py"):
                source = self._contents.read(self._candidates[path])
                self.keep(sorted(self.references.of(path, scan(source))), path)

    def look_into(self, file: File) -> None:
        """Look into a file that stays."""
        if file.path.endswith(".py"):
            source = self._contents.read(file)
            facts = scan(source) if self._mentions.in_source(source) else None
            if facts is not None:
                found = self.references.of(file.path, facts)
                if _is_developers_script(file.path, source):
                    imported = self.references.of(file.path, replace(facts, strings=[]))
                    found = {path for path in found if path in imported or not _TEST_DATA.search(path)}
                self.keep(sorted(found), file.path)
            self._look_for_stubs(file.path, source, facts)
        elif _may_name_modules(file):
            for name in self._mentions.dotted_names(self._contents.read(file)):
                self.keep(sorted(self.references.modules_named(name)), file.path)

    def _look_for_stubs(self, path: str, source: bytes, facts: Facts | None) -> None:
        stubs = self._stubs.get(_top(path))
        if not stubs or not _STUBS.search(source):
            return
        strings = (facts or scan(source)).strings
        if b"attach_stub" in source or any(".pyi" in text for run in strings for text in run):
            self.keep(self._stubs.pop(_top(path)), path)


def _top(path: str) -> str:
    """Return the top-level package of a path, or the path of a top-level file."""
    site = site_of(path) or ""
    return site + path.removeprefix(site).partition("/")[0]


def _is_developers_script(path: str, source: bytes) -> bool:
    """Whether a source is a private script, such as scipy's `special/_precompute/`, which writes data for the tests.

    That it names data of tests does not keep them; what it imports, and what else it names, does.
    """
    private = any(part.startswith("_") and not part.startswith("__") for part in path.split("/"))
    return private and _SCRIPT.search(source) is not None


def _may_name_modules(file: File) -> bool:
    if file.path.endswith(".so"):
        return ".libs/" not in file.path
    return file.path.endswith(_SETTINGS) and file.size_bytes <= _MAX_SETTINGS_BYTES
