"""Finds files that may refer to a candidate, by words, so that few sources have to be read closely."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_QUOTES: Final = frozenset(b"\"'/")
_BEFORE_NAME: Final = frozenset(b"\"'.")
# What may stand on a line before a module's name: an import, or only blanks or other names of an import in brackets.
_IMPORTING: Final = re.compile(rb".*\b(?:import|from)\b.*|[ \t]*|.*[,(][ \t]*", re.DOTALL)
_NAME_END: Final = re.compile(rb"[\w.]*", re.ASCII)
_NAME_START: Final = re.compile(rb"[\w.]*\Z", re.ASCII)
_MAX_NAME: Final = 200
_WORD: Final = re.compile(rb"\w+")
# From about so many words on it is cheaper to split a source into its words than to look for each.
_MANY: Final = 24


class Mentions:
    """Words of which one stands in any file that refers to a candidate.

    Args:
        named: Names of files and folders, as parts of paths in strings.
        suffixes: Of files, as strings end (`".h"`).
        imported: Names of modules and packages.
    """

    __slots__ = ("_dotted", "_imported", "_named", "_suffixes")

    def __init__(self, named: Iterable[str], suffixes: Iterable[str], imported: Iterable[str]) -> None:
        self._named: Final = {
            name.encode(): re.compile(rb"%s(?=[\"'/])" % re.escape(name.encode())) for name in sorted(named)
        }
        endings = b"|".join(re.escape(suffix.encode()) for suffix in sorted(suffixes))
        self._suffixes: Final = re.compile(rb"\.(?:%s)[\"']" % endings) if endings else None
        self._imported: Final = {
            name.encode(): re.compile(rb"%s(?!\w)" % re.escape(name.encode())) for name in sorted(imported)
        }
        parts = b"|".join(re.escape(name) for name in self._imported)
        self._dotted: Final = re.compile(rb"\.(?:%s)(?!\w)" % parts) if parts else None

    def in_source(self, source: bytes) -> bool:
        """Whether a Python source may refer to a candidate."""
        if self._suffixes is not None and self._suffixes.search(source):
            return True
        named: Iterable[re.Pattern[bytes]] = self._named.values()
        imported: Iterable[re.Pattern[bytes]] = self._imported.values()
        if len(self._named) + len(self._imported) > _MANY:
            words = frozenset(_WORD.findall(source))
            named = [pattern for name, pattern in self._named.items() if words.issuperset(_WORD.findall(name))]
            imported = [self._imported[name] for name in self._imported.keys() & words]
        return any(
            found.start() and source[found.start() - 1] in _QUOTES
            for pattern in named
            for found in pattern.finditer(source)
        ) or any(_may_import(source, found.start()) for pattern in imported for found in pattern.finditer(source))

    def dotted_names(self, content: bytes) -> Iterator[str]:
        """Give the dotted names in a binary, or a file of settings, that a candidate may have."""
        for found in self._dotted.finditer(content) if self._dotted else ():
            yield name_around(content, found.start())


def _may_import(source: bytes, position: int) -> bool:
    if position and source[position - 1] in _BEFORE_NAME:
        return True
    line = source.rfind(b"\n", 0, position) + 1
    return _IMPORTING.fullmatch(source, line, position) is not None


def name_around(content: bytes, position: int) -> str:
    """Return the dotted name that stands around a position."""
    before = _NAME_START.search(content[max(0, position - _MAX_NAME) : position])
    after = _NAME_END.match(content, position, position + _MAX_NAME)
    return b"".join(part[0] for part in (before, after) if part).strip(b".").decode("ascii")
