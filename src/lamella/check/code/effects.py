"""What a call of a named function does with its arguments: where does data go."""

import ast
import itertools
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, assert_never

from lamella.check.code.callables import Sink
from lamella.check.code.contact import client_of_account, contacted, given_to_account
from lamella.check.code.commands import downloaded_to, installs, is_tool, judge, sends, uploads
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.files import dropped_in
from lamella.check.code.known import (
    AWS_GRANTS,
    AWS_SENDS,
    CAPTURES,
    HOOKS,
    MAKES_ONLY,
    NETWORK_HOOKS,
    REMOTE_OBJECTS,
    REQUESTS,
    RUNTIME_API,
    SENDING_METHODS,
    SENDS_SOMETHING,
    SINKS,
    canonical,
)
from lamella.check.code.pickled import read_pickle
from lamella.check.code.sending import looked_up, sent
from lamella.check.code.settings import variable_set
from lamella.check.code.value import HOLE, UNKNOWN, Label, Trace, Value
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_ELSEWHERE: Final = re.compile(r"--(?:extra-)?index-url|--trusted-host|git\+|https?://|-i\s+http")
_OTHER_INDEX: Final = re.compile(
    r"(?:-i|--(?:extra-)?index-url)[ =]+https?://(?!(?:pypi|files)\.(?:python|pypi)?\.?org|pypi\.org|test\.pypi)[\w.]"
)
_SHORTEST_PROGRAM: Final = 24
_PROGRAM: Final = re.compile(
    r"\bimport\b|__import__|\bexec\b|\beval\b|curl |wget |/dev/tcp|/bin/(?:ba)?sh|powershell|\bnc "
)
_SHELL_PROGRAM: Final = re.compile(r"^\s*(?:/usr)?(?:/bin/)?(?:ba|z|da|k)?sh\b|^cmd(\.exe)?$|powershell", re.IGNORECASE)
_INTERPRETER: Final = re.compile(r"\b(?:ba|z|da|k)?sh\b|python|perl|node|ruby|powershell|\bcmd\b")
_ADDRESS: Final = re.compile(r"^(bc1|[13]|0x|4)[0-9A-Za-z]{24,95}$")


_WRITES: Final = (".write", ".write_text", ".write_bytes", ".writelines", ".writestr")


