"""What parameters hold: defaults, and the arguments of a call."""

import ast
from collections.abc import Mapping, Sequence

from lamella.check.code.callables import Function
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.module import Scope
from lamella.check.code.value import UNKNOWN, UNKNOWN_CONST, Value, join


def defaults(at: Evaluator, arguments: ast.arguments) -> Mapping[str, Value]:
    """Return what parameters hold where a call gives nothing."""
    found: dict[str, Value] = {}
    plain = [*arguments.posonlyargs, *arguments.args]
    for argument, default in zip(reversed(plain), reversed(arguments.defaults), strict=False):
        found[argument.arg] = at.evaluate(default)
    for argument, default_or_none in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default_or_none is not None:
            found[argument.arg] = at.evaluate(default_or_none)
    return found


def bound(
    function: Function, receiver: Value | None, positional: Sequence[Value], keywords: Mapping[str, Value]
) -> Scope:
    """Return a function's parameters with the arguments of a call."""
    arguments = function.node.args
    plain = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    scope: Scope = dict(function.defaults)
    given: list[Value] = [receiver, *positional] if receiver is not None and function.bound else list(positional)
    for name, value in zip(plain, given, strict=False):
        scope[name] = value
    if arguments.vararg:
        rest = given[len(plain) :]
        made = tuple(value.const for value in rest) if all(value.known for value in rest) else UNKNOWN_CONST
        text = " ".join(value.text for value in rest)
        taints = join(rest).taints
        scope[arguments.vararg.arg] = Value(made, text, items=dict(enumerate(rest)), taints=taints)
    names = {*plain, *(each.arg for each in arguments.kwonlyargs)}
    scope |= {name: value for name, value in keywords.items() if name in names}
    if arguments.kwarg:
        others = {name: value for name, value in keywords.items() if name not in names}
        scope[arguments.kwarg.arg] = Value(items=dict(others), taints=join(others.values()).taints)
    for name in (*plain, *names):
        scope.setdefault(name, UNKNOWN)
    return scope
