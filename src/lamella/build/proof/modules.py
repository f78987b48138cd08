"""Which files of a layer are which Python module."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lamella.build.passes.sites import dotted, module_stem, site_of
from lamella.build.proof.imports import Import

_CACHE: Final = "__pycache__/"


def beside_source(path: str) -> str:
    """Return the path that a file has outside of `__pycache__`: `a/m.cpython-312.pyc` for `a/__pycache__/m...`."""
    return path.replace(_CACHE, "", 1)


def source_path(path: str) -> str:
    """Return the source's path of a source or of its bytecode, wherever that lies; anything else as it is."""
    if not path.endswith(".pyc"):
        return path
    folder, slash, name = beside_source(path).rpartition("/")
    return f"{folder}{slash}{module_stem(name) or name}.py"


def module_of(path: str) -> str | None:
    """Return the module of a source, of its bytecode or of native code: `a.b`; `None` for other files."""
    return dotted(beside_source(path)) if site_of(path) else None


class Modules:
    """The modules of a layer.

    Args:
        paths: Every path of the layer.
    """

    __slots__ = ("_files", "_packages")

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: dict[str, list[str]] = {}
        self._packages: set[str] = set()
        for path in sorted(paths):
            name = module_of(path)
            if name is not None:
                self._files.setdefault(name, []).append(path)
                if module_stem(beside_source(path).rpartition("/")[2]) == "__init__":
                    self._packages.add(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    @property
    def files(self) -> Mapping[str, list[str]]:
        """Module -> its files: source, bytecode, native code."""
        return self._files

    def is_package(self, name: str) -> bool:
        """Whether the module has an `__init__`."""
        return name in self._packages

    def below(self, package: str) -> Iterator[str]:
        """Give the modules in a package, at any depth."""
        prefix = f"{package}."
        return (name for name in self._files if name.startswith(prefix))

    def above(self, name: str) -> Iterator[str]:
        """Give the packages that an import of a module runs first, outermost first."""
        parts = name.split(".")
        for depth in range(1, len(parts)):
            package = ".".join(parts[:depth])
            if package in self._files:
                yield package

    def imported(self, importer: str, each: Import) -> Iterator[str]:
        """Give the modules of the layer that an import runs, the packages above them included.

        Args:
            importer: The module that imports; empty for a source outside of the layer.
            each: What it imports.
        """
        base = self._absolute(importer, each)
        if base is None:
            return
        names = [base, *(f"{base}.{name}" if base else name for name in each.names if name != "*")]
        for name in names:
            if name in self._files or name == base:
                yield from self.above(name)
                if name in self._files:
                    yield name

    def _absolute(self, importer: str, each: Import) -> str | None:
        if not each.level:
            return each.module
        parts = importer.split(".") if importer else []
        if not self.is_package(importer):
            parts = parts[:-1]
        above = each.level - 1
        if above > len(parts):
            return None
        return ".".join(part for part in (*parts[: len(parts) - above], each.module) if part)
