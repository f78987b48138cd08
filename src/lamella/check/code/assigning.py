"""Assignments to names, attributes, items and several of them."""

import ast
from collections.abc import Sequence

from lamella.check.code.attributes import item_of_name
from lamella.check.code.callables import Class, Instance
from lamella.check.code.evaluate import iterated
from lamella.check.code.evaluator import Interpreter
from lamella.check.code.settings import attribute_set, module_set, variable_set
from lamella.check.code.value import UNKNOWN, UNKNOWN_CONST, Value, join, named


def store(at: Interpreter, target: ast.expr, value: Value, node: ast.AST) -> None:
    """Assign to a name, an attribute, an item or several of them."""
    match target:
        case ast.Name():
            at.assign(target, at.module.moved(value, node))
        case ast.Tuple(elements) | ast.List(elements):
            _unpack(at, elements, value, node)
        case ast.Starred(inner):
            store(at, inner, value.only_taints(), node)
        case ast.Attribute(inner, name):
            of = at.evaluate(inner)
            attribute_set(at, of, name, value, node)
            for thing in of.things:
                match thing:
                    case Instance(cls) | (Class() as cls):
                        before = cls.attributes.get(name)
                        kept = at.module.moved(value, node)
                        cls.attributes[name] = kept if before is None else join([before, kept])
                    case _:
                        pass
        case ast.Subscript(inner, index):
            _store_item(at, inner, index, value, node)
        case _:
            pass


def _store_item(at: Interpreter, inner: ast.expr, index: ast.expr, value: Value, node: ast.AST) -> None:
    of = at.evaluate(inner)
    key = at.evaluate(index) if not isinstance(index, ast.Slice) else UNKNOWN
    for name in of.names:
        match name:
            case "os.environ" if key.text:
                variable_set(at, key.text, value, node)
            case "sys.modules" if key.text:
                module_set(at, key.text, node)
            case "globals()" if key.text.isidentifier():
                at.module.globals[key.text] = value
            case "builtins" | "builtins.__dict__":
                attribute_set(at, named("builtins"), key.text, value, node)
            case _ if name.endswith(".__dict__") and item_of_name(at, of, key, node) is not None:
                attribute_set(at, named(name.removesuffix(".__dict__")), key.text, value, node)
    step = at.module.moved(value, node)
    items = {key.const: step} if key.known and isinstance(key.const, str | int | bytes) else None
    at.add_to(inner, Value(text=value.text, names=(), items=items, taints=step.taints))


def _unpack(at: Interpreter, elements: Sequence[ast.expr], value: Value, node: ast.AST) -> None:
    parts = iterated(value)
    starred = next((number for number, each in enumerate(elements) if isinstance(each, ast.Starred)), None)
    if starred is not None and parts is not None and len(parts) >= len(elements) - 1:
        after = len(elements) - starred - 1
        middle = parts[starred : len(parts) - after]
        _unpack_all(at, elements, [*parts[:starred], _listed(middle), *parts[len(parts) - after :]], node)
        return
    plain = starred is None
    for number, each in enumerate(elements):
        if value.items and number in value.items and plain:
            store(at, each, value.items[number], node)
        elif parts is not None and plain and len(parts) == len(elements):
            store(at, each, parts[number], node)
        else:
            store(at, each, Value(text="", taints=value.taints), node)


def _unpack_all(at: Interpreter, elements: Sequence[ast.expr], parts: Sequence[Value], node: ast.AST) -> None:
    for each, part in zip(elements, parts, strict=False):
        store(at, each.value if isinstance(each, ast.Starred) else each, part, node)


def _listed(parts: Sequence[Value]) -> Value:
    known = all(part.known for part in parts)
    made = [part.const for part in parts] if known else UNKNOWN_CONST
    return Value(
        made,
        " ".join(part.text for part in parts),
        any(part.hidden for part in parts),
        items=dict(enumerate(parts)),
        taints=join(parts).taints,
    )
