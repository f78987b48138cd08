"""Collects what a pass does to a unit, and gives the PassResult."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from lamella.model.passes import Change, PassRecord, PassResult, Removal
from lamella.model.tree import File, Tree


class Draft:
    """A pass's result while it is made.

    Args:
        name: The pass.
        tree: What the pass was given.
        reasons: Each rule that the pass may name, with its reason.
    """

    __slots__ = ("_changed", "_contents", "_files", "_name", "_notes", "_reasons", "_removed", "_tree")

    def __init__(self, name: str, tree: Tree, reasons: Mapping[str, str]) -> None:
        self._name = name
        self._tree = tree
        self._reasons = reasons
        self._files = {file.path: file for file in tree.files}
        self._removed: list[Removal] = []
        self._changed: list[Change] = []
        self._notes: list[str] = []
        self._contents: dict[str, bytes] = {}

    def remove(self, file: File, rule: str) -> None:
        """Take a file out."""
        del self._files[file.path]
        self._removed.append(Removal(file.path, file.size_bytes, rule))

    def rewrite(self, file: File, content: bytes, rule: str) -> None:
        """Give a file other content."""
        digest = hashlib.sha256(content).hexdigest()
        if digest == file.sha256:
            return
        self._files[file.path] = replace(file, size_bytes=len(content), sha256=digest)
        self._contents[digest] = content
        self._changed.append(Change(file.path, file.size_bytes, len(content), rule))

    def move(self, file: File, path: str, rule: str) -> None:
        """Give a file another path, at which no file is."""
        del self._files[file.path]
        self._files[path] = replace(file, path=path)
        self._changed.append(Change(path, file.size_bytes, file.size_bytes, rule))

    def note(self, text: str) -> None:
        """Tell the user something."""
        self._notes.append(text)

    def files(self) -> tuple[File, ...]:
        """What is left so far, sorted by path."""
        return tuple(sorted(self._files.values(), key=lambda file: file.path))

    def result(self) -> PassResult:
        """Return the tree that is left and the record; reasons only of rules that did something."""
        used = {removal.rule for removal in self._removed} | {change.rule for change in self._changed}
        record = PassRecord(
            self._name,
            tuple(self._removed),
            tuple(self._changed),
            {rule: self._reasons[rule] for rule in sorted(used)},
            tuple(self._notes),
        )
        return PassResult(Tree.of(self._tree.target, self._files.values()), record, self._contents)
