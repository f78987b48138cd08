"""Calls that reach other code by its name, or hand a callable on."""

import ast
from collections.abc import Mapping, Sequence

from lamella.check.code.attributes import attribute, hold_hidden
from lamella.check.code.callables import Class, Instance, Partial
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import CALLERS, canonical
from lamella.check.code.settings import attribute_set
from lamella.check.code.value import HOLE, UNKNOWN, Label, Value, const, join, join_taints, named
from lamella.check.rule import Rule

# Decorators that keep what they are given.
_KEEPING = frozenset(
    {
        "builtins.staticmethod",
        "builtins.classmethod",
        "builtins.property",
        "functools.wraps",
        "functools.lru_cache",
        "functools.cache",
    }
)


_EXECUTING = frozenset({"builtins", "os", "subprocess"})


def dynamic_call(  # noqa: C901, PLR0911, PLR0912 - one return a kind of call
    at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value | None:
    """Return what a call returns that works on names or on callables; `None` for any other function."""
    match name, [*positional]:
        case "builtins.getattr", [of, attr, *_] if attr.has(Label.DOWNLOADED) and any(
            each in _EXECUTING for each in of.names
        ):
            trace = next(trace for (label, _), trace in attr.taints.items() if label is Label.DOWNLOADED)
            at.module.report(
                Rule.REMOTE_COMMAND, node, f"the network names the function of {of.names[0]} that is called", trace
            )
            return UNKNOWN
        case "builtins.getattr" | "operator.attrgetter()", [of, attr, *default] if attr.text:
            found = attribute(at, of, attr.text, node, hidden=attr.hidden)
            return join([found, *default]) if found is not UNKNOWN else join([of.only_taints(), *default])
        case "builtins.__import__" | "importlib.import_module" | "importlib.__import__", [module, *_] if (
            module.text or module.has(Label.HANDLER)
        ):
            _dropped_module(at, module, node)
            imported = _imported(at, name, module, keywords, positional)
            if module.has(Label.HANDLER):
                imported = named("<the handler's module>")
            hold_hidden(at, imported.names, node, when=module.hidden)
            return imported
        case "builtins.eval", [text, *_] if text.known and isinstance(text.const, str) and len(text.const) < 2_000:
            return _evaluated(at, text, node)
        case (("builtins.vars" | "builtins.globals" | "builtins.locals"), []):
            return named("globals()")
        case "builtins.vars", [of]:
            return join([named(*(f"{each}.__dict__" for each in of.names)), of]) if of.names else of
        case "operator.attrgetter", [attr] if attr.text:
            return Value(names=("operator.attrgetter()",), items={"name": attr}, hidden=attr.hidden)
        case "operator.methodcaller", [attr, *_] if attr.text:
            return Value(names=("operator.attrgetter()",), items={"name": attr}, hidden=attr.hidden)
        case "functools.partial", [function, *rest]:
            return Value(things=(Partial(function, tuple(rest), dict(keywords)),))
        case (("threading.Thread" | "threading.Timer" | "multiprocessing.Process"), _):
            return _started(at, name, positional, keywords, node)
        case "builtins.setattr", [of, attr, value]:
            attribute_set(at, of, attr.text, value, node)
            return UNKNOWN
        case "builtins.super", _ if at.inside is not None:
            return Value(names=at.inside.bases, things=at.inside.parents)
        case "builtins.type", [_, _, members]:
            return members
        case "asyncio.run" | "builtins.iter" | "builtins.next", [first, *_]:
            return first
        case _, [first] if name in _KEEPING:
            return first
        case _:
            pass
    return _called_by(at, name, positional, node)


def _evaluated(at: Evaluator, text: Value, node: ast.AST) -> Value:
    """Return what an expression in a text is."""
    try:
        expression = ast.parse(text.text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNKNOWN
    for inner in ast.walk(expression):
        ast.copy_location(inner, node)
    found = at.evaluate(expression)
    hold_hidden(at, found.names, node, when=text.hidden)
    return found


def _called_by(at: Evaluator, name: str, positional: Sequence[Value], node: ast.AST) -> Value | None:
    place = CALLERS.get(name)
    if place is None or len(positional) <= place[0]:
        return None
    function, arguments = positional[place[0]], list(positional[place[1] :])
    if name == "builtins.map" and len(arguments) == 1:
        mapped = _mapped(at, function, arguments[0], node)
        if mapped is not None:
            return mapped
    if name.startswith(("builtins.", "itertools.")) or name.endswith(".map"):
        arguments = [_each(argument) for argument in arguments]
    if not (function.names or function.things):
        return None
    if name.startswith(_HOOKS):
        _hooked_in(at, function, node)
        at.run_unasked(function, node)
    if name == "functools.reduce":
        reduced = _reduced(at, function, arguments, node)
        if reduced is not None:
            return reduced
    result = at.call(function, arguments, {}, node)
    return Value(text=result.text, names=result.names, things=result.things, taints=result.taints)


# What Python calls later on, whoever registered it.
_HOOKS = ("sys.", "atexit.", "weakref.", "signal.", "threading.set", "gc.callbacks", "threading.excepthook")
_IMPORTING = ("find_spec", "find_module", "create_module", "exec_module", "load_module", "path_hook")


def _hooked_in(at: Evaluator, finder: Value, node: ast.AST) -> None:
    """Call what Python calls of a finder with every import."""
    for name in _IMPORTING:
        for thing in finder.things:
            if isinstance(thing, Instance | Class):
                at.run_unasked(attribute(at, Value(things=(thing,)), name, node), node)


def _reduced(at: Evaluator, function: Value, arguments: Sequence[Value], node: ast.AST) -> Value | None:
    """Return what is left of a sequence, where all its elements are known or are callables."""
    elements = known_elements(arguments[0]) if arguments else None
    if elements is None or len(elements) > _MOST_MAPPED:
        return None
    rest = [*arguments[1:2], *elements]
    if not rest:
        return None
    made = rest[0]
    for each in rest[1:]:
        made = at.call(function, [made, each], {}, node)
    return made


_MOST_MAPPED = 2_048
_LEAST_CODES = 4


def _mapped(at: Evaluator, function: Value, over: Value, node: ast.AST) -> Value | None:
    """Return what a function makes of each element, where all are known."""
    elements = known_elements(over)
    if elements is None or not 0 < len(elements) <= _MOST_MAPPED or not (function.names or function.things):
        return None
    found = [at.call(function, [each], {}, node) for each in elements]
    taints = join_taints([over, *found])
    items = dict(enumerate(found[:256]))
    if not all(each.known for each in found):
        return Value(text=" ".join(each.text for each in found[:64]), items=items, taints=taints)
    made = Value(
        [each.const for each in found],
        " ".join(each.text for each in found[:64]),
        hidden=True,
        items=items,
        taints=taints,
    )
    if "builtins.chr" in function.names and len(found) >= _LEAST_CODES:
        return made.with_taint(Label.DECODED, "", at.module.step(node))
    return made


def known_elements(value: Value) -> list[Value] | None:
    """Return the elements of a sequence, where all are known."""
    if value.items is not None and set(value.items) == set(range(len(value.items))):
        return list(value.items.values())
    if value.known and isinstance(value.const, str | bytes | list | tuple):
        return [const(each, hidden=value.hidden, taints=value.taints) for each in value.const]
    return None


def _each(of: Value) -> Value:
    if of.items:
        return join([*of.items.values()][:64]).with_taints(of.taints)
    return Value(of.const, of.text, of.hidden, taints=of.taints) if isinstance(of.const, str) else of


def _started(
    at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    is_timer = name == "threading.Timer"
    target = keywords.get("function" if is_timer else "target") or (positional[1] if len(positional) > 1 else UNKNOWN)
    given = keywords.get("args") or (positional[2] if len(positional) > 2 and is_timer else UNKNOWN)
    arguments = list(given.items.values()) if given.items else []
    named_arguments = keywords.get("kwargs", UNKNOWN).items or {}
    if target.names or target.things:
        at.call(target, arguments, {str(key): value for key, value in named_arguments.items()}, node)
    return named(f"{name}()")


def _dropped_module(at: Evaluator, module: Value, node: ast.AST) -> None:
    """Report the import of a module that the code wrote from what it decoded or downloaded."""
    for path, trace in at.module.dropped.items():
        name = path.replace("\\", "/").rpartition("/")[2]
        if name.endswith(".py") and (name.removesuffix(".py") in module.text or HOLE in name) and not at.module.alone:
            at.module.report(Rule.DOWNLOAD_RUN, node, "a module made of downloaded or decoded data is imported", trace)


def _imported(
    at: Evaluator, name: str, module: Value, keywords: Mapping[str, Value], positional: Sequence[Value]
) -> Value:
    text = module.text
    if not all(part.isidentifier() for part in text.split(".")):
        return UNKNOWN
    from_list = keywords.get("fromlist") or (positional[3] if len(positional) > 3 else UNKNOWN)
    if name == "builtins.__import__" and not from_list.text:
        text = text.partition(".")[0]
    at.module.imported.add(text.partition(".")[0])
    return named(canonical(text))
