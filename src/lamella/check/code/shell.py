"""Commands that are run: where they come from, what they do and what they send."""

import ast
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from lamella.check.code.commands import downloaded_to, installs, is_tool, judge, sends, uploads
from lamella.check.code.contact import contacted
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.files import dropped_in
from lamella.check.code.installing import hooked
from lamella.check.code.sending import sent
from lamella.check.code.value import HOLE, UNKNOWN, Label, Value, trace_of
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_ELSEWHERE: Final = re.compile(r"--(?:extra-)?index-url|--trusted-host|git\+|https?://|-i\s+http")


_OTHER_INDEX: Final = re.compile(
    r"(?:-i|--(?:extra-)?index-url)[ =]+https?://(?!(?:pypi|files)\.(?:python|pypi)?\.?org|pypi\.org|test\.pypi)[\w.]"
)


_SHELL_PROGRAM: Final = re.compile(r"^\s*(?:/usr)?(?:/bin/)?(?:ba|z|da|k)?sh\b|^cmd(\.exe)?$|powershell", re.IGNORECASE)


_INTERPRETER: Final = re.compile(r"\b(?:ba|z|da|k)?sh\b|python|perl|node|ruby|powershell|\bcmd\b")


def run_command(
    at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """Report what a command does, and doubtful data in it."""
    first = positional[0] if positional else keywords.get("args", keywords.get("cmd", UNKNOWN))
    arguments = list(positional) if name.startswith(_SEVERAL) else [first, *_given(first, keywords)]
    command = " ".join(argument.text for argument in arguments if argument.text)
    _doubtful(at, name, arguments, node, sends_data=sends(command))
    _inner_python(at, first, command, node)
    judged = judge(command)
    if judged is not None:
        shown = (at.module.step(node, command[:160].replace(HOLE, "...")),)
        at.module.report(judged.rule, node, judged.message, shown, judged.severity)
    _to_addresses(at, name, first, command, node)
    _of_files(at, arguments, command, node)
    if _SHELL_PROGRAM.search(first.text) and (at.module.wired or _is_wired(keywords)):
        message = "a shell whose input and output are a network connection"
        at.module.report(Rule.REVERSE_SHELL, node, message, ())
    if installs(command):
        _installed(at, command, node)
    what = f"runs {command[:80].replace(HOLE, '...') or 'a command'}"
    hooked(at, node, what, quiet=is_tool(command) and judged is None)


_SEVERAL: Final = ("os.exec", "os.spawn", "os.posix_spawn", "asyncio.create_subprocess_exec")


def _given(first: Value, keywords: Mapping[str, Value]) -> list[Value]:
    """Return what is run besides the command: another program, and the input of one that executes it."""
    found = [keywords["executable"]] if "executable" in keywords else []
    ran = {*first.names, *(name for item in (first.items or {}).values() for name in item.names)}
    if "input" in keywords and (_INTERPRETER.search(first.text) or "sys.executable" in ran):
        found.append(keywords["input"])
    return found


def _doubtful(at: Evaluator, name: str, arguments: Sequence[Value], node: ast.AST, *, sends_data: bool) -> None:
    for argument in arguments:
        if argument.has(Label.DOWNLOADED):
            trace = trace_of(argument, Label.DOWNLOADED)
            at.module.report(Rule.REMOTE_COMMAND, node, f"data from the network reaches {name}", trace)
        elif argument.has(Label.REQUEST):
            trace = trace_of(argument, Label.REQUEST)
            at.module.report(Rule.REMOTE_COMMAND, node, f"what a caller sends reaches {name}", trace, Severity.HIGH)
        elif argument.has(Label.DECODED):
            trace = trace_of(argument, Label.DECODED)
            at.module.report(Rule.DECODED_EXEC, node, f"decoded data reaches {name}", trace)
        if sends_data:
            sent(at, name, [argument], {}, node, sure=True)


def _to_addresses(at: Evaluator, name: str, first: Value, command: str, node: ast.AST) -> None:
    words = _words(first)
    if uploads(command) and any(not word.known for word in words):
        message = "a command that sends data of the program to a fixed address"
        at.module.report(Rule.HOSTILE_COMMAND, node, message, ())
    if sends(command):
        contacted(at, name, [each for each in words if "://" in each.text], {}, node, None)


def _of_files(at: Evaluator, arguments: Sequence[Value], command: str, node: ast.AST) -> None:
    downloads = downloaded_to(command)
    for path in downloads:
        at.module.dropped.setdefault(path, (at.module.step(node),))
    if _IN_MEMORY.search(command):
        at.module.report(Rule.SHELLCODE, node, "a program that is in memory alone is run", ())
    dropped = dropped_in(at, arguments, node) if not downloads else None
    if dropped is not None:
        evidence = next(iter(at.module.dropped.values()))
        message = f"{dropped.replace(HOLE, '...')} holds downloaded or decoded data and is run"
        at.module.report(Rule.DOWNLOAD_RUN, node, message, evidence)


def _installed(at: Evaluator, command: str, node: ast.AST) -> None:
    if at.module.alone == 0 or _OTHER_INDEX.search(command):
        severity = Severity.HIGH
    else:
        severity = Severity.MEDIUM if _ELSEWHERE.search(command) else Severity.LOW
    at.module.report(Rule.INSTALL_AT_RUN, node, "packages are installed when the code runs", (), severity)


def _words(command: Value) -> list[Value]:
    return list(command.items.values()) if command.items else [Value(text=each) for each in command.text.split()]


_INLINE: Final = re.compile(r"\bpython[0-9.]*\s+-c\s+(['\"])(.*?)\1", re.DOTALL)


def _inner_python(at: Evaluator, first: Value, command: str, node: ast.AST) -> None:
    """Analyse the program that is given to another Python with `-c`."""
    items = list((first.items or {}).values())
    for before, after in itertools.pairwise(items):
        if before.text == "-c" and after.known and isinstance(after.const, str):
            at.execute_text(after.const, node)
    inline = _INLINE.search(command)
    if inline is not None:
        at.execute_text(inline[2], node)


def _is_wired(keywords: Mapping[str, Value]) -> bool:
    return any("socket.socket()" in name for key in ("stdin", "stdout") for name in keywords.get(key, UNKNOWN).names)


def run_file(at: Evaluator, name: str, arguments: Sequence[Value], node: ast.AST) -> None:
    """Report a file of doubtful origin that is run or put on the path of imports."""
    dropped = dropped_in(at, arguments, node)
    if dropped is not None:
        evidence = next(iter(at.module.dropped.values()))
        at.module.report(
            Rule.DOWNLOAD_RUN,
            node,
            f"{dropped.replace(HOLE, '...')} holds downloaded or decoded data and reaches {name}",
            evidence,
        )
    for argument in arguments:
        if name.startswith("runpy") and argument.has(Label.DOWNLOADED):
            at.module.report(
                Rule.DOWNLOADED_EXEC,
                node,
                f"data from the network reaches {name}",
                trace_of(argument, Label.DOWNLOADED),
            )


_IN_MEMORY: Final = re.compile(r"^(?:\s*)/proc/[^/ ]+/fd/")
