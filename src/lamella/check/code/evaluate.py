"""Evaluates expressions: what may each be, and where does its data come from."""

import ast
from collections.abc import Sequence
from typing import Any

from lamella.check.code import folding
from lamella.check.code.attributes import attribute, item_of_name, secret_key, whole_environment
from lamella.check.code.callables import Instance
from lamella.check.code.calling import call
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import BUILTINS, canonical
from lamella.check.code.value import (
    HOLE,
    NO_TAINTS,
    UNKNOWN,
    UNKNOWN_CONST,
    Key,
    Label,
    Value,
    const,
    join,
    join_taints,
    named,
    partly,
    text_of,
)

_MOST_ELEMENTS = 4_096
_MOST_ITERATIONS = 2_048


def evaluate(at: Evaluator, node: ast.expr | None) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case a kind of expression
    """Return what an expression may be.

    Raises:
        TooMuchError: The module takes too many steps.
    """
    if node is None:
        return UNKNOWN
    at.module.count()
    # The frequent kinds first, since matching tries one kind after the other.
    if isinstance(node, ast.Name):
        return _name(at, node.id)
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Attribute):
        return attribute(at, evaluate(at, node.value), node.attr, node)
    if isinstance(node, ast.Call):
        return _call(at, node)
    match node:
        case ast.BinOp(left, kind, right):
            return _operation(at, kind, evaluate(at, left), evaluate(at, right), node)
        case ast.JoinedStr(parts):
            return _joined(at, parts)
        case ast.FormattedValue(inner):
            return evaluate(at, inner)
        case ast.Subscript(inner, index):
            return _subscript(at, evaluate(at, inner), index, node)
        case ast.List(elements) | ast.Tuple(elements) | ast.Set(elements):
            return _sequence(at, elements, as_list=isinstance(node, ast.List))
        case ast.Dict(keys, values):
            return _mapping(at, keys, values)
        case (
            ast.ListComp(element, generators) | ast.SetComp(element, generators) | ast.GeneratorExp(element, generators)
        ):
            return _comprehension(at, element, generators)
        case ast.DictComp(key, value, generators):
            return _comprehension(at, ast.Tuple([key, value], ast.Load()), generators).only_taints()
        case ast.IfExp(test, body, other):
            evaluate(at, test)
            return join([evaluate(at, body), evaluate(at, other)])
        case ast.BoolOp(_, values):
            return join([evaluate(at, each) for each in values])
        case ast.NamedExpr(target, value):
            found = evaluate(at, value)
            at.assign(target, found)
            return found
        case ast.Await(inner) | ast.Starred(inner):
            return evaluate(at, inner)
        case ast.YieldFrom(inner):
            at.returned(element_of(evaluate(at, inner)))
            return UNKNOWN
        case ast.Yield(inner):
            found = evaluate(at, inner)
            at.returned(found)
            return UNKNOWN
        case ast.Lambda():
            return at.lambda_(node)
        case ast.Compare(left, _, comparators):
            for each in (left, *comparators):
                evaluate(at, each)
            return UNKNOWN
        case ast.UnaryOp(kind, inner):
            found = evaluate(at, inner)
            if isinstance(kind, ast.USub) and found.known and isinstance(found.const, int):
                return const(-found.const)
            if isinstance(kind, ast.Invert) and found.known and isinstance(found.const, int):
                return const(~found.const, hidden=True)
            return UNKNOWN
        case _:
            return UNKNOWN


def _constant(value: object) -> Value:
    return const(value) if isinstance(value, str | bytes | int | float) or value is None else UNKNOWN


def _name(at: Evaluator, name: str) -> Value:
    found = at.lookup(name)
    if found is not None:
        return found
    if name in BUILTINS:
        return named(canonical(name) if name == "__builtins__" else canonical(f"builtins.{name}"))
    return UNKNOWN


