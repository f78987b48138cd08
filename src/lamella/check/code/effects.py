"""What a call of a named function does with its arguments: where does data go."""

import ast
from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from lamella.check.code.callables import Sink
from lamella.check.code.contact import contacted, given_to_account
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.executing import executed, judge_text, unpickled
from lamella.check.code.installing import hooked
from lamella.check.code.known import (
    AWS_SENDS,
    MAKES_ONLY,
    REMOTE_OBJECTS,
    REQUESTS,
    SENDING_METHODS,
    SENDS_SOMETHING,
    SINKS,
    canonical,
)
from lamella.check.code.sending import looked_up, sent
from lamella.check.code.shell import run_command, run_file
from lamella.check.code.special import may_be_special, special
from lamella.check.code.value import HOLE, Value

_WRITES: Final = (".write", ".write_text", ".write_bytes", ".writelines", ".writestr")


def effects(
    at: Evaluator, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """Report what a call does that it should not."""
    for each in function.names:
        name = canonical(each).removesuffix(".__init__")
        if may_be_special(name) or any("/runtime" in value.text for value in positional):
            special(at, name, positional, keywords, node)
        if name.endswith(_WRITES) or (name == "builtins.print" and "file" in keywords):
            for written in positional:
                judge_text(at, written.text, node)
        sink = SINKS.get(name)
        if sink is None:
            _maybe_sent(at, name, _host(name, function), positional, keywords, node)
        else:
            _reached(at, sink, name, _host(name, function), positional, keywords, node)


def _reached(  # noqa: PLR0913, PLR0917 - what a call is made of
    at: Evaluator,
    sink: Sink,
    name: str,
    host: Value | None,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
) -> None:
    arguments = [*positional, *(value for key, value in keywords.items() if key not in {"env", "cwd"})]
    match sink:
        case Sink.EXECUTE:
            executed(at, name, positional or list(keywords.values()), node)
        case Sink.UNPICKLE:
            unpickled(at, arguments, node)
        case Sink.SHELL:
            run_command(at, name, positional, keywords, node)
        case Sink.RUN_FILE:
            run_file(at, name, arguments, node)
        case Sink.NETWORK:
            sent(at, name, positional, keywords, node, sure=True, host_of=host)
            if name not in MAKES_ONLY:
                contacted(at, name, positional, keywords, node, host)
            hooked(at, node, "reaches the network", quiet=False)
        case Sink.LOOKUP:
            looked_up(at, arguments, node)
            if any(HOLE in each.text for each in positional[:1]):
                contacted(at, name, positional, keywords, node, None)
        case _:
            assert_never(sink)


def _maybe_sent(
    at: Evaluator,
    name: str,
    host: Value | None,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
) -> None:
    """What a function sends that is known by a part of its name alone."""
    method = name.rpartition(".")[2]
    if name.startswith(REMOTE_OBJECTS):
        sent(at, name, positional, keywords, node, sure=True, host_of=host)
        contacted(at, name, (), {}, node, host)
        return
    if name in REQUESTS:
        contacted(at, name, positional, keywords, node, None)
    if host is not None and "://" in host.text and SENDS_SOMETHING.search(name):
        contacted(at, name, (), {}, node, host)
    if method in AWS_SENDS and name.startswith(("boto3.", "?.")):
        given_to_account(at, name, keywords, node)
    if method in SENDING_METHODS and at.module.networked and not name.startswith(("logging", "os.")):
        sent(at, name, positional, keywords, node, sure=False)
        if positional and "://" in positional[0].text:
            contacted(at, name, positional, keywords, node, None)


def _host(name: str, function: Value) -> Value | None:
    """Return the first argument of the connection whose method is called."""
    if "()" not in name:
        return None
    first = (function.items or {}).get("0")
    # A client may be made of a transport that was made with the address.
    return first.items["0"] if first is not None and not first.text and first.items and "0" in first.items else first