def effects(
    at: Evaluator, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """Report what a call does that it should not."""
    for each in function.names:
        name = canonical(each).removesuffix(".__init__")
        if _may_be_special(name) or any("/runtime" in value.text for value in positional):
            _special(at, name, positional, keywords, node)
        if name.endswith(_WRITES) or (name == "builtins.print" and "file" in keywords):
            for written in positional:
                judge_text(at, written.text, node)
        sink = SINKS.get(name)
        if sink is None:
            if name in REQUESTS:
                contacted(at, name, positional, keywords, node, None)
            if name.startswith(REMOTE_OBJECTS):
                sent(at, name, positional, keywords, node, sure=True, host_of=_host(name, function))
                contacted(at, name, (), {}, node, _host(name, function))
                continue
            if SENDS_SOMETHING.search(name) and (host := _host(name, function)) is not None and "://" in host.text:
                contacted(at, name, (), {}, node, host)
            if name.startswith(("boto3.", "?.")) and name.rpartition(".")[2] in AWS_SENDS:
                given_to_account(at, name, keywords, node)
            if (
                name.rpartition(".")[2] in SENDING_METHODS
                and at.module.networked
                and not name.startswith(("logging", "os."))
            ):
                sent(at, name, positional, keywords, node, sure=False)
                if positional and "://" in positional[0].text:
                    contacted(at, name, positional, keywords, node, None)
            continue
        arguments = [*positional, *(value for key, value in keywords.items() if key not in {"env", "cwd"})]
        match sink:
            case Sink.EXECUTE:
                _executed(at, name, positional or list(keywords.values()), node)
            case Sink.UNPICKLE:
                _unpickled(at, arguments, node)
            case Sink.SHELL:
                _run(at, name, positional, keywords, node)
            case Sink.RUN_FILE:
                _file_run(at, name, arguments, node)
            case Sink.NETWORK:
                sent(at, name, positional, keywords, node, sure=True, host_of=_host(name, function))
                if name not in MAKES_ONLY:
                    contacted(at, name, positional, keywords, node, _host(name, function))
                _hooked(at, node, "reaches the network", quiet=False)
            case Sink.LOOKUP:
                looked_up(at, arguments, node)
                if any(HOLE in each.text for each in positional[:1]):
                    contacted(at, name, positional, keywords, node, None)
            case _:
                assert_never(sink)


def _host(name: str, function: Value) -> Value | None:
    """Return the first argument of the connection whose method is called."""
    if "()" not in name:
        return None
    first = (function.items or {}).get("0")
    # A client may be made of a transport that was made with the address.
    return first.items["0"] if first is not None and not first.text and first.items and "0" in first.items else first


def _by_order(at: Evaluator) -> Severity | None:
    # Whoever calls a function with an address to load code from gets what was asked for.
    return Severity.MEDIUM if at.module.alone and not at.module.contacts else None


def _unasked(at: Evaluator) -> Severity:
    return Severity.MEDIUM if at.module.alone else Severity.HIGH


def trace_of(value: Value, *labels: Label) -> Trace:
    """Return how data of the first of the labels came here."""
    for label in labels:
        for (each, _), trace in value.taints.items():
            if each is label:
                return trace
    return ()


def _executed(at: Evaluator, name: str, positional: Sequence[Value], node: ast.AST) -> None:
    arguments = positional if name.startswith("types.") else positional[:1]
    for argument in arguments:
        if argument.has(Label.DOWNLOADED):
            at.module.report(
                Rule.DOWNLOADED_EXEC,
                node,
                f"data from the network reaches {name}",
                trace_of(argument, Label.DOWNLOADED),
                _by_order(at),
            )
        elif argument.has(Label.REQUEST):
            trace = trace_of(argument, Label.REQUEST)
            at.module.report(Rule.REMOTE_COMMAND, node, f"what a caller sends reaches {name}", trace, Severity.HIGH)
        elif argument.has(Label.DECODED, Label.PIXELS, Label.ASSEMBLED):
            trace = trace_of(argument, Label.DECODED, Label.PIXELS, Label.ASSEMBLED)
            at.module.report(Rule.DECODED_EXEC, node, f"decoded data reaches {name}", trace)
        elif HOLE in argument.text and _ADDED.search(argument.text) and _loads(at):
            at.module.report(
                Rule.PATCHED_MODULE, node, "code is added to other modules as they are imported", (), Severity.HIGH
            )
        elif _made_to_hide(argument):
            at.module.report(Rule.DECODED_EXEC, node, f"a text that is put together to hide it reaches {name}", ())
        if (
            argument.known
            and isinstance(argument.const, str | bytes)
            and name in {"builtins.exec", "builtins.eval", "builtins.compile"}
        ):
            at.execute_text(argument.text, node)


def judge_text(at: Evaluator, text: str, node: ast.AST) -> None:
    """Judge a program that is written to a file, or kept as a text, as if it were a module of its own."""
    if len(text) < _SHORTEST_PROGRAM or _PROGRAM.search(text) is None:
        return
    source = textwrap.dedent(text.replace(HOLE, "_"))
    at.judge_program(source, node)
    for line in source.splitlines()[:200]:
        judged = judge(line) if line.strip() and not line.lstrip().startswith("#") else None
        if judged is not None and judged.severity >= Severity.HIGH:
            at.module.report(
                judged.rule,
                node,
                f"{judged.message}, in a text that is written",
                (at.module.step(node, line.strip()[:160]),),
                judged.severity,
            )


_ADDED: Final = re.compile(r"\n\s*(?:def|import|from|class) \w|\n\w+ = ")


def _loads(at: Evaluator) -> bool:
    return at.inside is not None and any(base.startswith(("importlib.", "zipimport.")) for base in at.inside.bases)


def _made_to_hide(value: Value) -> bool:
    # Templates are put together as well, from lines; what hides is put together within words.
    return (
        value.hidden
        and value.known
        and isinstance(value.const, str)
        and bool(re.search(r"__import__|\bexec\b|\bsystem\b", value.const))
    )


def _unpickled(at: Evaluator, arguments: Sequence[Value], node: ast.AST) -> None:
    for argument in arguments[:1]:
        if argument.has(Label.DOWNLOADED):
            at.module.report(
                Rule.DOWNLOADED_EXEC,
                node,
                "data from the network is unpickled",
                trace_of(argument, Label.DOWNLOADED),
                Severity.HIGH,
            )
        elif argument.known and isinstance(argument.const, bytes):
            for name in read_pickle(argument.const).calls:
                at.module.report(
                    Rule.UNSAFE_PICKLE, node, f"loading the pickle calls {name}", trace_of(argument, Label.DECODED)
                )


def _run(at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST) -> None:
    first = positional[0] if positional else keywords.get("args", keywords.get("cmd", UNKNOWN))
    several = name.startswith(("os.exec", "os.spawn", "os.posix_spawn", "asyncio.create_subprocess_exec"))
    arguments = (
        list(positional) if several else [first, *(keywords[key] for key in ("input", "executable") if key in keywords)]
    )
    ran = {*first.names, *(name for item in (first.items or {}).values() for name in item.names)}
    if "input" in keywords and not _INTERPRETER.search(first.text) and "sys.executable" not in ran:
        arguments.remove(keywords["input"])
    command = " ".join(argument.text for argument in arguments if argument.text)
    report = at.module.report
    for argument in arguments:
        if argument.has(Label.DOWNLOADED):
            report(
                Rule.REMOTE_COMMAND, node, f"data from the network reaches {name}", trace_of(argument, Label.DOWNLOADED)
            )
        elif argument.has(Label.REQUEST):
            trace = trace_of(argument, Label.REQUEST)
            report(Rule.REMOTE_COMMAND, node, f"what a caller sends reaches {name}", trace, Severity.HIGH)
        elif argument.has(Label.DECODED):
            report(Rule.DECODED_EXEC, node, f"decoded data reaches {name}", trace_of(argument, Label.DECODED))
        if sends(command):
            sent(at, name, [argument], {}, node, sure=True)
    _inner_python(at, first, command, node)
    judged = judge(command)
    if judged is not None:
        report(
            judged.rule,
            node,
            judged.message,
            (at.module.step(node, command[:160].replace(HOLE, "...")),),
            judged.severity,
        )
    if uploads(command) and any(not word.known for word in _words(first)):
        report(Rule.HOSTILE_COMMAND, node, "a command that sends data of the program to a fixed address", ())
    if sends(command):
        contacted(at, name, [each for each in _words(first) if "://" in each.text], {}, node, None)
    for path in downloaded_to(command):
        at.module.dropped.setdefault(path, (at.module.step(node),))
    if _IN_MEMORY.search(command):
        report(Rule.SHELLCODE, node, "a program that is in memory alone is run", ())
    dropped = dropped_in(at, arguments, node) if not downloaded_to(command) else None
    if dropped is not None:
        evidence = next(iter(at.module.dropped.values()))
        report(
            Rule.DOWNLOAD_RUN,
            node,
            f"{dropped.replace(HOLE, '...')} holds downloaded or decoded data and is run",
            evidence,
        )
    if _SHELL_PROGRAM.search(first.text) and (at.module.wired or _is_wired(keywords)):
        report(Rule.REVERSE_SHELL, node, "a shell whose input and output are a network connection", ())
    if installs(command):
        elsewhere = _ELSEWHERE.search(command) is not None
        foreign = _OTHER_INDEX.search(command) is not None
        severity = Severity.HIGH if at.module.alone == 0 or foreign else Severity.MEDIUM if elsewhere else Severity.LOW
        report(Rule.INSTALL_AT_RUN, node, "packages are installed when the code runs", (), severity)
    _hooked(
        at, node, f"runs {command[:80].replace(HOLE, '...') or 'a command'}", quiet=is_tool(command) and judged is None
    )


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


def _hooked(at: Evaluator, node: ast.AST, what: str, *, quiet: bool) -> None:
    if quiet or not at.module.own.isdisjoint(_INSTALLERS):
        return
    hooks = HOOKS if "network" not in what else NETWORK_HOOKS
    if at.inside is not None and any(hooks.search(base) for base in at.inside.bases):
        at.module.report(Rule.INSTALL_HOOK, node, f"an installation {what}", ())
    elif at.module.is_setup and at.module.in_function == 0:
        at.module.report(Rule.INSTALL_HOOK, node, f"setup.py {what}", ())


_INSTALLERS: Final = frozenset({"setuptools", "distutils", "pip", "wheel", "hatchling", "flit_core", "poetry"})


def _file_run(at: Evaluator, name: str, arguments: Sequence[Value], node: ast.AST) -> None:
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
_TO_OTHERS: Final = re.compile(r"AdministratorAccess|arn:aws[\w-]*:(?:iam|lambda|sts):[^:]*:\d{12}:")
_SPECIAL: Final = frozenset(
    {"os.environ.update", "os.environ.setdefault", "os.putenv", "os.environ.__setitem__", "os.dup2", "os.chmod", "shutil.rmtree", "pyperclip.copy",
     "win32clipboard.SetClipboardText", "clipboard.copy", "os.memfd_create", "mmap.mmap", "pip.main", "pip._internal.main", "pip._internal.cli.main.main",
     "boto3.client", "boto3.resource", "boto3.Session", "boto3.Session().client", "boto3.Session().resource", *CAPTURES})  # fmt: skip
_SPECIAL_METHODS: Final = AWS_GRANTS | {
    "spawn", "VirtualAlloc", "VirtualAllocEx", "CreateRemoteThread", "mprotect", "VirtualProtect", "memmove", "RtlMoveMemory", "WriteProcessMemory", "RtlCopyMemory", "write"}  # fmt: skip


@lru_cache(maxsize=65_536)
def _may_be_special(name: str) -> bool:
    return name in _SPECIAL or name.rpartition(".")[2] in _SPECIAL_METHODS or name.startswith("winreg.")


_LOADED: Final = (Label.DECODED, Label.DOWNLOADED)


def _is_machine_code(value: Value) -> bool:
    return value.known and isinstance(value.const, bytes) and len(value.const) >= 64 and not value.const.isascii()


def _special(  # noqa: C901, PLR0912 - one case a function
    at: Evaluator, name: str, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """What is no flow from one place to another."""
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