def _call(at: Evaluator, node: ast.Call) -> Value:
    function = evaluate(at, node.func)
    positional: list[Value] = []
    for each in node.args:
        if isinstance(each, ast.Starred):
            spread = evaluate(at, each.value)
            if spread.items:
                positional += spread.items.values()
            elif spread.known and isinstance(spread.const, tuple | list):
                positional += [const(item) for item in spread.const[:64]]
            else:
                positional.append(spread)
        else:
            positional.append(evaluate(at, each))
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(at, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif value.items:
            keywords |= {str(key): item for key, item in value.items.items()}
        elif value.taints:
            keywords["**"] = value
    return call(at, function, positional, keywords, node)


def _operation(at: Evaluator, kind: ast.operator, left: Value, right: Value, node: ast.expr) -> Value:  # noqa: PLR0911 - one return a kind
    taints = join_taints((left, right)) if left.taints or right.taints else NO_TAINTS
    if left.known and right.known:
        try:
            made = folding.fold_operation(kind, left.const, right.const)
        except folding.NotFoldedError:
            return Value(taints=taints) if taints else UNKNOWN
        folded = const(made, hidden=left.hidden or right.hidden or isinstance(made, str | bytes), taints=taints)
        return folded.with_taint(Label.DECODED, "", at.module.step(node)) if isinstance(kind, ast.BitXor) else folded
    match kind:
        case ast.Add():
            text = (left.text or HOLE) + (right.text or HOLE) if left.text or right.text else ""
            found = partly(text, taints, hidden=left.hidden or right.hidden)
            if left.items is not None and right.items is not None:
                elements = (*left.items.values(), *right.items.values())
                return Value(text=text, taints=taints, items=dict(enumerate(elements)))
            return found
        case ast.Mod():
            return partly(_percent(left, right), taints, hidden=left.hidden)
        case ast.Div() if "pathlib.Path()" in left.names:
            text = f"{left.text or HOLE}/{right.text or HOLE}"
            return Value(text=text, names=("pathlib.Path()",), items={"0": Value(text=text)}, taints=taints)
        case ast.BitXor():
            return Value(taints=taints).with_taint(Label.DECODED, "", at.module.step(node))
        case _:
            return Value(taints=taints) if taints else UNKNOWN


def _percent(left: Value, right: Value) -> str:
    if not left.text:
        return ""
    text = left.text
    fillers = [each.text or HOLE for each in right.items.values()] if right.items else [right.text or HOLE]
    for filler in fillers[:16]:
        for mark in ("%s", "%r", "%d"):
            if mark in text:
                text = text.replace(mark, filler, 1)
                break
    return text


def _joined(at: Evaluator, parts: Sequence[ast.expr]) -> Value:
    values = [evaluate(at, part) for part in parts]
    plain = all(isinstance(part, ast.Constant) or (isinstance(part, ast.FormattedValue) and part.format_spec is None
                and part.conversion == -1) for part in parts)  # fmt: skip
    taints = join_taints(values)
    if plain and all(value.known for value in values):
        return const("".join(str(value.const) for value in values), hidden=len(values) > 1, taints=taints)
    return partly("".join(value.text or HOLE for value in values), taints, hidden=any(value.hidden for value in values))


def _subscript(at: Evaluator, container: Value, index: ast.expr, node: ast.expr) -> Value:  # noqa: C901, PLR0911 - one return a kind of container
    if isinstance(index, ast.Slice):
        return _slice(at, container, index)
    key = evaluate(at, index)
    if container.items is not None and key.known:
        try:
            if key.const in container.items:
                return container.items[key.const]
        except TypeError:
            pass
    if container.known and key.known:
        try:
            return const(
                folding.fold_item(container.const, key.const), hidden=container.hidden, taints=container.taints
            )
        except folding.NotFoldedError:
            pass
    from_name = item_of_name(at, container, key, node)
    if from_name is not None:
        return from_name
    from_thing = _item_of_thing(at, container, key, node)
    if from_thing is not None:
        return from_thing
    if container.items:
        return join([*container.items.values()]).with_taints(container.taints)
    secret = secret_key(key)
    if secret is not None:
        return container.only_taints().with_taint(*secret, at.module.step(node))
    return container.only_taints()


def _item_of_thing(at: Evaluator, container: Value, key: Value, node: ast.expr) -> Value | None:
    for thing in container.things:
        if isinstance(thing, Instance):
            for name in ("__getitem__", "__missing__"):
                if thing.of.attribute(name) is not None:
                    return at.call(attribute(at, Value(things=(thing,)), name, node), [key], {}, node)
    return None


def _slice(at: Evaluator, container: Value, index: ast.Slice) -> Value:
    bounds = [evaluate(at, each) for each in (index.lower, index.upper, index.step)]
    given = (index.lower, index.upper, index.step)
    if container.known and all(bound.known or each is None for bound, each in zip(bounds, given, strict=True)):
        numbers = [bound.const if each is not None else None for bound, each in zip(bounds, given, strict=True)]
        try:
            made = folding.fold_item(container.const, slice(*numbers))
        except folding.NotFoldedError:
            return container.only_taints()
        return const(made, hidden=container.hidden or numbers[2] is not None, taints=container.taints)
    return Value(text=container.text, taints=container.taints, names=container.names, items=None)


def _sequence(at: Evaluator, elements: Sequence[ast.expr], *, as_list: bool) -> Value:
    values = [evaluate(at, each) for each in elements[:_MOST_ELEMENTS]]
    taints = join_taints(values)
    plain = len(values) == len(elements) and not any(isinstance(each, ast.Starred) for each in elements)
    made: Any = UNKNOWN_CONST
    if plain and all(value.known for value in values):
        consts = [value.const for value in values]
        made = consts if as_list else tuple(consts)
        if len(values) > 64:
            return Value(made, text_of(made), any(value.hidden for value in values), taints=taints)
    text = " ".join(value.text or HOLE for value in values[:64])
    hidden = any(value.hidden for value in values)
    if not plain:
        # Which element is which is not known: any may be any of them.
        return Value(made, text, hidden, names=join(values).names, taints=taints)
    return Value(made, text, hidden, items=dict(enumerate(values)), taints=taints)


def _mapping(at: Evaluator, keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> Value:
    items: dict[Any, Value] = {}
    spread: list[Value] = []
    for key, value in list(zip(keys, values, strict=True))[:_MOST_ELEMENTS]:
        found = evaluate(at, value)
        name = evaluate(at, key) if key is not None else UNKNOWN
        if key is None:
            found = whole_environment(at, found, value)
            spread.append(found)
            items |= found.items or {}
        elif name.known and isinstance(name.const, str | int | bytes):
            items[name.const] = found
        else:
            items[Key(name)] = found
            spread += [found, name]
    made: Any = UNKNOWN_CONST
    if not spread and items and all(value.known for value in items.values()):
        made = {key: value.const for key, value in items.items()}
    text = " ".join(value.text for value in items.values() if value.text)
    return Value(made, text[:_MOST_ELEMENTS], items=items, taints=join_taints([*items.values(), *spread]))


def _comprehension(at: Evaluator, element: ast.expr, generators: Sequence[ast.comprehension]) -> Value:
    first = evaluate(at, generators[0].iter)
    with at.block():
        simple = len(generators) == 1 and not generators[0].ifs
        elements = iterated(first)
        if simple and elements is not None and len(elements) <= _MOST_ITERATIONS:
            found = []
            for each in elements:
                at.bind(generators[0].target, each)
                found.append(evaluate(at, element))
            taints = join_taints([first, *found])
            if all(value.known for value in found):
                made = [value.const for value in found]
                return Value(made, text_of(made), any(value.hidden for value in found), taints=taints)
            return Value(
                items=dict(enumerate(found[:256])), taints=taints, text=" ".join(value.text for value in found[:64])
            )
        at.bind(generators[0].target, element_of(first))
        for generator in generators[1:]:
            at.bind(generator.target, element_of(evaluate(at, generator.iter)))
        for generator in generators:
            for test in generator.ifs:
                evaluate(at, test)
        made_of = evaluate(at, element)
    return Value(text=made_of.text, names=made_of.names, things=made_of.things, taints=join_taints([made_of, first]))


def iterated(value: Value) -> list[Value] | None:
    """Return the elements of what a loop runs over, where all are known."""
    if value.items is not None and value.known and isinstance(value.const, list | tuple):
        return list(value.items.values())
    if value.known:
        match value.const:
            case str() | bytes() | list() | tuple():
                return [const(each, hidden=value.hidden, taints=value.taints) for each in value.const]
            case dict():
                return [const(each) for each in value.const]
            case _:
                pass
    if value.items is not None and set(value.items) == set(range(len(value.items))):
        return list(value.items.values())
    return None


def element_of(value: Value) -> Value:
    """Return what an element of a value may be."""
    elements = iterated(value)
    if elements is not None:
        return join(elements[:64]).with_taints(value.taints)
    if value.items and not any(name.endswith("()") for name in value.names):
        return join([key.value if isinstance(key, Key) else const(key) for key in list(value.items)[:64]]).with_taints(
            value.taints
        )
    names = ("os.environ.<name>",) if "os.environ" in value.names else value.names
    return Value(text=value.text if "\n" not in value.text else "", names=names, taints=value.taints)
