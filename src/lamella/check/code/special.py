"""Calls that are judged by what they are, not by where data comes from."""

import ast
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from lamella.check.code.contact import client_of_account
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.files import dropped_in
from lamella.check.code.known import (
    AWS_GRANTS,
    CAPTURES,
    RUNTIME_API,
)
from lamella.check.code.settings import variable_set
from lamella.check.code.value import Label, Value, trace_of
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_ADDRESS: Final = re.compile(r"^(bc1|[13]|0x|4)[0-9A-Za-z]{24,95}$")


def _unasked(at: Evaluator) -> Severity:
    return Severity.MEDIUM if at.module.alone else Severity.HIGH


_TO_OTHERS: Final = re.compile(r"AdministratorAccess|arn:aws[\w-]*:(?:iam|lambda|sts):[^:]*:\d{12}:")


_SPECIAL: Final = frozenset(
    {
        "os.environ.update",
        "os.environ.setdefault",
        "os.putenv",
        "os.environ.__setitem__",
        "os.dup2",
        "os.chmod",
        "shutil.rmtree",
        "pyperclip.copy",
        "win32clipboard.SetClipboardText",
        "clipboard.copy",
        "os.memfd_create",
        "mmap.mmap",
        "pip.main",
        "pip._internal.main",
        "pip._internal.cli.main.main",
        "boto3.client",
        "boto3.resource",
        "boto3.Session",
        "boto3.Session().client",
        "boto3.Session().resource",
        *CAPTURES,
    }
)


_SPECIAL_METHODS: Final = AWS_GRANTS | {
    "spawn",
    "VirtualAlloc",
    "VirtualAllocEx",
    "CreateRemoteThread",
    "mprotect",
    "VirtualProtect",
    "memmove",
    "RtlMoveMemory",
    "WriteProcessMemory",
    "RtlCopyMemory",
    "write",
}


@lru_cache(maxsize=65_536)
def may_be_special(name: str) -> bool:
    """Whether `special` has anything to say about a function."""
    return name in _SPECIAL or name.rpartition(".")[2] in _SPECIAL_METHODS or name.startswith("winreg.")


_LOADED: Final = (Label.DECODED, Label.DOWNLOADED)


def _is_machine_code(value: Value) -> bool:
    return value.known and isinstance(value.const, bytes) and len(value.const) >= 64 and not value.const.isascii()


def special(  # noqa: C901, PLR0912 - one case a function
    at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """Judge a call by what is called."""
    texts = [value.text for value in positional] + [""] * 3
    report = at.module.report
    granted = name.rpartition(".")[2] in AWS_GRANTS
    if granted and any(_TO_OTHERS.search(each.text) for each in keywords.values()):
        report(
            Rule.UNASKED_GRANT,
            node,
            f"{name.rpartition('.')[2]} gives an account or a layer that is fixed in the code its place",
            (),
        )
    elif not at.module.alone and granted and not at.module.imported.isdisjoint({"boto3", "botocore"}):
        report(Rule.UNASKED_GRANT, node, f"{name.rpartition('.')[2]} is called without being asked", ())
    match name:
        case (
            "boto3.client" | "boto3.resource" | "boto3.Session" | "boto3.Session().client" | "boto3.Session().resource"
        ):
            client_of_account(at, keywords, node)
        case "os.environ.update":
            for key, value in ((positional[0].items or {}) if positional else {}).items():
                variable_set(at, str(key), value, node)
        case "os.environ.setdefault" | "os.putenv" | "os.environ.__setitem__" if len(positional) > 1:
            variable_set(at, texts[0], positional[1], node)
        case _ if name.endswith(".spawn") and dropped_in(at, positional, node):
            report(Rule.DOWNLOAD_RUN, node, "a file that holds downloaded or decoded data is run", ())
        case "os.dup2" if at.module.networked and "socket" in at.module.imported:
            at.module.wired = True
        case "os.chmod" if dropped_in(at, positional, node):
            pass
        case "shutil.rmtree" if texts[0] in {"/", "~", "/home", "C:\\", "/var", "/opt", "/etc"}:
            report(Rule.HOSTILE_COMMAND, node, f"{texts[0]} is deleted", (), Severity.CRITICAL)
        case "pyperclip.copy" | "win32clipboard.SetClipboardText" | "clipboard.copy":
            if _ADDRESS.match(texts[0]) or ("re" in at.module.imported and at.module.captures):
                report(Rule.INPUT_CAPTURED, node, "what the user copied is replaced", ())
        case "os.memfd_create":
            report(Rule.SHELLCODE, node, "a program is made in memory alone", (), _unasked(at))
        case "mmap.mmap" if "PROT_EXEC" in at.module.words or texts[2] == "7":
            report(Rule.SHELLCODE, node, "memory is made executable", (), _unasked(at))
        case _ if name.endswith(
            (".VirtualAlloc", ".VirtualAllocEx", ".CreateRemoteThread", ".mprotect", ".VirtualProtect")
        ):
            report(Rule.SHELLCODE, node, f"{name.rpartition('.')[2]} makes memory executable", (), _unasked(at))
        case _ if name.endswith(
            (".memmove", ".RtlMoveMemory", ".WriteProcessMemory", "mmap.mmap().write", ".RtlCopyMemory")
        ):
            loaded = [
                value for value in positional if value.has(Label.DECODED, Label.DOWNLOADED) or _is_machine_code(value)
            ]
            if loaded and ("ctypes" in at.module.imported or "PROT_EXEC" in at.module.words):
                report(
                    Rule.SHELLCODE,
                    node,
                    f"{name.rpartition('.')[2]} fills memory with code that was loaded",
                    trace_of(loaded[0], *_LOADED),
                )
        case "winreg.SetValueEx" | "winreg.CreateKey" | "winreg.OpenKey" | "winreg.OpenKeyEx" if any(
            "\\run" in text.lower() for text in texts
        ) and ("Open" not in name or "SetValueEx" in at.module.words):
            report(Rule.PERSISTENCE, node, "a program is started with every login", ())
        case "pip.main" | "pip._internal.main" | "pip._internal.cli.main.main":
            severity = Severity.HIGH if at.module.alone == 0 else Severity.LOW
            report(Rule.INSTALL_AT_RUN, node, "packages are installed when the code runs", (), severity)
        case _ if name in CAPTURES:
            at.module.captures.add(CAPTURES[name])
            if CAPTURES[name] == "keys" and at.module.networked:
                report(Rule.INPUT_CAPTURED, node, "keys are captured in a module that reaches the network", ())
        case _:
            pass
    if (
        any("/runtime" in text and RUNTIME_API.search(text) for text in texts)
        and at.module.networked
        and "awslambdaric" not in at.module.own
    ):
        at.module.runtime_calls.append(node)
        report(
            Rule.RUNTIME_TAMPERED,
            node,
            "the Runtime API is called beside the runtime",
            (),
            Severity.MEDIUM if at.module.alone else None,
        )
