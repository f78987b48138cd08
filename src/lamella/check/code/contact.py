"""What a module contacts without being asked: at import, at exit, from a hook, in another module's place."""

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Final

from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import LOOPBACK, METADATA_SERVICE, RUNTIME_API
from lamella.check.code.value import HOLE, Value
from lamella.check.rule import Rule

# A literal host: the last label is known, whatever stands before it.
_FIXED: Final = re.compile(
    r"(?:^|://|[\s|])(?:[^/@\s]*@)?((?:[a-z0-9\ufffc_-]+\.)+[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?=[:/\s?#|]|$)",
    re.IGNORECASE,
)
_ADDRESSES: Final = ("url", "host", "address", "uri", "server", "hostname", "endpoint_url")
# What looks like a host and is the name of a file or of a module.
_NO_HOST: Final = re.compile(
    r"\.(?:py|json|txt|log|cfg|ini|toml|ya?ml|csv|html?|xml|sock|conf|zip|gz|so|dll)$", re.IGNORECASE
)


# Of these the first argument is data; the address was given to the connection.
_SENDS_DATA: Final = re.compile(r"\.(?:send|sendall|sendmsg|write|send_message|sendmail|putheader|endheaders)$")


def contacted(
    at: Evaluator,
    name: str,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
    host_of: Value | None,
) -> None:
    """Report that code which runs unasked reaches a fixed address."""
    if _SENDS_DATA.search(name):
        positional = ()
    host = fixed_host(positional[1:] if name.endswith(".sendto") else positional, keywords, host_of)
    if host is None:
        return
    at.module.contacts.add(host)
    if not at.module.alone and not at.module.is_setup:
        message = f"{name.replace('()', '')} contacts {host.replace(HOLE, '...')} without being asked"
        at.module.report(Rule.UNASKED_CONTACT, node, message, ())


_OF_ACCOUNT: Final = re.compile(r"arn:aws[\w-]*:\w+:[^:]*:\d{12}:|https://sqs\.[^/]+/\d{12}/")
_LEAST_SECRET: Final = 16
_TARGETS: Final = (
    "Bucket",
    "TopicArn",
    "TargetArn",
    "QueueUrl",
    "StreamARN",
    "FunctionName",
    "TableName",
    "EventBusName",
)


def given_to_account(at: Evaluator, name: str, keywords: Mapping[str, Value], node: ast.AST) -> None:
    """Report data that goes to a resource of an AWS account that is fixed in the code."""
    for key in _TARGETS:
        hit = _OF_ACCOUNT.search(keywords[key].text) if key in keywords else None
        if hit is not None:
            shown = name.removeprefix("?.").replace("()", "")
            message = f"{shown} sends to a fixed AWS account: {hit[0].replace(HOLE, '...')}"
            at.module.report(Rule.FIXED_ACCOUNT, node, message, ())
            return


def client_of_account(at: Evaluator, keywords: Mapping[str, Value], node: ast.AST) -> None:
    """Report a client of AWS whose credentials are fixed in the code."""
    secret = keywords.get("aws_secret_access_key")
    if secret is not None and secret.known and len(secret.text) >= _LEAST_SECRET:
        at.module.report(
            Rule.FIXED_ACCOUNT, node, "a client of AWS is made with credentials that are fixed in the code", ()
        )


def fixed_host(positional: Sequence[Value], keywords: Mapping[str, Value], host_of: Value | None) -> str | None:
    """Return the literal host among the arguments of a call, its own machine and the platform's services aside."""
    given = [host_of] if host_of is not None else []
    given += [keywords[key] for key in _ADDRESSES if key in keywords]
    given += positional[:1]
    if len(positional) > 1 and "://" in positional[1].text:
        given.append(positional[1])
    for each in given:
        text = each.text[:400]
        if LOOPBACK.search(text) or METADATA_SERVICE.search(text) or RUNTIME_API.search(text):
            continue
        hit = _FIXED.search(text)
        if hit is not None and not _NO_HOST.search(hit[1]):
            return hit[1]
    return None
