"""Which modules a layer needs beside those that a trace saw, so that nothing changes without an error."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from lamella.build.proof.imports import Imports
from lamella.build.proof.modules import Modules
from lamella.build.proof.rules import Stays


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stays: the rule, and where that is decided, such as `nltk.data line 1551`; may be empty."""

    rule: Stays
    because: str = ""


class Closure:
    """Modules that stay, each with its reason.

    Args:
        modules: Of the whole layer.
        read: Returns what a module imports; nothing for one without source.
        seen: Modules that ran in the trace: what they need at import was seen too.
        later: Whether to keep also what functions of seen modules import.
    """

    __slots__ = ("_later", "_modules", "_read", "_seen", "_waiting", "kept")

    def __init__(
        self, modules: Modules, read: Callable[[str], Imports], seen: frozenset[str], *, later: bool = False
    ) -> None:
        self.kept: Final[dict[str, Reason]] = {}
        self._modules = modules
        self._read = read
        self._seen = seen
        self._later = later
        self._waiting: list[str] = []

    def keep(self, names: Iterable[str], reason: Reason) -> None:
        """Keep modules; `follow` looks into them."""
        for name in names:
            if name in self._modules and name not in self.kept:
                self.kept[name] = reason
                self._waiting.append(name)

    def ask(self, importer: str, facts: Imports, place: str) -> None:
        """Keep the modules whose absence a source would not report.

        Args:
            importer: The source's module; empty for a source outside of the layer.
            facts: What it imports.
            place: How the source is called.
        """
        for each in facts.imports:
            if each.guarded:
                self.keep(self._modules.imported(importer, each), Reason(Stays.ASKED, f"{place} line {each.line}"))

    def follow(self) -> None:
        """Keep what the modules that stay ask for, until nothing new is found."""
        while self._waiting:
            name = self._waiting.pop()
            self.keep(self._modules.above(name), Reason(Stays.PACKAGE, name))
            facts = self._read(name)
            self.ask(name, facts, name)
            for each in facts.imports:
                if self._later if name in self._seen else not each.lazy:
                    reason = Reason(Stays.IMPORTED, f"{name} line {each.line}")
                    self.keep(self._modules.imported(name, each), reason)
            if facts.lists_modules:
                package = name if self._modules.is_package(name) else name.rpartition(".")[0]
                if package:
                    self.keep(self._modules.below(package), Reason(Stays.LISTED, name))
