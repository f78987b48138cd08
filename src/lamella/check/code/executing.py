"""Data that reaches what executes or unpickles it, and programs that are written as texts."""

import ast
import re
import textwrap
from collections.abc import Sequence
from typing import Final

from lamella.check.code.commands import judge
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.pickled import read_pickle
from lamella.check.code.value import HOLE, Label, Value, trace_of
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_SHORTEST_PROGRAM: Final = 24


_PROGRAM: Final = re.compile(
    r"\bimport\b|__import__|\bexec\b|\beval\b|curl |wget |/dev/tcp|/bin/(?:ba)?sh|powershell|\bnc "
)


def _by_order(at: Evaluator) -> Severity | None:
    # Whoever calls a function with an address to load code from gets what was asked for.
    return Severity.MEDIUM if at.module.alone and not at.module.contacts else None


def executed(at: Evaluator, name: str, positional: Sequence[Value], node: ast.AST) -> None:
    """Report data of doubtful origin that is executed as Python code."""
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


def unpickled(at: Evaluator, arguments: Sequence[Value], node: ast.AST) -> None:
    """Report data of doubtful origin that is unpickled, and pickles that call functions."""
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
