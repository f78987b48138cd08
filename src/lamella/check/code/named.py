"""What functions return that are known by name."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lamella.check.code import folding
from lamella.check.code.attributes import attribute, environment, variable
from lamella.check.code.dynamic import dynamic_call
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.files import file_call
from lamella.check.code.known import (
    CAPTURES,
    DECODING_METHODS,
    DOWNLOADING_METHODS,
    FORGETS,
    FOUND_KEY,
    HOST_FACTS,
    KEEPS,
    PICTURES,
    SECRET_METHODS,
    receives,
)
from lamella.check.code.methods import call_method
from lamella.check.code.results import (
    KEY_PATTERN,
    SEARCHES,
    downloaded,
    instance,
    kept,
    of_sdk,
    outcome,
    secret_of_account,
)
from lamella.check.code.sending import payload_taints
from lamella.check.code.value import (
    HOLE,
    NO_TAINTS,
    UNKNOWN,
    UNKNOWN_CONST,
    Label,
    Taints,
    Value,
    const,
    join,
    join_taints,
)

_LEAST_ARGUMENT = 40
_ENVIRONMENT_METHODS = frozenset({"copy", "items", "values", "keys", "__iter__", "__repr__", "__str__"})
_ENVIRONMENT_COPIES = frozenset(
    {
        "builtins.dict",
        "builtins.str",
        "builtins.repr",
        "builtins.list",
        "copy.copy",
        "copy.deepcopy",
        "json.dumps",
    }
)
_VARIABLES = frozenset({"os.getenv", "os.environ.get", "os.environ.pop", "os.environ.__getitem__", "os.getenvb"})
_SESSIONS = frozenset({"boto3.Session().get_credentials", "botocore.session.Session().get_credentials"})
# What calls its callbacks with what the network sent.
_CONNECTS = re.compile(
    r"^(?:websocket|websockets|paho|socketio|pika|kafka|nats|stomp|slack_bolt|telegram|telebot|discord)\."
)
_UNBOUND = re.compile(r"^builtins\.(?:str|bytes|bytearray|list|dict)\.((?!maketrans|fromhex|fromkeys|_)\w+)$")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function that is known by name."""

    name: str
    function: Value
    positional: Sequence[Value]
    keywords: Mapping[str, Value]
    node: ast.AST

    @property
    def method(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]

    @property
    def arguments(self) -> tuple[Value, ...]:
        """All of them."""
        return (*self.positional, *self.keywords.values())


def result_of(at: Evaluator, made: Call) -> Value:
    """Return what a function that is known by name returns."""
    for way in (_indirect, _folded, _of_a_file, _decoded, _from_outside):
        found = way(at, made)
        if found is not None:
            return found
    result = _received(at, made, _labelled(at, made, _kept(made)))
    match made.name:
        case "tempfile.mkstemp":
            path = Value(text=f"\ufffc<mkstemp of line {getattr(made.node, 'lineno', 0)}>")
            return Value(items={0: path, 1: path}, const=UNKNOWN_CONST)
        case "asyncio.open_connection":
            stream = Value(names=("asyncio.Stream()",))
            return Value(items={0: stream, 1: stream}, const=UNKNOWN_CONST)
        case _:
            return instance(made.name, result, made.positional, made.keywords)


def _indirect(at: Evaluator, made: Call) -> Value | None:
    """Functions that work on names, on callables or on methods of their first argument."""
    if made.name == "operator.attrgetter()" and made.positional and made.function.items:
        wanted = made.function.items["name"].text
        return attribute(at, made.positional[0], wanted, made.node, hidden=made.function.hidden)
    found = dynamic_call(at, made.name, made.positional, made.keywords, made.node)
    if found is not None:
        return found
    unbound = _UNBOUND.match(made.name)
    if unbound is not None and made.positional:
        return call_method(at, made.positional[0], unbound[1], made.positional[1:], made.keywords, made.node)
    return None


def _folded(at: Evaluator, made: Call) -> Value | None:
    """Functions of constants, which are computed."""
    if made.name == "codecs.encode" and len(made.positional) > 1 and folding.hides(made.positional[1].const):
        return made.positional[0].only_taints().with_taint(Label.DECODED, "", at.module.step(made.node))
    if not all(each.known for each in made.arguments) or not (made.arguments or made.name == "builtins.str"):
        return None
    given = [each.const for each in made.positional]
    try:
        value, hides = folding.fold_call(made.name, given, {key: each.const for key, each in made.keywords.items()})
    except folding.NotFoldedError:
        return None
    hidden = hides or any(each.hidden for each in made.positional)
    folded = const(value, hidden=hidden, taints=join_taints(made.positional))
    decodes = hides and made.name in folding.DECODERS
    return folded.with_taint(Label.DECODED, "", at.module.step(made.node)) if decodes else folded


def _of_a_file(at: Evaluator, made: Call) -> Value | None:
    opened = file_call(at, made.name, made.function, made.positional, made.keywords, made.node)
    return None if opened is None else opened.with_taints(_receiver_taints(made))


