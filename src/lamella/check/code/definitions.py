"""Definitions of functions and classes: decorators, metaclasses, what they register."""

import ast
import re
from collections.abc import Sequence

from lamella.check.code.callables import Class, Function
from lamella.check.code.evaluator import Interpreter
from lamella.check.code.passwords import fixed_password
from lamella.check.code.value import UNKNOWN, Value, join

# Decorators by which others call a function whenever something happens.
_HOOKED = re.compile(r"\.(?:listens_for|hookimpl|receiver|subscribe_to|on_event)$")


_PROPERTIES = frozenset({"builtins.property", "functools.cached_property"})


def define(at: Interpreter, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Define a function: its decorators are called with it."""
    function = at.function_of(node)
    fixed_password(at, node)
    value = Value(things=(function,))
    for decorator in reversed(node.decorator_list):
        wrapper = at.evaluate(decorator)
        if not _PROPERTIES.isdisjoint(wrapper.names):
            function.is_property = True
            continue
        if "builtins.classmethod" in wrapper.names:
            function.is_class_method = True
            continue
        if "builtins.staticmethod" in wrapper.names:
            function.bound = False
            continue
        if isinstance(decorator, ast.Call) and "functools.wraps" in at.evaluate(decorator.func).names:
            function.is_wrapper = True
        if isinstance(decorator, ast.Call) and any(_HOOKED.search(name) for name in at.evaluate(decorator.func).names):
            function.is_wrapper = True
        if wrapper.names or wrapper.things:
            result = at.call(wrapper, [value], {}, decorator)
            # A decorator that is not understood is taken to keep what it wraps.
            value = join([result, value]) if result is not UNKNOWN else value
    at.assign(ast.Name(node.name, ast.Store()), value)


def _made_by_metaclass(at: Interpreter, node: ast.ClassDef, cls: Class, parents: Sequence[Class]) -> None:
    """Call what runs when a class is made: its metaclass, and `__init_subclass__` of its parents."""
    made = Value(things=(cls,))
    given = [at.evaluate(keyword.value) for keyword in node.keywords if keyword.arg == "metaclass"]
    cls.metaclass = join([*given, *(parent.metaclass for parent in parents)])
    for thing in cls.metaclass.things:
        for name in ("__new__", "__init__"):
            start = thing.attribute(name) if isinstance(thing, Class) else None
            for each in start.things if start is not None else ():
                if isinstance(each, Function):
                    at.follow(each, made, [], {})
    for parent in parents:
        hook = parent.attribute("__init_subclass__")
        for each in hook.things if hook is not None else ():
            if isinstance(each, Function):
                at.follow(each, made, [], {})


def define_class(at: Interpreter, node: ast.ClassDef) -> None:
    """Define a class: run its body, its metaclass and its decorators."""
    bases = [at.evaluate(base) for base in node.bases]
    parents = tuple(thing for base in bases for thing in base.things if isinstance(thing, Class))
    names = tuple(name for base in bases for name in base.names)
    inherited = tuple(name for parent in parents for name in parent.bases)
    cls = at.class_of(node, names + inherited, parents)
    at.run_in_class(cls, node.body)
    value = Value(things=(cls,))
    _made_by_metaclass(at, node, cls, parents)
    for decorator in reversed(node.decorator_list):
        wrapper = at.evaluate(decorator)
        if wrapper.names or wrapper.things:
            at.call(wrapper, [value], {}, decorator)
    at.assign(ast.Name(node.name, ast.Store()), value)
