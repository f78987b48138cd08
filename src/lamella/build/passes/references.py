"""Resolves what a source refers to, to files that a rule met."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from lamella.build.passes.mentions import Mentions
from lamella.build.passes.pysource import Facts
from lamella.build.passes.sites import dotted, module_stem, site_of

_DOTTED: Final = re.compile(r"(\.?[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:[.:].*)?")
_SUFFIX: Final = re.compile(r"(?:\*\*/)?\*?(\.[\w+]{1,8})")
_PATTERN: Final = re.compile(r"[*?{%\[]|\$\{")
_OF_TESTS: Final = re.compile(r"/(?:_?tests?|SelfTest)/")
# Only pytest looks for it, by name; a string with that name is never a path to it.
_NEVER_NAMED: Final = frozenset({"conftest"})


class References:
    """The files that rules met (candidates), and how sources can refer to them.

    Args:
        candidates: Paths that go unless something refers to them.
        paths: Every path of the tree.
    """

    __slots__ = (
        "_by_name",
        "_by_suffix",
        "_candidates",
        "_inside",
        "_modules",
        "_names",
        "_packages",
        "_whole",
        "mentions",
    )

    def __init__(self, candidates: Iterable[str], paths: frozenset[str]) -> None:
        self._candidates = frozenset(candidates)
        self._modules: dict[str, list[str]] = {}
        self._inside: dict[str, list[str]] = {}
        self._by_suffix: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in sorted(self._candidates):
            name = dotted(path)
            if name is not None:
                self._modules.setdefault(name, []).append(path)
            for folder in _folders(path):
                self._inside.setdefault(folder, []).append(path)
        self._packages = frozenset(
            path.rpartition("/")[0] for path in paths if module_stem(path.rpartition("/")[2]) == "__init__"
        )
        sizes = Counter(folder for path in paths for folder in _folders(path))
        self._whole = frozenset(folder for folder, inside in self._inside.items() if len(inside) == sizes[folder])
        for path in sorted(self._candidates):
            if dotted(path) is None and not _OF_TESTS.search(path):
                self._by_suffix.setdefault(posixpath.splitext(path)[1], []).append(path)
                self._by_name.setdefault(posixpath.basename(path), []).append(path)
        self._names = frozenset(map(posixpath.basename, (*self._inside, *self._candidates)))
        self.mentions: Final = self._words(paths)

    def _words(self, paths: frozenset[str]) -> Mentions:
        """Return what stands in any source that refers to a candidate, unless that source is a candidate itself.

        A reference starts above the source. So it names the outermost folder in which no source is left, or the file.
        """
        sources = {path for path in paths - self._candidates if path.endswith(".py")}
        inhabited = {folder for path in sources for folder in _folders(path)}
        named = {posixpath.basename(folder) for folder in self._inside.keys() & inhabited - self._packages}
        named.update(name for name in self._by_name if "." not in name)
        imported = set()
        suffixes = {suffix[1:] for suffix in self._by_suffix if suffix not in {"", ".pyi"}}
        for path in self._candidates:
            barren = [folder for folder in _folders(path) if folder not in inhabited]
            telling = posixpath.basename(barren[-1] if barren else path)
            suffix = posixpath.splitext(telling)[1]
            if dotted(path) is not None:
                imported.add(telling if barren else module_stem(telling) or telling)
            if barren or not suffix:
                named.add(telling)
            elif dotted(path) is not None:
                suffixes.add(suffix[1:])
        return Mentions(named, suffixes, imported)

    def modules_named(self, name: str) -> Iterator[str]:
        """Give the candidates that an import of a dotted name runs: the module and the packages above it."""
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            yield from self._modules.get(".".join(parts[:depth]), ())

    def of(self, source_path: str, facts: Facts) -> set[str]:
        """Return the candidates that a source refers to."""
        found: set[str] = set()
        for name in _imported(source_path, facts):
            found.update(self.modules_named(name))
        for run in facts.strings:
            joined = self._named(source_path, "/".join(run)) if len(run) > 1 else None
            for text in () if joined else run:
                found.update(self._named(source_path, text))
            found.update(joined or ())
        return found

    def _named(self, source_path: str, text: str) -> set[str]:
        found: set[str] = set()
        suffix = _SUFFIX.fullmatch(text)
        if suffix:
            below = source_path.rpartition("/")[0] + "/"
            found.update(path for path in self._by_suffix.get(suffix[1], ()) if path.startswith(below))
        name = _DOTTED.fullmatch(text)
        if name:
            found.update(self._dynamic(source_path, name[1]))
        # A file's name alone may be joined to any folder of the package by a function elsewhere in it.
        top = _top(source_path)
        found.update(path for path in self._by_name.get(text, ()) if _top(path) == top)
        found.update(self._at_path(source_path, text))
        return found

    def _dynamic(self, source_path: str, name: str) -> Iterator[str]:
        """Names for `import_module`: `a.b`, `.b`, and, for lists of lazy modules, a lone `b` beside the source."""
        package = _package(source_path)
        if name.startswith("."):
            yield from self.modules_named(f"{package}{name}")
        elif "." in name:
            yield from self.modules_named(name)
        elif name not in _NEVER_NAMED:
            yield from (
                path for path in self._modules.get(f"{package}.{name}", ()) if not path.endswith("/__init__.py")
            )

    def _at_path(self, source_path: str, text: str) -> Iterator[str]:
        pattern = _PATTERN.search(text)
        if pattern:
            text = text[: pattern.start()].rpartition("/")[0]
        text = text.strip("/")
        if posixpath.basename(text) not in self._names:
            return
        for base in _bases(source_path, text):
            place = posixpath.normpath(f"{base}/{text}")
            if place in self._candidates:
                yield place
            elif place in self._packages:
                if place in self._whole:
                    yield from (path for path in self._inside[place] if dotted(path) is None)
            elif place in self._whole or not _is_top(place):
                yield from self._inside.get(place, ())


def _top(path: str) -> str:
    site = site_of(path) or ""
    return path.removeprefix(site).partition("/")[0]


def _folders(path: str) -> Iterator[str]:
    """Give the folders above a path, up to its top-level package, innermost first."""
    site = site_of(path) or ""
    folder = path.rpartition("/")[0]
    while folder.count("/") >= max(1, site.count("/")):
        yield folder
        folder = folder.rpartition("/")[0]


def _is_top(folder: str) -> bool:
    return folder.count("/") == (site_of(f"{folder}/") or "").count("/")


def _bases(source_path: str, text: str) -> Iterator[str]:
    """Give the folders that a path in a source may start from: its own, and up to the top-level package."""
    site = site_of(source_path) or ""
    folder = source_path.rpartition("/")[0]
    if text.partition("/")[0] == _top(source_path) or "/" not in source_path.removeprefix(site):
        yield site.rstrip("/")
    while folder.startswith(site) and folder != site.rstrip("/"):
        yield folder
        folder = folder.rpartition("/")[0]


def _package(source_path: str) -> str:
    return ".".join((source_path.removeprefix(site_of(source_path) or "").rpartition("/")[0]).split("/"))


def _imported(source_path: str, facts: Facts) -> Iterator[str]:
    """Give the absolute names of everything that a source may import."""
    package = _package(source_path).split(".")
    for level, module, names in facts.imports:
        above = package[: len(package) - level + 1] if level else []
        base = ".".join(part for part in (*above, module) if part)
        yield base
        yield from (f"{base}.{name}" for name in names if name != "*")
    yield from (".".join((*package, name)) for name in facts.exported)
