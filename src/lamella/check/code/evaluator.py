"""What the parts of the analysis ask of each other."""

import ast
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from lamella.check.code.callables import Class, Function
from lamella.check.code.module import Module
from lamella.check.code.value import Value


class Evaluator(Protocol):
    """Evaluates expressions and runs functions in one scope of a module."""

    @property
    def module(self) -> Module:
        """The module's state."""
        ...

    @property
    def inside(self) -> Class | None:
        """The class whose body or method is evaluated."""
        ...

    def lookup(self, name: str) -> Value | None:
        """Return what a name may be here; `None` for a name that was not assigned."""
        ...

    def bind(self, target: ast.expr, value: Value) -> None:
        """Assign for good: in a comprehension or a loop that is followed step by step."""
        ...

    def assign(self, target: ast.expr, value: Value) -> None:
        """Assign; in a branch the name may still be what it was."""
        ...

    def add_to(self, target: ast.expr, value: Value) -> None:
        """Say that an object holds more than it did: `list.append`, `dict.update`, `file.write`."""
        ...

    def returned(self, value: Value) -> None:
        """Say what the function around returns or yields."""
        ...

    def lambda_(self, node: ast.Lambda) -> Value:
        """Return the value of a lambda."""
        ...

    def block(self) -> AbstractContextManager[None]:
        """A scope of its own, for a comprehension."""
        ...

    def evaluate(self, node: ast.expr | None) -> Value:
        """Return what an expression may be."""
        ...

    def follow(
        self, function: Function, receiver: Value | None, positional: Sequence[Value], keywords: Mapping[str, Value]
    ) -> Value:
        """Return what a call of a function of the module returns."""
        ...

    def call(self, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST) -> Value:
        """Return what a call returns."""
        ...

    def run_unasked(self, function: Value, node: ast.AST) -> None:
        """Run a function that others call without knowing it, and the functions that it hands on."""
        ...

    def judge_program(self, source: str, node: ast.AST) -> None:
        """Analyse a program that the module makes for others to run."""
        ...

    def execute_text(self, source: str, node: ast.AST) -> None:
        """Analyse source text that the module executes."""
        ...


class Interpreter(Evaluator, Protocol):
    """What statements ask beside `Evaluator`."""

    def run_in_class(self, cls: Class, body: Sequence[ast.stmt]) -> None:
        """Run a class's body in its own scope."""
        ...

    def function_of(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
        """Return the function that a definition makes."""
        ...

    def class_of(self, node: ast.ClassDef, bases: tuple[str, ...], parents: tuple[Class, ...]) -> Class:
        """Return the class that a definition makes."""
        ...

    def declare_global(self, names: Sequence[str]) -> None:
        """Let assignments to names go to the module."""
        ...

    def run_unasked(self, function: Value, node: ast.AST) -> None:
        """Run a function that others call without knowing it, and the functions that it hands on."""
        ...

    def forget(self, name: str) -> None:
        """Let a name be unassigned."""
        ...
