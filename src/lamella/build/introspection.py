"""Which Python modules need sources at run time, their own or others', so that bytecode alone would not do.

`inspect.getsource` and its kin raise OSError without a source. Code that catches it was written for that case; code
that does not would fail. Other code looks for `.py` files beside its own, and some libraries read the source of the
functions that they are given.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from lamella.build.logical_lines import Line, logical_lines


class Reach(Enum):
    """Which sources a module needs."""

    TOP_LEVEL = "all of its top-level package"
    PACKAGE_FILES = "every __init__.py of its top-level package"
    MODULE = "its own"


@dataclass(frozen=True, slots=True)
class Need:
    """What a module needs and why; `line` counts from 1, 0 where no line can be named."""

    reach: Reach
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class _Library:
    """A library that reads the source of code handed to it: one word of `used` beside its name shows such code."""

    name: bytes
    used: tuple[bytes, ...]
    why: str


_LIBRARIES = (
    _Library(b"typeguard", (b"typechecked",), "typeguard parses what it checks"),
    _Library(b"numba", (b"cache=True", b"cache = True"), "numba's cache looks for the source file"),
    _Library(b"torch", (b"jit.script", b"jit.export"), "TorchScript compiles from source"),
    _Library(b"triton", (b"triton.jit",), "triton compiles from source"),
    _Library(b"tensorflow", (b"tf.function", b"autograph"), "AutoGraph parses source"),
    _Library(b"taichi", (b".kernel", b".func"), "taichi compiles from source"),
    _Library(b"icontract", (b"require(", b"ensure("), "icontract quotes conditions"),
    _Library(b"pydantic", (b"use_attribute_docstrings",), "pydantic reads docstrings from source"),
)

_READER: Final = re.compile(r"(?:\b\w*inspect\w*\.|(?<![\w.]))(?P<name>getsource|getsourcelines|findsource)\b")
_OWN_TEXT: Final = re.compile(r"(?<![\w.])__file__(?:\.(?:replace|r?strip)\(|\s*\[)")
_OPENS_ITSELF: Final = re.compile(r"\bopen\(\s*__file__")
_OWN_PLACE: Final = re.compile(
    r"\b__(?:file|path)__\b|\bsubmodule_search_locations\b|\.origin\b|\b(?:files|get_data)\("
)
_PY_FILE: Final = re.compile(r"[\w*/.-]*\.py")
_PYC_FILE: Final = re.compile(r"[\w*/.-]*\.py[co]")
_FUNCTION: Final = re.compile(r"(?:async\s+)?def\b")
_MAIN_BLOCK: Final = re.compile(r"if\s+__name__\s*==")
_TRY: Final = re.compile(r"try\s*:")
_HANDLER: Final = re.compile(r"except\b\s*\*?(?P<kinds>[^:]*):\s*(?P<inline>.*)")
_REST_OF_TRY: Final = re.compile(r"(?:else|finally)\s*:")
_SUPPRESS: Final = re.compile(r"with\b.*\bsuppress\((?P<kinds>.*)\)")
_CAUGHT: Final = re.compile(r"\b(?:OSError|IOError|EnvironmentError|Exception|BaseException)\b")

# Splitting into lines takes a hundred times as long as these, and most modules hold none of them.
_READ_WORDS = (b"getsource", b"findsource", b"open(__file__", b"__file__[", b"__file__.r", b"__file__.strip")
_PY_FILE_WORDS = (b'.py"', b".py'")
_PLACE_WORDS = (b"__file__", b"__path__", b"submodule_search_locations", b"get_data", b"files(", b".origin")


def needs(source: bytes) -> tuple[Need, ...]:
    """Return what a module needs, in no order; empty for nearly all."""
    found = [Need(Reach.MODULE, 0, each.why) for each in _LIBRARIES if each.name in source and _any(each.used, source)]
    if _any(_READ_WORDS, source) or (_any(_PY_FILE_WORDS, source) and _any(_PLACE_WORDS, source)):
        module = _Module(logical_lines(source))
        found += module.reads()
        found += module.lookups()
    return tuple(found)


def _any(words: tuple[bytes, ...], source: bytes) -> bool:
    return any(word in source for word in words)


class _Module:
    """The lines of one module, and for each the headers of the blocks around it, itself last."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._around: list[tuple[int, ...]] = []
        self._caught: dict[int, bool] = {}
        around: list[int] = []
        for index, line in enumerate(lines):
            while around and lines[around[-1]].indent >= line.indent:
                around.pop()
            around.append(index)
            self._around.append(tuple(around))
        self._is_program = any(line.indent == 0 and _MAIN_BLOCK.match(line.code) for line in lines)

    def reads(self) -> Iterator[Need]:
        """Where sources are read."""
        for index, line in enumerate(self._lines):
            # A program that rewrites itself, as generators of tables do, runs from its source.
            if _OWN_TEXT.search(line.code) or (_OPENS_ITSELF.search(line.code) and not self._is_program):
                yield Need(Reach.TOP_LEVEL, line.number, "its own file by name")
            for reader in _READER.finditer(line.code):
                before, after = line.code[: reader.start()], line.code[reader.end() :]
                if before.endswith("def ") or line.code.startswith(("from ", "import ")) or self._in_main_block(index):
                    continue
                if not self._is_guarded(index):
                    yield Need(Reach.TOP_LEVEL, line.number, f"inspect.{reader['name']}")
                elif "module" in _argument(after):
                    yield Need(Reach.PACKAGE_FILES, line.number, f"inspect.{reader['name']} of a module")

    def lookups(self) -> Iterator[Need]:
        """Where a `.py` file beside the module's own is named; a function is one scope, the module's own code another.

        A scope that names `.pyc` files too knows of bytecode.
        """
        scopes: dict[int | None, list[Line]] = {}
        for index, line in enumerate(self._lines):
            function = next((each for each in self._around[index] if _FUNCTION.match(self._lines[each].code)), None)
            if function is not None or not self._in_main_block(index):
                scopes.setdefault(function, []).append(line)
        for lines in scopes.values():
            literals = [(line, literal) for line in lines for literal in line.literals]
            if any(map(_knows_place, lines)) and not any(_PYC_FILE.fullmatch(literal) for _, literal in literals):
                named = ((line, literal) for line, literal in literals if _PY_FILE.fullmatch(literal))
                for line, literal in itertools.islice(named, 1):
                    yield Need(Reach.TOP_LEVEL, line.number, f"{literal} beside its own file")

    def _in_main_block(self, index: int) -> bool:
        return _MAIN_BLOCK.match(self._lines[self._around[index][0]].code) is not None

    def _is_guarded(self, index: int) -> bool:
        """Whether an OSError raised in a line is caught in the same function, by code that goes on."""
        for each in reversed(self._around[index]):
            code = self._lines[each].code
            if _FUNCTION.match(code):
                return False
            suppress = _SUPPRESS.match(code)
            if suppress is not None and _CAUGHT.search(suppress["kinds"]):
                return True
            if _TRY.match(code):
                if each not in self._caught:
                    self._caught[each] = any(map(self._goes_on, self._handlers(each)))
                if self._caught[each]:
                    return True
        return False

    def _handlers(self, index: int) -> Iterator[int]:
        indent = self._lines[index].indent
        for each in range(index + 1, len(self._lines)):
            line = self._lines[each]
            if line.indent > indent:
                continue
            if line.indent == indent and _HANDLER.match(line.code):
                yield each
            elif line.indent < indent or not _REST_OF_TRY.match(line.code):
                return

    def _goes_on(self, index: int) -> bool:
        """Whether a handler catches OSError and does not raise in its turn."""
        handler = _HANDLER.match(self._lines[index].code)
        if handler is None or (handler["kinds"].strip() and not _CAUGHT.search(handler["kinds"])):
            return False
        indent = self._lines[index].indent
        body = [*itertools.takewhile(lambda line: line.indent > indent, self._lines[index + 1 :])]
        statements = [line.code for line in body if line.indent == body[0].indent]
        return not any(re.match(r"raise\b", statement) for statement in (handler["inline"], *statements))


def _knows_place(line: Line) -> bool:
    by_name = "getattr(" in line.code and not {"__file__", "__path__"}.isdisjoint(line.literals)
    return by_name or _OWN_PLACE.search(line.code) is not None


def _argument(call: str) -> str:
    """Return what is between the parentheses with which a text begins."""
    depth = 0
    for end, character in enumerate(call):
        depth += (character == "(") - (character == ")")
        if depth <= 0:
            return call[:end]
    return call
