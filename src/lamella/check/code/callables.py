"""Callables that a module defines, and kinds of places that data goes to."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from lamella.check.code.value import UNKNOWN, Value


class Sink(Enum):
    """Where data goes."""

    EXECUTE = "executed as Python code"
    UNPICKLE = "unpickled"
    SHELL = "run as a command"
    RUN_FILE = "run as a file"
    NETWORK = "sent over the network"
    LOOKUP = "sent in a name look-up"


@dataclass(eq=False, slots=True)
class Function:
    """A function or lambda of the module.

    Attributes:
        node: Its definition.
        owner: The class that it is a method of, where it is one.
        scopes: The names around it, the module's first.
        defaults: Its parameters' defaults.
        returns: All that calls have returned so far.
        depth: How many calls of it are being evaluated now, so that recursion ends.
        followed: How many calls with arguments of their own were followed in this pass.
        unasked: How often it was run as something that others call without knowing it.
        bound: Whether its first parameter is the object or the class.
        is_property: Whether reading it calls it.
        is_wrapper: Whether it stands in another function's place, as decorators make them.
        is_class_method: Whether its first parameter is the class.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    owner: "Class | None"
    scopes: "tuple[dict[str, Value], ...]"
    defaults: Mapping[str, Value]
    bound: bool = False
    is_property: bool = False
    is_wrapper: bool = False
    is_class_method: bool = False
    returns: Value = UNKNOWN
    depth: int = 0
    followed: int = 0
    unasked: int = 0


@dataclass(eq=False, slots=True)
class Class:
    """A class: its methods and what its attributes hold, over all methods together."""

    name: str
    bases: tuple[str, ...]
    attributes: dict[str, Value] = field(default_factory=dict)
    parents: "tuple[Class, ...]" = ()
    metaclass: Value = UNKNOWN

    def attribute(self, name: str, depth: int = 0) -> Value | None:
        """Return what an attribute holds, its parents' included."""
        if name in self.attributes:
            return self.attributes[name]
        if depth < 8:
            for parent in self.parents:
                found = parent.attribute(name, depth + 1)
                if found is not None:
                    return found
        return None


@dataclass(frozen=True, eq=False, slots=True)
class Instance:
    """An object of a class of the module."""

    of: Class


@dataclass(frozen=True, eq=False, slots=True)
class Bound:
    """A method with its object."""

    function: Function
    receiver: Value


@dataclass(frozen=True, eq=False, slots=True)
class Partial:
    """A callable with arguments that are given already."""

    callable: Value
    positional: tuple[Value, ...]
    keywords: Mapping[str, Value]


@dataclass(frozen=True, eq=False, slots=True)
class Method:
    """A method of a value that is known only in part, such as `"".join`."""

    receiver: Value
    name: str


Callable_ = Function | Class | Instance | Bound | Partial | Method
