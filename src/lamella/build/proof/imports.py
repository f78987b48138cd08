"""What a Python source imports and when: at import or in a function, and whether it goes on when that fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lamella.build.logical_lines import Line, logical_lines

_STATEMENT: Final = re.compile(
    r"(?:from\b\s*(?P<module>[.\w\s]+?)\s*\bimport\b\s*(?P<names>.*)|import\s+(?P<modules>.*))", re.DOTALL
)
_HEADER: Final = re.compile(r"(?:async\s+)?(?:try|else|finally|if|elif|for|while|with|except|def|class)\b[^:]*:\s*")
_TYPING: Final = re.compile(r"if\s+(?:\w+\.)?TYPE_CHECKING\s*:")
_FUNCTION: Final = re.compile(r"(?:async\s+)?def\b")
_TRY: Final = re.compile(r"try\s*:")
_HANDLER: Final = re.compile(r"except\b\s*\*?(?P<kinds>[^:]*):")
_REST_OF_TRY: Final = re.compile(r"(?:else|finally)\s*:")
_SUPPRESS: Final = re.compile(r"(?:async\s+)?with\b.*\bsuppress\((?P<kinds>.*)\)")
_CAUGHT: Final = re.compile(r"\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b")
# Whatever imports by a name in a string: import_module("a"), __import__("a"), find_spec("a"), optional_import("a").
_BY_NAME: Final = re.compile(r"\b\w*(?:import|find_spec|find_loader|get_loader)\w*\(\s*(?:name\s*=\s*)?\"\"")
_DOTTED: Final = re.compile(r"\.*[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_NAME: Final = re.compile(r"(?P<name>\w+|\*)(?:\s+as\s+\w+)?")
_LISTING: Final = re.compile(r"\b(?:iter_modules|walk_packages)\(")


@dataclass(frozen=True, slots=True)
class Import:
    """One import.

    Attributes:
        level, module, names: `from ..a import b, c` is `2, "a", ("b", "c")`; `import a.b` is `0, "a.b", ()`.
        line: Counted from 1.
        lazy: Whether it stands in a function.
        guarded: Whether the code goes on, or does something else, when the module is not there.
    """

    level: int
    module: str
    names: tuple[str, ...]
    line: int
    lazy: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Imports:
    """What a source imports.

    Attributes:
        imports: Statements and, always guarded, names in strings that are imported or asked for.
        lists_modules: Whether it lists the modules of a folder, such as plug-ins.
    """

    imports: tuple[Import, ...] = ()
    lists_modules: bool = False


def read_imports(source: bytes) -> Imports:
    """Read a source; what stands under `if TYPE_CHECKING:` does not count."""
    if b"import" not in source and b"find_spec" not in source:
        return Imports()
    return _Reader(logical_lines(source)).read()


class _Reader:
    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._lists = False

    def read(self) -> Imports:
        return Imports(tuple(self._all()), self._lists)

    def _all(self) -> Iterator[Import]:
        around: list[int] = []
        guards: dict[int, bool] = {}
        for index, line in enumerate(self._lines):
            while around and self._lines[around[-1]].indent >= line.indent:
                around.pop()
            if not any(_TYPING.match(self._lines[each].code) for each in around):
                headers = [*around, index] if "import" in line.code or "find_" in line.code else []
                if headers:
                    lazy = any(_FUNCTION.match(self._lines[each].code) for each in headers)
                    for each in headers:
                        if each not in guards:
                            guards[each] = self._is_guard(each)
                    yield from self._of(line, lazy=lazy, guarded=any(guards[each] for each in headers))
                self._lists = self._lists or _LISTING.search(line.code) is not None
            around.append(index)

    def _is_guard(self, index: int) -> bool:
        code = self._lines[index].code
        suppress = _SUPPRESS.match(code)
        if suppress is not None:
            return _CAUGHT.search(suppress["kinds"]) is not None
        return _TRY.match(code) is not None and any(map(_catches, self._handlers(index)))

    def _handlers(self, index: int) -> Iterator[str]:
        indent = self._lines[index].indent
        for line in self._lines[index + 1 :]:
            if line.indent > indent:
                continue
            if line.indent == indent and _HANDLER.match(line.code):
                yield line.code
            elif line.indent < indent or not _REST_OF_TRY.match(line.code):
                return

    def _of(self, line: Line, *, lazy: bool, guarded: bool) -> Iterator[Import]:
        code = line.code
        while (header := _HEADER.match(code)) is not None:
            code = code[header.end() :]
        for statement in code.split(";"):
            found = _STATEMENT.fullmatch(statement.strip())
            if found is not None:
                for level, module, names in _named(found):
                    yield Import(level, module, names, line.number, lazy, guarded)
        if _BY_NAME.search(line.code):
            for literal in line.literals:
                if _DOTTED.fullmatch(literal):
                    bare = literal.lstrip(".")
                    yield Import(len(literal) - len(bare), bare, (), line.number, lazy, guarded=True)


def _catches(handler: str) -> bool:
    found = _HANDLER.match(handler)
    kinds = found["kinds"].strip() if found else ""
    return not kinds or _CAUGHT.search(kinds) is not None


def _named(found: re.Match[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    if found["modules"] is not None:
        for part in found["modules"].split(","):
            words = part.split()
            if words:
                yield 0, words[0], ()
    else:
        module = "".join(found["module"].split())
        bare = module.lstrip(".")
        names = tuple(name["name"] for name in _NAME.finditer(found["names"].strip("() ")))
        yield len(module) - len(bare), bare, names
