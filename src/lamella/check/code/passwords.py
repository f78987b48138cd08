"""Functions that verify a password or a token, and accept a fixed one beside it."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from lamella.check.code.evaluator import Evaluator
from lamella.check.rule import Rule

_VERIFIES: Final = re.compile(
    r"verif|auth|check_?(?:pass|pw|token|cred|sig|hash)|login|valid|is_(?:admin|allowed|trusted)|compare", re.IGNORECASE
)
_SECRET: Final = re.compile(
    r"pass(?:w|phrase)|pwd|secret|token|signature|\bsig\b|otp|\bpin\b|credential|api_?key", re.IGNORECASE
)
_LEAST_CHARACTERS: Final = 6


def fixed_password(at: Evaluator, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Report `if hash(password) == CONSTANT: return True` in a function that verifies one."""
    if _VERIFIES.search(node.name) is None:
        return
    arguments = node.args
    given = {
        each.arg
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        if _SECRET.search(each.arg)
    }
    if not given:
        return
    given |= _made_of(node, given)
    tests = [
        each.test for each in ast.walk(node) if isinstance(each, ast.If) and any(_accepts(inner) for inner in each.body)
    ]
    answers = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None]
    # A function that knows one fixed value alone is a test's or a demonstration's; a second way in is not.
    if len([each for each in answers if not _is_false(each)]) < 2:
        return
    for test in [*tests, *answers]:
        for left, right in _compared(test):
            for one, other in ((left, right), (right, left)):
                if _reads(one, given) and _is_fixed(at, other):
                    at.module.report(
                        Rule.FIXED_PASSWORD, test, f"{node.name} accepts a value that is fixed in the code", ()
                    )
                    return


def _made_of(node: ast.AST, names: set[str]) -> set[str]:
    made: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Assign) and _reads(each.value, names | made):
            made |= {target.id for target in each.targets if isinstance(target, ast.Name)}
    return made


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _accepts(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Return)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is True
    )


def _compared(test: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    for each in ast.walk(test):
        match each:
            case ast.Compare(left, [ast.Eq()], [right]):
                yield left, right
            case ast.Call(ast.Attribute(_, "compare_digest") | ast.Name("compare_digest"), [left, right]):
                yield left, right
            case _:
                pass


def _reads(expression: ast.expr, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(expression))


def _is_fixed(at: Evaluator, expression: ast.expr) -> bool:
    value = at.evaluate(expression)
    return value.known and isinstance(value.const, str | bytes) and len(value.const) >= _LEAST_CHARACTERS
