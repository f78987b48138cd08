"""Examines one file by its content.

Runs in worker processes, maybe under another interpreter: standard library only.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from lamella.check.code.commands import judge
from lamella.check.code.pickled import read_pickle
from lamella.check.code.python import examine_source
from lamella.check.finding import NOTHING, Examined, Finding, Step, Unexamined, found
from lamella.check.rule import Rule
from lamella.check.secrets.rules import MOST_BYTES, find_secrets

_MOST_SCRIPT_LINES = 5_000


class Kind(StrEnum):
    """How a file is examined; several may hold."""

    PYTHON = "python"
    PTH = "pth"
    SHELL = "shell"
    PICKLE = "pickle"
    PACKAGE_JSON = "package.json"
    SECRETS = "secrets"


def examine(content: bytes, name: str, kinds: Iterable[Kind], own: frozenset[str]) -> Examined:
    """Return what the rules find in a file; paths are left empty.

    Args:
        content: The whole file.
        name: Its name without folders.
        kinds: How to look at it.
        own: Top-level packages that it may belong to.
    """
    found_all = NOTHING
    for kind in kinds:
        match kind:
            case Kind.PYTHON:
                found_all += examine_source(content, name, own)
            case Kind.PTH:
                found_all += _start_lines(content, own)
            case Kind.SHELL:
                found_all += Examined(tuple(_script(content)))
            case Kind.PICKLE:
                found_all += _pickle(content)
            case Kind.PACKAGE_JSON:
                found_all += _package_json(content)
            case Kind.SECRETS:
                found_all += Examined(find_secrets(content[:MOST_BYTES]))
    return found_all


def _start_lines(content: bytes, own: frozenset[str]) -> Examined:
    """A .pth file's code lines, each a program of its own."""
    found_all = NOTHING
    for number, line in enumerate(re.split(rb"[\r\n]+", content), 1):
        if line.startswith((b"import ", b"import\t")):
            inner = examine_source(line, "line.pth", own)
            moved = tuple(_on_line(each, number) for each in inner.findings)
            found_all += Examined(moved, inner.unexamined)
    return found_all


def _on_line(finding: Finding, line: int) -> Finding:
    steps = tuple(Step(line, step.text) for step in finding.evidence)
    return Finding(
        finding.rule, finding.severity, finding.confidence, "", line, finding.message, steps, finding.subject
    )


def _script(content: bytes) -> Iterable[Finding]:
    joined = content.decode("utf-8", "replace").replace("\\\n", " \\")
    for number, line in enumerate(joined.split("\n")[:_MOST_SCRIPT_LINES], 1):
        text = line.strip()
        judged = judge(text) if text and not text.startswith("#") else None
        if judged is not None:
            yield found(
                judged.rule, judged.message, line=number, evidence=(Step(number, text[:160]),), severity=judged.severity
            )


def _pickle(content: bytes) -> Examined:
    read = read_pickle(content)
    findings = tuple(found(Rule.UNSAFE_PICKLE, f"loading it calls {name}") for name in read.calls)
    unexamined = (
        (Unexamined("", f"a pickle that cannot be read to its end: {read.broken}", vouchable=True),)
        if read.broken
        else ()
    )
    return Examined(findings, unexamined)


_HOOKS = ("preinstall", "install", "postinstall", "prepare", "preuninstall")


def _package_json(content: bytes) -> Examined:
    import json  # noqa: PLC0415 - few layers have such a file

    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        return Examined((), (Unexamined("", f"no valid JSON: {' '.join(str(error).split())[:100]}", hides=False),))
    scripts = document.get("scripts") if isinstance(document, dict) else None
    findings: list[Finding] = []
    for hook in _HOOKS:
        command = scripts.get(hook) if isinstance(scripts, dict) else None
        if not isinstance(command, str) or command.startswith(
            ("node-gyp", "node-pre-gyp", "prebuild-install", "husky")
        ):
            continue
        shown = (Step(0, f"{hook}: {command[:160]}"),)
        judged = judge(command)
        if judged is not None:
            findings.append(found(judged.rule, judged.message, evidence=shown, severity=judged.severity))
        findings.append(found(Rule.NPM_HOOK, f"its {hook} script runs a command", evidence=shown))
    return Examined(tuple(findings))
