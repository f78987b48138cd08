"""Which Python modules need sources at run time, their own or others', so that bytecode alone would not do.

`inspect.getsource` and its kin raise OSError without a source. Code that catches it was written for that case; code
that does not would fail. Other code looks for `.py` files beside its own, and some libraries read the source of the
functions that they are given.
"""

import ast
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


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

_READERS = frozenset({"getsource", "getsourcelines", "findsource"})
_OWN_PLACE = frozenset({"__file__", "__path__", "submodule_search_locations", "origin"})
_OWN_CONTENT = frozenset({"files", "get_data"})
_CAUGHT = frozenset({"OSError", "IOError", "EnvironmentError", "Exception", "BaseException"})
_PY_FILE = re.compile(r"[\w*/.-]*\.py")
_PYC_FILE = re.compile(r"[\w*/.-]*\.py[co]")

# Parsing takes a thousand times as long as these, and most modules hold none of them.
_READ_WORDS = (b"getsource", b"findsource", b"open(__file__", b"__file__[", b"__file__.r", b"__file__.strip")
_PY_FILE_WORDS = (b'.py"', b".py'")
_PLACE_WORDS = (b"__file__", b"__path__", b"submodule_search_locations", b"get_data", b"files(", b".origin")

# `warnings.catch_warnings` acts on the whole process.
_PARSING = threading.Lock()


def needs(source: bytes) -> tuple[Need, ...]:
    """Return what a module needs, in no order; empty for nearly all."""
    found = [Need(Reach.MODULE, 0, each.why) for each in _LIBRARIES if each.name in source and _any(each.used, source)]
    if _any(_READ_WORDS, source) or (_any(_PY_FILE_WORDS, source) and _any(_PLACE_WORDS, source)):
        try:
            found += _Visitor.over(_parsed(source)).found
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            found.append(Need(Reach.TOP_LEVEL, 0, "it could not be analysed"))
    return tuple(found)


def _any(words: tuple[bytes, ...], source: bytes) -> bool:
    return any(word in source for word in words)


def _parsed(source: bytes) -> ast.Module:
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


class _Visitor(ast.NodeVisitor):
    """Collects the needs of one module; `_guarded` says whether an OSError raised here is caught here."""

    def __init__(self) -> None:
        self.found: list[Need] = []
        self._is_program = False
        self._guarded = False
        self._depth = 0

    @classmethod
    def over(cls, module: ast.Module) -> "_Visitor":
        """Visit a module: its own statements are one scope, each outermost function another."""
        visitor = cls()
        visitor._is_program = any(_is_main_block(statement) for statement in module.body)
        visitor.visit(module)
        visitor._look_beside(module)
        return visitor

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if self._depth == 0:
            self._look_beside(node)
        outer, self._guarded = self._guarded, False
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        self._guarded = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_Try(self, node: ast.Try) -> None:
        outer = self._guarded
        self._guarded = outer or any(_goes_on(handler) for handler in node.handlers)
        for statement in node.body:
            self.visit(statement)
        self._guarded = outer
        for rest in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(rest)

    def visit_With(self, node: ast.With) -> None:
        outer = self._guarded
        self._guarded = outer or any(_suppresses(item.context_expr) for item in node.items)
        self.generic_visit(node)
        self._guarded = outer

    def visit_If(self, node: ast.If) -> None:
        if not _is_main_block(node):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node.func, node.args:
            # A program that rewrites itself, as generators of tables do, runs from its source.
            case ast.Name("open"), [ast.Name("__file__"), *_] if not self._is_program:
                self._add(Reach.TOP_LEVEL, node, "open(__file__)")
            case ast.Attribute(ast.Name("__file__"), ("replace" | "rstrip" | "strip") as method), _:
                self._add(Reach.TOP_LEVEL, node, f"__file__.{method}")
            case (func, [argument, *_]) if self._guarded and _reader(func) and "module" in ast.unparse(argument):
                self._add(Reach.PACKAGE_FILES, node, f"inspect.{_reader(func)} of a module")
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "__file__":
            self._add(Reach.TOP_LEVEL, node, "part of __file__")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._reference(node)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._reference(node)

    def _reference(self, node: ast.Attribute | ast.Name) -> None:
        name = _reader(node)
        if name and not self._guarded:
            self._add(Reach.TOP_LEVEL, node, f"inspect.{name}")

    def _look_beside(self, scope: ast.AST) -> None:
        literals: list[tuple[ast.Constant, str]] = []
        knows_place = False
        for node in _within(scope):
            match node:
                case ast.Constant(value=str(text)):
                    literals.append((node, text))
                case ast.Name(id=word) | ast.Attribute(attr=word):
                    knows_place |= word in _OWN_PLACE
                case ast.Call(func=ast.Name("getattr"), args=[_, ast.Constant(word), *_]):
                    knows_place |= word in _OWN_PLACE
                case ast.Call(func=func):
                    knows_place |= _last_name(func) in _OWN_CONTENT
                case _:
                    pass
        if knows_place and not any(_PYC_FILE.fullmatch(text) for _, text in literals):
            for node, text in (each for each in literals if _PY_FILE.fullmatch(each[1])):
                self._add(Reach.TOP_LEVEL, node, f"{text} beside its own file")
                return

    def _add(self, reach: Reach, node: ast.expr, why: str) -> None:
        self.found.append(Need(reach, node.lineno, why))


def _reader(node: ast.expr) -> str | None:
    """Return the name of the function of `inspect` that an expression names."""
    match node:
        case ast.Name(name) if name in _READERS:
            return name
        case ast.Attribute(ast.Name(module), name) if name in _READERS and "inspect" in module:
            return name
    return None


def _goes_on(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches OSError and does not raise in its turn."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    catches = any(kind is None or _last_name(kind) in _CAUGHT for kind in kinds)
    return catches and not any(isinstance(statement, ast.Raise) for statement in handler.body)


def _is_main_block(statement: ast.AST) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.test, ast.Compare)
        and _last_name(statement.test.left) == "__name__"
    )


def _suppresses(context: ast.expr) -> bool:
    return (
        isinstance(context, ast.Call)
        and _last_name(context.func) == "suppress"
        and any(_last_name(kind) in _CAUGHT for kind in context.args)
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk a function with all that is in it, or a module without its functions."""
    pending = [scope]
    while pending:
        node = pending.pop()
        yield node
        inner = ast.iter_child_nodes(node)
        if isinstance(scope, ast.Module):
            pending.extend(child for child in inner if not _is_separate(child))
        else:
            pending.extend(inner)


def _is_separate(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_main_block(node)
