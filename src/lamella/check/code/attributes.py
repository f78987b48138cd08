"""Attributes and items of what has a name: modules, instances, and the ways around writing a name."""

import ast
from collections.abc import Mapping
from typing import Any

from lamella.check.code.callables import Bound, Class, Function, Instance, Method, Sink
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import BUILTINS, DANGEROUS, SECRET_KEYS, SINKS, canonical, label_of_variable
from lamella.check.code.value import HOLE, UNKNOWN, Label, Value, join, named
from lamella.check.rule import Rule

_SENT_BY_CALLERS = frozenset(
    {"headers", "args", "form", "cookies", "query_params", "META", "GET", "POST", "values", "body", "data", "json"}
)
_CREDENTIAL_ATTRIBUTES = frozenset({"_credentials", "secret_key"})


def attribute(at: Evaluator, of: Value, name: str, node: ast.AST, *, hidden: bool = False) -> Value:
    """Return what an attribute may be."""
    found: list[Value] = []
    for thing in of.things:
        value = _of_thing(at, thing, name, of)
        if value is not None:
            found.append(value)
    private = _private(at, of, name, node)
    if private is not None:
        found.append(private)
    names = tuple(dict.fromkeys(_qualified(each, name) for each in of.names))
    if names:
        found.append(Value(names=names, items=_made_with(of)))
        if hidden:
            hold_hidden(at, names, node)
    if of.items is not None and "types.SimpleNamespace()" in of.names and name in of.items:
        found.append(of.items[name])
    method = (
        Value(things=(Method(of, name),), taints=of.taints)
        if of.known or of.taints or of.text or (of.items is not None and not of.names)
        else None
    )
    if not found:
        return method or UNKNOWN
    made = join(found)
    if method is not None and not any(thing for thing in made.things):
        made = join([made, method])
    return made


def _private(at: Evaluator, of: Value, name: str, node: ast.AST) -> Value | None:
    step = at.module.step
    if "<request>" in of.names and name in _SENT_BY_CALLERS:
        return Value(names=("<request>.headers",)).with_taint(Label.REQUEST, name, step(node))
    if name in _CREDENTIAL_ATTRIBUTES and not of.things and not at.module.imported.isdisjoint({"boto3", "botocore"}):
        return Value().with_taint(Label.AWS_SECRET, "credentials of the session", step(node))
    return None


def _made_with(of: Value) -> Mapping[Any, Value] | None:
    """Return what the object was made with, which its methods and parts share; of a path its text."""
    if any("()" in each and (each.endswith("()") or not each.startswith("pathlib.")) for each in of.names):
        if of.items is None and of.text and "pathlib.Path()" in of.names:
            return {"0": Value(text=of.text)}
        return of.items
    return None


def item_of_name(at: Evaluator, of: Value, key: Value, node: ast.AST) -> Value | None:
    """Return what an item of a named thing is: `sys.modules["os"]`, `vars(os)["system"]`, `os.environ["X"]`."""
    if not of.names:
        return None
    found: list[Value] = []
    for name in of.names:
        text = key.text
        match name:
            case "os.environ" if "os.environ.<name>" in key.names:
                found.append(environment(at, node))
            case "os.environ":
                found.append(variable(at, text, node))
            case "sys.modules" if text:
                found.append(named(canonical(text)))
                hold_hidden(at, found[-1].names, node, when=key.hidden)
            case "globals()" if text:
                inner = at.lookup(text)
                builtin = named(canonical(text if text == "__builtins__" else f"builtins.{text}"))
                found.append(inner if inner is not None else builtin if text in BUILTINS else UNKNOWN)
                hold_hidden(at, found[-1].names, node, when=key.hidden)
            case _ if name.endswith(".__dict__") and text:
                found.append(attribute(at, named(name.removesuffix(".__dict__")), text, node, hidden=key.hidden))
            case "builtins" if text:
                found.append(attribute(at, named(name), text, node, hidden=key.hidden))
            case "<request>" | "<request>.headers" if text:
                found.append(Value().with_taint(Label.REQUEST, text[:40], at.module.step(node)))
            case _:
                pass
    return join(found).with_taints(of.taints) if found else None


def variable(at: Evaluator, name: str, node: ast.AST) -> Value:
    """Return what an environment variable holds."""
    if name == "_HANDLER":
        return Value().with_taint(Label.HANDLER, "", at.module.step(node))
    label = label_of_variable(name.strip(HOLE)) if name else None
    value = Value(names=(f"os.environ[{name}]",)) if name and HOLE not in name else UNKNOWN
    return value.with_taint(*label, at.module.step(node)) if label else value


def hold_hidden(at: Evaluator, names: tuple[str, ...], node: ast.AST, *, when: bool = True) -> None:
    """Report a dangerous function that is named by a text which was put together."""
    if not when:
        return
    for name in names:
        if any(name == each or name.startswith(f"{each}.") for each in DANGEROUS) or SINKS.get(name) in {
            Sink.EXECUTE,
            Sink.SHELL,
        }:
            at.module.report(Rule.HIDDEN_NAME, node, f"{name} is named by a text that is put together", ())
            return


def _of_thing(at: Evaluator, thing: object, name: str, of: Value) -> Value | None:
    match thing:
        case Instance(cls):
            value = cls.attribute(name)
            read = [each for each in value.things if isinstance(each, Function) and each.is_property] if value else []
            if read:
                return join([at.follow(each, of, (), {}) for each in read])
            return None if value is None else _bound(value, of)
        case Class() as cls:
            return _of_class(cls, name)
        case Bound() | Function() if name in {"__func__", "__wrapped__", "__call__"}:
            return Value(things=(thing,))
        case Function() if name == "__globals__":
            return named("globals()")
        case _:
            return None


def _of_class(cls: Class, name: str) -> Value | None:
    if name == "__dict__":
        return Value(items=dict(cls.attributes))
    value = cls.attribute(name)
    if value is None or not any(isinstance(each, Function) and each.is_class_method for each in value.things):
        return value
    return _bound(value, Value(things=(cls,)))


def _bound(value: Value, receiver: Value) -> Value:
    if not any(isinstance(each, Function) and each.bound for each in value.things):
        return value
    things = tuple(
        Bound(each, receiver) if isinstance(each, Function) and each.bound else each for each in value.things
    )
    return Value(value.const, value.text, value.hidden, value.names, things, value.items, value.taints)


def _qualified(of: str, name: str) -> str:
    if name in {"__dict__", "__globals__"} and of == "builtins":
        return of
    return canonical(f"{of}.{name}")


def whole_environment(at: Evaluator, value: Value, node: ast.AST) -> Value:
    """Return a value that is copied or sent as a whole: of `os.environ`, everything in it."""
    return join([value, environment(at, node)]) if "os.environ" in value.names else value


def environment(at: Evaluator, node: ast.AST) -> Value:
    """Return the whole environment."""
    return Value().with_taint(Label.ENVIRONMENT, "", at.module.step(node))


def secret_key(key: Value) -> tuple[Label, str] | None:
    """Return what lies under a key of anything, when it is private: the SDK's keys, and a request's Authorization."""
    if not (key.known and isinstance(key.const, str)):
        return None
    if key.const in SECRET_KEYS:
        return Label.AWS_SECRET, key.const
    return (Label.SECRET, "the Authorization header") if key.const.lower() == "authorization" else None
