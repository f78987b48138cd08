"""Methods of values that are known by content or by origin."""

import ast
from collections.abc import Mapping, Sequence

from lamella.check.code import folding
from lamella.check.code.attributes import attribute, variable
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import (
    DECODING_METHODS,
    FORGETTING_METHODS,
)
from lamella.check.code.value import UNKNOWN, Key, Label, Value, const, join, join_taints

# Methods whose result has the text of their object, more or less.
_SAME_TEXT = frozenset(
    {"strip", "lower", "upper", "encode", "decode", "rstrip", "lstrip", "replace", "expanduser", "resolve", "absolute",
     "split", "rsplit", "partition", "glob", "rglob", "iterdir"})  # fmt: skip


_LEAST_HIDDEN = 12


def call_method(  # noqa: C901, PLR0911 - one case a kind of method
    at: Evaluator, receiver: Value, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    """Call a method of something that is known by content or by origin."""
    if name in {"__getattribute__", "__getattr__"} and positional and positional[0].text:
        return attribute(at, receiver, positional[0].text, node, hidden=positional[0].hidden)
    if name == "__call__":
        return at.call(receiver, positional, keywords, node)
    if name == "__getitem__" and positional and receiver.items and positional[0].known:
        return receiver.items.get(positional[0].const, UNKNOWN)
    if name == "get" and positional and receiver.items and positional[0].known:
        return join([receiver.items.get(positional[0].const, UNKNOWN), *positional[1:]])
    if name in {"items", "values", "keys"} and receiver.items is not None and not positional:
        return _entries(receiver, name)
    if receiver.has(Label.ENVIRONMENT) and name in {"get", "pop", "__getitem__"} and positional:
        return variable(at, positional[0].text, node)
    taints = (
        join_taints((receiver, *positional))
        if name in {"join", "format", "replace", "encode", "decode"}
        else receiver.taints
    )
    if receiver.known and all(each.known for each in (*positional, *keywords.values())):
        try:
            arguments = [each.const for each in positional]
            made, hides = folding.fold_method(
                receiver.const, name, arguments, {key: each.const for key, each in keywords.items()}
            )
        except folding.NotFoldedError:
            pass
        else:
            hidden = hides or receiver.hidden or any(each.hidden for each in positional)
            folded = const(made, hidden=hidden, taints=taints)
            decoded = hides and (name == "decode" or (name == "translate" and len(receiver.text) >= _LEAST_HIDDEN))
            return folded.with_taint(Label.DECODED, "", at.module.step(node)) if decoded else folded
    if name in FORGETTING_METHODS:
        return UNKNOWN
    text = _text_of_method(receiver, name, positional, keywords)
    result = Value(text=text, hidden=receiver.hidden, taints=taints)
    if name in DECODING_METHODS or (name == "decode" and positional and folding.hides(positional[0].const)):
        return result.with_taint(Label.DECODED, "", at.module.step(node))
    if name == "join" and positional and not positional[0].known and _is_of_characters(positional[0]):
        return result.with_taint(Label.DECODED, "", at.module.step(node))
    return result


def _entries(receiver: Value, name: str) -> Value:
    """Return what `items`, `values` or `keys` of a mapping holds, one element after the other."""
    found: list[Value] = []
    for key, value in (receiver.items or {}).items():
        of_key = key.value if isinstance(key, Key) else const(key)
        match name:
            case "items":
                found.append(Value(items={0: of_key, 1: value}, taints=join_taints((of_key, value))))
            case "values":
                found.append(value)
            case _:
                found.append(of_key)
    return Value(items=dict(enumerate(found)), taints=receiver.taints)


def _is_of_characters(value: Value) -> bool:
    return value.has(Label.DECODED)


def _text_of_method(receiver: Value, name: str, positional: Sequence[Value], keywords: Mapping[str, Value]) -> str:
    match name:
        case "format":
            text = receiver.text
            for number, each in enumerate(positional[:16]):
                text = text.replace(f"{{{number}}}", each.text or "\ufffc").replace("{}", each.text or "\ufffc", 1)
            for key, each in keywords.items():
                text = text.replace(f"{{{key}}}", each.text or "\ufffc")
            return text
        case "join" if positional:
            return positional[0].text
        case _ if name in _SAME_TEXT:
            return receiver.text
        case "joinpath":
            return "/".join([receiver.text or "\ufffc", *(each.text or "\ufffc" for each in positional)])
        case _:
            return ""
