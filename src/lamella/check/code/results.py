"""What calls of named functions return."""

import ast
import re
from collections.abc import Mapping, Sequence

from lamella.check.code.callables import Sink
from lamella.check.code.commands import outcome_of
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import (
    CLASSES,
    EVERY_SECRET,
    LOOPBACK,
    MAKES,
    METADATA_SERVICE,
    SECRETS_OF_ACCOUNT,
    SINKS,
)
from lamella.check.code.value import UNKNOWN, Key, Label, Value, const


def outcome(name: str, positional: Sequence[Value], keywords: Mapping[str, Value]) -> tuple[Label, str] | None:
    """Return what the output of a command holds."""
    if SINKS.get(name) is not Sink.SHELL:
        return None
    first = positional[0] if positional else keywords.get("args", UNKNOWN)
    return outcome_of(first.text)


SEARCHES = frozenset(
    f"{of}.{each}" for of in ("re", "re.Pattern()") for each in ("findall", "finditer", "search", "match", "fullmatch")
)


# What patterns for keys of services and wallets are written with.
KEY_PATTERN = re.compile(
    r"AKIA|ASIA|ghp_|gh\[|xox\[|sk_live|eyJ|PRIVATE KEY|AccessKey|isSecret"
    r"|\[13\]\[a-km-z|bc1|\[MN\w*\]\[|mfa\\?\.|0x\[a-fA-F0-9\]\{40"
)


def of_sdk(at: Evaluator, name: str) -> bool:
    # Other libraries have credentials of their own.
    """Whether `get_credentials` is the SDK's."""
    return "frozen" in name or not at.module.imported.isdisjoint({"boto3", "botocore"})


def kept(name: str, first: Value, keywords: Mapping[str, Value]) -> Mapping[object, Value] | None:
    """Return the elements that a call keeps of its first argument."""
    if name == "builtins.enumerate":
        return {n: Value(items={0: const(n), 1: each}) for n, each in enumerate((first.items or {}).values())} or None
    if (
        name == "builtins.dict"
        and first.items
        and all(set(each.items or {}) == {0, 1} for each in first.items.values())
    ):
        pairs = [each.items for each in first.items.values() if each.items]
        return {pair[0].const if pair[0].known else Key(pair[0]): pair[1] for pair in pairs} | dict(keywords)
    if name in {"builtins.dict", "types.SimpleNamespace"}:
        return {**(first.items or {}), **keywords}
    return (
        first.items
        if name in {"builtins.list", "builtins.tuple", "copy.copy", "copy.deepcopy", "asyncio.run", "typing.cast"}
        else None
    )


def downloaded(at: Evaluator, result: Value, arguments: Sequence[Value], node: ast.AST) -> Value:
    """Return a result, known to come from the network or from a service that gives credentials."""
    text = " ".join(each.text for each in arguments if each.text)
    step = at.module.step(node)
    if METADATA_SERVICE.search(text):
        return result.with_taint(Label.AWS_SECRET, "the metadata service", step)
    if any("os.environ[AWS_CONTAINER_CREDENTIALS" in name for each in arguments for name in each.names):
        return result.with_taint(Label.AWS_SECRET, "the credentials service", step)
    if LOOPBACK.search(text):
        return result
    return result.with_taint(Label.DOWNLOADED, "", step)


def instance(name: str, result: Value, positional: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """Return the instance that a call makes; a result that is none stays what it is."""
    base = MAKES.get(name)
    if base is None and name in CLASSES:
        base = f"{name}()"
    if base is None and name.rpartition(".")[2][:1].isupper() and "()" not in name and "." in name:
        base = f"{name}()"
    if base is None and name.endswith((".accept", ".accept_connection")):
        return Value(items={0: Value(names=("socket.socket()",)), 1: UNKNOWN}, taints=result.taints)
    if base is None and name.endswith((".__enter__", ".__aenter__", ".connect", ".makefile")):
        base = name.rpartition(".")[0] if name.rpartition(".")[0].endswith("()") else None
    if base is None:
        if name in SINKS or not name.endswith("()"):
            return result
        base = name
    first = keywords.get("endpoint_url") or (positional[0] if positional else None)
    items = {"0": first} if first is not None else None
    return Value(text=result.text, names=(base,), items=items, taints=result.taints)


def secret_of_account(at: Evaluator, method: str, positional: Sequence[Value]) -> str | None:
    """Return what a method of the SDK reads of the account's secrets; `None` for any other method."""
    asked = positional[0].text if method == "get_paginator" and positional else method
    if asked not in SECRETS_OF_ACCOUNT:
        return None
    every = asked == "get_parameters_by_path" or "list_secrets" in at.module.words
    return EVERY_SECRET if every else "a secret of the account"