def _decoded(at: Evaluator, made: Call) -> Value | None:
    """Functions whose result does not show what went in."""
    step = at.module.step(made.node)
    first = made.positional[0] if made.positional else UNKNOWN
    of_method = "()." in made.name and made.method in DECODING_METHODS
    if made.name in folding.DECODERS or made.name == "builtins.chr" or of_method:
        return first.only_taints().with_taint(Label.DECODED, "", step)
    if made.name in {"builtins.bytes", "builtins.bytearray"} and len(made.positional) == 1 and not first.known:
        return first.only_taints().with_taint(Label.ASSEMBLED, "", step)
    return None


def _from_outside(at: Evaluator, made: Call) -> Value | None:  # noqa: PLR0911 - one return a place
    """The environment, requests, outputs of commands, credentials of a session."""
    step, name = at.module.step(made.node), made.name
    first = made.positional[0] if made.positional else UNKNOWN
    if name == "builtins.dict" and not made.positional and made.keywords:
        return Value(items=dict(made.keywords), taints=join_taints(made.keywords.values()))
    if name.startswith("<request>") and name.endswith((".get", ".get_json", ".getlist")):
        return Value().with_taint(Label.REQUEST, first.text[:_LEAST_ARGUMENT], step)
    if name in _VARIABLES and made.positional:
        return join([variable(at, first.text, made.node), *made.positional[1:]])
    copied = name in _ENVIRONMENT_COPIES and "os.environ" in first.names
    if copied or (name.startswith("os.environ.") and made.method in _ENVIRONMENT_METHODS):
        return environment(at, made.node)
    if name in _SESSIONS:
        return Value().with_taint(Label.AWS_SECRET, "credentials of the session", step)
    said = outcome(name, made.positional, made.keywords)
    if said is not None:
        return Value(names=(f"{name}()",) if name == "subprocess.Popen" else ()).with_taint(*said, step)
    return None


def _kept(made: Call) -> Value:
    """What goes in and comes out in another form."""
    own = _receiver_taints(made)
    if made.name not in KEEPS:
        return Value(taints=own)
    taints = {**own, **join_taints(made.arguments)}
    if not made.positional:
        return Value(taints=taints or NO_TAINTS)
    first = made.positional[0]
    parts = "/".join(each.text or HOLE for each in made.positional)
    names = tuple(each for each in first.names if each == "os.environ.<name>")
    return Value(
        text=parts if made.name == "os.path.join" else first.text,
        hidden=first.hidden,
        names=("pathlib.Path()",) if made.name == "pathlib.Path" else names,
        items=kept(made.name, first, made.keywords),
        taints=taints or NO_TAINTS,
    )


def _receiver_taints(made: Call) -> Taints:
    return NO_TAINTS if not made.function.taints or FORGETS.search(made.name) else made.function.taints


def _labelled(at: Evaluator, made: Call, result: Value) -> Value:
    """Say where a result comes from, as the function's name tells."""
    step, name, method = at.module.step, made.name, made.method
    pattern = (made.function.items or {}).get("0", UNKNOWN).text or (made.positional[0].text if made.positional else "")
    if name in SEARCHES and KEY_PATTERN.search(pattern):
        result = result.with_taint(Label.SECRET, FOUND_KEY, step(made.node))
    if name == "urllib.request.Request":
        result = replace(result, taints=payload_taints(made.positional, made.keywords))
    if name in PICTURES:
        result = result.with_taint(Label.PIXELS, "", step(made.node))
    secret = secret_of_account(at, method, made.positional)
    if secret is not None:
        result = result.with_taint(Label.SECRET, secret, step(made.node))
    if method in SECRET_METHODS and of_sdk(at, name):
        result = result.with_taint(Label.AWS_SECRET, SECRET_METHODS[method], step(made.node))
    if name in HOST_FACTS:
        result = result.with_taint(Label.HOST, HOST_FACTS[name], step(made.node))
    if name in CAPTURES:
        result = result.with_taint(Label.CAPTURED, CAPTURES[name], step(made.node))
    return result


def _received(at: Evaluator, made: Call, result: Value) -> Value:
    """Say what comes from the network, and hand it to the callbacks among the arguments."""
    if receives(made.name) or (made.method in DOWNLOADING_METHODS and at.module.networked):
        host = (made.function.items or {}).get("0", UNKNOWN)
        result = downloaded(at, result, (host, *made.arguments), made.node)
        for each in made.arguments:
            # `retrbinary("RETR x", sink.write)`: what takes the data is called with it.
            if each.things or any(callback.endswith((".write", ".append", ".feed")) for callback in each.names):
                at.call(each, [result.only_taints()], {}, made.node)
    if _CONNECTS.match(made.name):
        message = Value().with_taint(Label.DOWNLOADED, "", at.module.step(made.node))
        for each in made.arguments:
            if each.things:
                at.call(each, [message] * 3, {}, made.node)
    return result
