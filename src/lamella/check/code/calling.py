"""Calls: what is called, what it does with its arguments, and what comes back."""

import ast
import re
from collections.abc import Mapping, Sequence

from lamella.check.code.attributes import attribute, secret_key
from lamella.check.code.callables import Bound, Class, Function, Instance, Method, Partial
from lamella.check.code.effects import effects
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import (
    DOWNLOADING_METHODS,
    SECRET_METHODS,
    canonical,
)
from lamella.check.code.methods import call_method
from lamella.check.code.named import Call, result_of
from lamella.check.code.results import (
    downloaded,
    of_sdk,
    secret_of_account,
)
from lamella.check.code.value import UNKNOWN, Label, Value, join

# Besides `_MUTATING`: how objects are fed, such as parsers and buffers.
_FED = ("read_", "load", "feed", "parse", "push", "set", "retr", "add_", "attach")
_MUTATING = frozenset(
    {
        "append",
        "extend",
        "update",
        "add",
        "insert",
        "write",
        "writelines",
        "setdefault",
        "put",
        "appendleft",
        "writestr",
    }
)


def call(
    at: Evaluator, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    """Return what a call returns, after saying what it does."""
    results = [_thing(at, thing, positional, keywords, node) for thing in function.things]
    _started_by_base(at, function, node)
    results += [result_of(at, Call(canonical(name), function, positional, keywords, node)) for name in function.names]
    if function.names:
        effects(at, function, positional, keywords, node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        secret = secret_key(positional[0]) if node.func.attr == "get" and positional else None
        if secret is not None:
            results.append(Value().with_taint(*secret, at.module.step(node)))
        found = secret_of_account(at, node.func.attr, positional)
        if found is not None:
            results.append(Value().with_taint(Label.SECRET, found, at.module.step(node)))
        if node.func.attr == "to_bytes":
            results.append(Value().with_taint(Label.ASSEMBLED, "", at.module.step(node)))
        if node.func.attr == "get" and len(positional) > 1:
            results.append(positional[1])
        unknown = Value(names=(f"?.{node.func.attr}",))
        effects(at, unknown, positional, keywords, node)
        if node.func.attr in SECRET_METHODS and of_sdk(at, node.func.attr):
            results.append(Value().with_taint(Label.AWS_SECRET, SECRET_METHODS[node.func.attr], at.module.step(node)))
        if not function.things and node.func.attr in DOWNLOADING_METHODS and at.module.networked:
            results.append(downloaded(at, UNKNOWN, positional, node))
    return join(results)


_STARTED = re.compile(r"^(?:threading\.(?:Thread|Timer)|multiprocessing\.(?:\w+\.)?Process)\(\)\.start$")


def _started_by_base(at: Evaluator, function: Value, node: ast.AST) -> None:
    """`start` of an object whose class derives from a thread or a process calls its `run`."""
    if not any(_STARTED.match(name) for name in function.names):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        receiver = at.evaluate(node.func.value)
        at.call(attribute(at, Value(things=receiver.things), "run", node), [], {}, node)


def _thing(  # noqa: C901, PLR0911 - one case a kind of thing
    at: Evaluator, thing: object, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    match thing:
        case Function():
            return at.module.moved(at.follow(thing, None, positional, keywords), node)
        case Bound(function, receiver):
            return at.module.moved(at.follow(function, receiver, positional, keywords), node)
        case Partial(inner, before, named_before):
            return at.call(inner, [*before, *positional], {**named_before, **keywords}, node)
        case Class() as cls:
            made = Value(things=(Instance(cls),), names=tuple(f"{base}()" for base in cls.bases))
            start = cls.attribute("__init__")
            for each in start.things if start else ():
                if isinstance(each, Function):
                    at.follow(each, made, positional, keywords)
            return made
        case Instance(cls):
            inner_call = cls.attribute("__call__")
            for each in inner_call.things if inner_call else ():
                if isinstance(each, Function):
                    return at.follow(each, Value(things=(thing,)), positional, keywords)
            return UNKNOWN
        case Method(receiver, name):
            return call_method(at, receiver, name, positional, keywords, node)
        case _:
            return UNKNOWN


def mutates(node: ast.Call) -> bool:
    """Whether a call is a method that adds its arguments to its object."""
    return isinstance(node.func, ast.Attribute) and (node.func.attr in _MUTATING or node.func.attr.startswith(_FED))
