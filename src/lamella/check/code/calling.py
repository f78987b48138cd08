"""Calls: what is called, what it does with its arguments, and what comes back."""

import ast
import re
from collections.abc import Mapping, Sequence

from lamella.check.code import folding
from lamella.check.code.attributes import attribute, environment, secret_key, variable
from lamella.check.code.callables import Bound, Class, Function, Instance, Method, Partial
from lamella.check.code.dynamic import dynamic_call
from lamella.check.code.effects import effects
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.files import file_call
from lamella.check.code.known import (
    CAPTURES,
    DECODING_METHODS,
    DOWNLOADING_METHODS,
    EVERY_SECRET,
    FORGETS,
    FOUND_KEY,
    HOST_FACTS,
    KEEPS,
    PICTURES,
    SECRET_METHODS,
    SECRETS_OF_ACCOUNT,
    canonical,
    receives,
)
from lamella.check.code.methods import call_method
from lamella.check.code.results import KEY_PATTERN, SEARCHES, downloaded, instance, kept, of_sdk, outcome
from lamella.check.code.sending import payload_taints
from lamella.check.code.value import NO_TAINTS, UNKNOWN, UNKNOWN_CONST, Label, Value, const, join, join_taints

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
_ENVIRONMENT_METHODS = {"copy", "items", "values", "keys", "__iter__", "__repr__", "__str__"}


