"""What is sent away: which data, how, and where to."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import AUTHORISATION, COLLECTOR, EVERY_SECRET, FOUND_KEY, LOOPBACK, METADATA_SERVICE
from lamella.check.code.value import HOLE, Label, Taint, Trace, Value
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_RULES = {
    Label.AWS_SECRET: Rule.CREDENTIALS_SENT,
    Label.ENVIRONMENT: Rule.ENVIRONMENT_SENT,
    Label.PRIVATE_FILE: Rule.PRIVATE_FILE_SENT,
    Label.CAPTURED: Rule.INPUT_CAPTURED,
}


# Where a signed request carries what the credentials made.
_OF_AWS = re.compile(r"authorization|x-amz|x-aws", re.IGNORECASE)
_OF_SSH = re.compile(r"\.ssh|id_", re.IGNORECASE)


def sent(  # noqa: PLR0913 - what a call is made of
    at: Evaluator,
    name: str,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
    *,
    sure: bool,
    host_of: Value | None = None,
) -> None:
    """Report private data among the arguments of a call that sends.

    `sure` says whether it is known that the call sends; of a method of that name of something unknown it is not.
    """
    url = next(
        (
            value.text
            for value in (*positional, *(keywords[key] for key in ("url", "host") if key in keywords))
            if "://" in value.text
        ),
        "",
    )
    if not url and positional:
        url = positional[0].text
    if host_of is not None and host_of.text:
        url = f"://{host_of.text.removeprefix('http://').removeprefix('https://')} {url}"
    if LOOPBACK.search(url) or METADATA_SERVICE.search(url):
        return
    collected = COLLECTOR.search(url) is not None
    host: dict[str, Trace] = {}
    staged = [
        each for value in (*positional, *keywords.values()) for each in at.module.stored.get(value.text, {}).items()
    ]
    for (label, detail), trace in [*_payload(positional, keywords), *staged]:
        rule = _RULES.get(label)
        if rule is Rule.PRIVATE_FILE_SENT and name.startswith("paramiko.") and _OF_SSH.search(detail):
            continue
        if rule is not None:
            what = f"{label.value}{f' ({detail})' if detail else ''}"
            at.module.report(rule, node, f"{what} reaches {_shown(name)}", trace)
        elif label is Label.SECRET and (sure or detail in {FOUND_KEY, EVERY_SECRET}):
            # A service's token belongs into requests to it; no service asks for it in a command or a name.
            severity = Severity.HIGH if collected or name.startswith(("subprocess", "os.")) else None
            severity = Severity.HIGH if detail in {FOUND_KEY, EVERY_SECRET} else severity
            at.module.report(
                Rule.SECRET_SENT, node, f"{detail} of the environment reaches {_shown(name)}", trace, severity
            )
        elif label is Label.HOST and sure:
            host.setdefault(detail, trace)
    if host:
        severity = Severity.HIGH if collected or len(host) > 1 else Severity.LOW
        evidence = next(iter(host.values()))
        at.module.report(Rule.HOST_SENT, node, f"{' and '.join(sorted(host))} reach {_shown(name)}", evidence, severity)


def looked_up(at: Evaluator, arguments: Sequence[Value], node: ast.AST) -> None:
    """Report private data in the names that are looked up."""
    for argument in arguments:
        private = [
            (taint, trace)
            for taint, trace in argument.taints.items()
            if taint[0] in {*_RULES, Label.SECRET, Label.HOST}
        ]
        # A machine looks up its own name all the time; sent is what stands before somebody's domain.
        if not private or "." not in argument.text.replace(HOLE, "", 1).strip("."):
            continue
        for (label, detail), trace in private:
            rule = _RULES.get(label, Rule.HOST_SENT if label is Label.HOST else Rule.SECRET_SENT)
            message = f"{detail or label.value} is part of a name that is looked up"
            at.module.report(rule, node, message, trace, max(Severity.HIGH, Severity[rule.severity]))


def payload_taints(positional: Sequence[Value], keywords: Mapping[str, Value]) -> Mapping[Taint, Trace]:
    """Return what a request carries, a service's own token in its header aside."""
    named = dict(zip(("url", "data", "headers"), positional, strict=False))
    return dict(
        _payload(
            list(named.values())[:2], {**keywords, **({"headers": named["headers"]} if "headers" in named else {})}
        )
    )


def _payload(positional: Sequence[Value], keywords: Mapping[str, Value]) -> Iterator[tuple[Taint, Trace]]:
    for number, value in enumerate(positional):
        yield from _of_address(value) if number == 0 and "://" in value.text else _of(value)
    for key, value in keywords.items():
        match key:
            case "headers" | "header" | "auth" | "cookies" | "cert":
                yield from _of_headers(value, whole=key in {"auth", "cookies", "cert"})
            case "env" | "cwd" | "timeout" | "verify" | "proxies" | "context":
                continue
            case "url":
                yield from _of_address(value)
            case _:
                yield from _of(value)


def _of(value: Value) -> Iterator[tuple[Taint, Trace]]:
    yield from value.taints.items()
    if "os.environ" in value.names:
        yield (Label.ENVIRONMENT, ""), ()


def _of_address(value: Value) -> Iterator[tuple[Taint, Trace]]:
    # Services such as Telegram take their token as a part of the path; a query is data.
    for taint, trace in value.taints.items():
        if taint[0] is not Label.SECRET or "?" in value.text:
            yield taint, trace


def _of_headers(value: Value, *, whole: bool) -> Iterator[tuple[Taint, Trace]]:
    """A service's own token in the header where it belongs is no leak."""
    if whole or value.items is None:
        yield from (
            each
            for each in value.taints.items()
            if each[0][0] not in {Label.SECRET, Label.HOST} and each[0][1] != "/var/run/secrets"
        )
        return
    for key, item in value.items.items():
        for taint, trace in item.taints.items():
            expected = AUTHORISATION.search(str(key)) is not None
            of_cluster = taint[1] == "/var/run/secrets" and str(key).lower() == "authorization"
            own_token = (
                taint[0] is Label.SECRET or (taint[0] is Label.AWS_SECRET and _OF_AWS.search(str(key))) or of_cluster
            )
            if taint[0] is Label.HOST or (expected and own_token and taint[1] != "the metadata service"):
                continue
            yield taint, trace


def _shown(name: str) -> str:
    return name.replace("()", "")
