"""Which sources stay in a unit whose bytecode stands in for them otherwise, and why."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lamella.build.globs import Globs
from lamella.build.introspection import Need, Reach, needs
from lamella.build.passes.sites import site_of, within_site
from lamella.model.ports import Contents
from lamella.model.tree import EXECUTABLE_MODE, File

PACKAGE_FILE: Final = "__init__.py"

_IMPORT: Final = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([^\n#]+)", re.MULTILINE)
_WORD: Final = re.compile(rb"[A-Za-z_]\w*")
# What tests and `python -m` programs need is no reason to keep a library's sources.
_ASIDE: Final = re.compile(r"(^|/)(tests?|_tests)/|(^|/)(test_[^/]*|[^/]*_test|conftest|__main__)\.py$")


def staying(sources: Iterable[File], contents: Contents, keep: Globs) -> dict[str, str]:
    """Return the paths of the sources that have to stay -> the reason, in words.

    Args:
        sources: All Python sources of one unit.
        contents: Of the sources.
        keep: The user's globs.
    """
    sources = tuple(sources)
    data_folders = _data_folders(sources, contents)
    reasons: dict[tuple[Reach, str], str] = {}
    for file in sources:
        for reach, reason in _reasons(file, contents, keep, data_folders):
            reasons.setdefault((reach, file.path if reach is Reach.MODULE else _top_level(file.path)), reason)
    found: dict[str, str] = {}
    for file in sources:
        top = _top_level(file.path)
        covering = [(Reach.MODULE, file.path), (Reach.TOP_LEVEL, top)]
        if file.name == PACKAGE_FILE:
            covering.append((Reach.PACKAGE_FILES, top))
        for cover in covering:
            if cover in reasons:
                found.setdefault(file.path, reasons[cover])
    return found


def _reasons(file: File, contents: Contents, keep: Globs, data_folders: frozenset[str]) -> Iterator[tuple[Reach, str]]:
    """Return what this file keeps and why, most telling reason first."""
    if keep.matches(file.path):
        yield Reach.MODULE, "`keep` names it"
        return
    if file.path.rpartition("/")[0] in data_folders:
        yield Reach.MODULE, "its folder is no package, so it may be data"
    source = contents.read(file)
    if file.mode == EXECUTABLE_MODE and source.startswith(b"#!"):
        yield Reach.MODULE, "it is a program"
    for need in needs(source):
        if need.reach is Reach.MODULE or _ASIDE.search(within_site(file.path)):
            yield Reach.MODULE, need.why
        else:
            yield need.reach, _place(file, need)


def _place(file: File, need: Need) -> str:
    line = f" line {need.line}" if need.line else ""
    return f"{within_site(file.path)}{line}: {need.why}"


def _top_level(path: str) -> str:
    """The top-level package or module that a path belongs to, with its site."""
    return (site_of(path) or "") + within_site(path).partition("/")[0]


def _data_folders(sources: tuple[File, ...], contents: Contents) -> frozenset[str]:
    """Folders without `__init__.py` below a package that has one, and that no import of the unit names.

    Templates lie in such folders (`alembic/templates/generic/env.py`), and parts of packages that are imported
    (`flask/sansio`). Folders above a package are namespace packages.
    """
    folders = {file.path.rpartition("/")[0] for file in sources}
    packages = {file.path.rpartition("/")[0] for file in sources if file.name == PACKAGE_FILE}
    found = {folder for folder in folders - packages if _is_below(folder, packages)}
    if found:
        imported = {word.decode() for file in sources for word in _imported_words(contents.read(file))}
        found = {folder for folder in found if folder.rpartition("/")[2] not in imported}
    return frozenset(found)


def _imported_words(source: bytes) -> Iterator[bytes]:
    for statement in _IMPORT.findall(source):
        yield from _WORD.findall(statement)


def _is_below(folder: str, packages: set[str]) -> bool:
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if folder in packages:
            return True
    return False
