"""What runs without being asked: hooks of Python, of builds, of other modules' callers."""

import ast
from collections.abc import Iterator

from lamella.check.code.callables import Function
from lamella.check.code.module import Module
from lamella.check.code.value import UNKNOWN

REQUESTS = frozenset({"event", "request", "req", "environ", "wsgi_environ", "headers"})


# What Python or a build calls of its own accord; `__getattr__` where it is the module's.
_UNASKED_METHODS = frozenset(
    {
        "__init_subclass__",
        "__set_name__",
        "__del__",
        "__prepare__",
        "__setitem__",
        "__delitem__",
        "__missing__",
        "__str__",
        "__repr__",
        "__format__",
        "find_spec",
        "find_module",
        "exec_module",
        "load_module",
        "create_module",
        "get_data",
        "get_code",
        "source_to_code",
        "__eq__",
        "__ne__",
        "__lt__",
        "__hash__",
        "__len__",
        "__bool__",
        "__contains__",
        "__set__",
        "__instancecheck__",
        "__subclasscheck__",
    }
)


_UNASKED_FUNCTIONS = frozenset(
    {
        "__getattr__",
        "__dir__",
        "build_wheel",
        "build_sdist",
        "build_editable",
        "get_requires_for_build_wheel",
        "get_requires_for_build_editable",
        "prepare_metadata_for_build_wheel",
        "prepare_metadata_for_build_editable",
    }
)


def runs_unasked(function: Function) -> bool:
    """Whether Python, a build or other code calls a function of its own accord."""
    if isinstance(function.node, ast.Lambda):
        return False
    if function.is_wrapper:
        return True
    if function.owner is not None:
        return function.node.name in _UNASKED_METHODS
    return len(function.scopes) == 1 and function.node.name in _UNASKED_FUNCTIONS


def handed_on(module: Module, function: Function) -> Iterator[Function]:
    """Yield the functions that a function defines, or names without calling them: whoever gets them calls them."""
    everything = list(ast.walk(function.node))
    inside = {each for each in everything if each is not function.node}
    yield from [each for node, each in module.functions.items() if node in inside]
    called = {id(each.func) for each in everything if isinstance(each, ast.Call)}
    for each in everything:
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in called:
            for thing in module.globals.get(each.id, UNKNOWN).things:
                if isinstance(thing, Function) and thing is not function:
                    yield thing