def call(
    at: Evaluator, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    """Return what a call returns, after saying what it does."""
    results = [_thing(at, thing, positional, keywords, node) for thing in function.things]
    _started_by_base(at, function, node)
    results += [_named(at, canonical(name), function, positional, keywords, node) for name in function.names]
    if function.names:
        effects(at, function, positional, keywords, node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        secret = secret_key(positional[0]) if node.func.attr == "get" and positional else None
        if secret is not None:
            results.append(Value().with_taint(*secret, at.module.step(node)))
        asked = positional[0].text if node.func.attr == "get_paginator" and positional else node.func.attr
        if asked in SECRETS_OF_ACCOUNT:
            every = asked == "get_parameters_by_path" or "list_secrets" in at.module.words
            detail = EVERY_SECRET if every else "a secret of the account"
            results.append(Value().with_taint(Label.SECRET, detail, at.module.step(node)))
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


# What calls its callbacks with what the network sent.
_CONNECTS = re.compile(
    r"^(?:websocket|websockets|paho|socketio|pika|kafka|nats|stomp|slack_bolt|telegram|telebot|discord)\."
)
_UNBOUND = re.compile(r"^builtins\.(?:str|bytes|bytearray|list|dict)\.((?!maketrans|fromhex|fromkeys|_)\w+)$")


def _named(  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case a kind of function
    at: Evaluator, name: str, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    """Return what a function that is known by name returns."""
    step = at.module.step
    if name == "operator.attrgetter()" and positional and function.items:
        return attribute(at, positional[0], function.items["name"].text, node, hidden=function.hidden)
    found = dynamic_call(at, name, positional, keywords, node)
    if found is not None:
        return found
    if name == "codecs.encode" and len(positional) > 1 and folding.hides(positional[1].const):
        return positional[0].only_taints().with_taint(Label.DECODED, "", step(node))
    unbound = _UNBOUND.match(name)
    if unbound is not None and positional:
        return call_method(at, positional[0], unbound[1], positional[1:], keywords, node)
    if all(each.known for each in (*positional, *keywords.values())) and (
        positional or keywords or name == "builtins.str"
    ):
        try:
            made, hides = folding.fold_call(
                name, [each.const for each in positional], {key: each.const for key, each in keywords.items()}
            )
        except folding.NotFoldedError:
            pass
        else:
            hidden = hides or any(each.hidden for each in positional)
            folded = const(made, hidden=hidden, taints=join_taints(positional))
            return folded.with_taint(Label.DECODED, "", step(node)) if name in folding.DECODERS and hides else folded
    taints = join_taints((*positional, *keywords.values())) if name in KEEPS else NO_TAINTS
    receiver_taints = function.taints if function.taints and not FORGETS.search(name) else NO_TAINTS
    opened = file_call(at, name, function, positional, keywords, node)
    if opened is not None:
        return opened.with_taints(receiver_taints)
    if (
        name in folding.DECODERS
        or name == "builtins.chr"
        or ("()." in name and name.rpartition(".")[2] in DECODING_METHODS)
    ):
        text = positional[0].only_taints() if positional else UNKNOWN
        return text.with_taint(Label.DECODED, "", step(node))
    if name == "builtins.dict" and not positional and keywords:
        return Value(items=dict(keywords), taints=join_taints(keywords.values()))
    if name in {"builtins.bytes", "builtins.bytearray"} and len(positional) == 1 and not positional[0].known:
        return positional[0].only_taints().with_taint(Label.ASSEMBLED, "", step(node))
    if name.startswith("<request>") and name.endswith((".get", ".get_json", ".getlist")):
        return Value().with_taint(Label.REQUEST, positional[0].text[:40] if positional else "", step(node))
    said = outcome(name, positional, keywords)
    if said is not None:
        return Value(names=(f"{name}()",) if name == "subprocess.Popen" else ()).with_taint(*said, step(node))
    match name:
        case "os.getenv" | "os.environ.get" | "os.environ.pop" | "os.environ.__getitem__" | "os.getenvb" if positional:
            return join([variable(at, positional[0].text, node), *(each for each in positional[1:])])
        case (
            "builtins.dict"
            | "builtins.str"
            | "builtins.repr"
            | "copy.copy"
            | "copy.deepcopy"
            | "builtins.list"
            | "json.dumps"
        ) if positional and "os.environ" in positional[0].names:
            return environment(at, node)
        case "boto3.Session().get_credentials" | "botocore.session.Session().get_credentials":
            return Value().with_taint(Label.AWS_SECRET, "credentials of the session", step(node))
        case _:
            pass
    if name.startswith("os.environ.") and name.rpartition(".")[2] in _ENVIRONMENT_METHODS:
        return environment(at, node)
    result = Value(taints={**receiver_taints, **taints} if receiver_taints or taints else NO_TAINTS)
    if positional and name in KEEPS:
        first = positional[0]
        parts = "/".join(each.text or "\ufffc" for each in positional)
        shown = parts if name == "os.path.join" else first.text
        names = (
            ("pathlib.Path()",)
            if name == "pathlib.Path"
            else tuple(each for each in first.names if each == "os.environ.<name>")
        )
        items = kept(name, first, keywords)
        result = Value(text=shown, hidden=first.hidden, names=names, items=items, taints=result.taints)
    if name in SEARCHES and KEY_PATTERN.search(
        (function.items or {}).get("0", UNKNOWN).text or (positional[0].text if positional else "")
    ):
        result = result.with_taint(Label.SECRET, FOUND_KEY, step(node))
    if name == "urllib.request.Request":
        result = Value(
            text=result.text, names=result.names, items=result.items, taints=payload_taints(positional, keywords)
        )
    if name in PICTURES:
        result = result.with_taint(Label.PIXELS, "", step(node))
    asked = positional[0].text if name.endswith(".get_paginator") and positional else name.rpartition(".")[2]
    if asked in SECRETS_OF_ACCOUNT:
        every = asked == "get_parameters_by_path" or "list_secrets" in at.module.words
        detail = EVERY_SECRET if every else "a secret of the account"
        result = result.with_taint(Label.SECRET, detail, step(node))
    if name.rpartition(".")[2] in SECRET_METHODS and of_sdk(at, name):
        result = result.with_taint(Label.AWS_SECRET, SECRET_METHODS[name.rpartition(".")[2]], step(node))
    if name == "tempfile.mkstemp":
        path = Value(text=f"\ufffc<mkstemp of line {getattr(node, 'lineno', 0)}>")
        return Value(items={0: path, 1: path}, const=UNKNOWN_CONST)
    if name in HOST_FACTS:
        result = result.with_taint(Label.HOST, HOST_FACTS[name], step(node))
    if name in CAPTURES:
        result = result.with_taint(Label.CAPTURED, CAPTURES[name], step(node))
    if receives(name) or (name.rpartition(".")[2] in DOWNLOADING_METHODS and at.module.networked):
        host = (function.items or {}).get("0", UNKNOWN)
        result = downloaded(at, result, (host, *positional, *keywords.values()), node)
        for each in (*positional, *keywords.values()):
            # `retrbinary("RETR x", sink.write)`: what takes the data is called with it.
            if each.things or any(callback.endswith((".write", ".append", ".feed")) for callback in each.names):
                at.call(each, [result.only_taints()], {}, node)
    if _CONNECTS.match(name):
        message = Value().with_taint(Label.DOWNLOADED, "", step(node))
        for each in (*positional, *keywords.values()):
            if each.things:
                at.call(each, [message] * 3, {}, node)
    if name == "asyncio.open_connection":
        stream = Value(names=("asyncio.Stream()",))
        return Value(items={0: stream, 1: stream}, const=UNKNOWN_CONST)
    return instance(name, result, positional, keywords)


def mutates(node: ast.Call) -> bool:
    """Whether a call is a method that adds its arguments to its object."""
    return isinstance(node.func, ast.Attribute) and (node.func.attr in _MUTATING or node.func.attr.startswith(_FED))
