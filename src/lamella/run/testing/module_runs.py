"""Imports modules and loads entry points of a layer in sandboxes."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, assert_never

from lamella.archive.modules import Named, TopLevel
from lamella.errors import LamellaError
from lamella.model.target import Target
from lamella.model.tested import Check, Failed, Kind, NotRun, Outcome, Passed
from lamella.run.testing.ran import Ran
from lamella.run.testing.subject import Subject
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.maker import SandboxLike, SandboxMaker
from lamella.sandbox.probe import verdict
from lamella.sandbox.probe.answer import Answer, answer_of, entry_point_question, module_question

# Lambda stops an init after 10 s; a slow machine gets more, so that slowness is no failure here.
_IMPORT_TIMEOUT_S = 45.0
_INVOKE_TIMEOUT_S = 60.0
_MEMORY_MB = 3008


@dataclass(frozen=True, slots=True)
class Wanted:
    """A module that the layer's tests name."""

    name: str


Asked = TopLevel | Named | Wanted


def kind_of(asked: Asked) -> Kind:
    """Return what a question is about."""
    match asked:
        case TopLevel():
            return Kind.MODULE
        case Named():
            return Kind.ENTRY_POINT
        case Wanted():
            return Kind.IMPORT
        case _:
            assert_never(asked)


def title_of(asked: Asked) -> str:
    """Return the name of a question's check."""
    return f"{asked.distribution} {asked.group} {asked.name}" if isinstance(asked, Named) else asked.name


def probe_code() -> AbstractContextManager[Path]:
    """The folder that becomes the probe's /var/task, as long as the context lasts."""
    return as_file(files("lamella.sandbox.probe") / "task")


def ask_all(subject: Subject, asked: Sequence[Asked], sandboxes: SandboxMaker, rules: Rules, code: Path) -> Ran:
    """Ask questions one after the other in one sandbox, each in a process of its own.

    Args:
        subject: The layer.
        asked: At least one.
        sandboxes: Makes the sandbox.
        rules: For it.
        code: From `probe_code`.
    """
    checks: list[Check] = []
    recompiled: set[str] = set()
    try:
        with sandboxes(_function(subject.target, code), [subject.archive], rules) as sandbox:
            for each in asked:
                check, compiled = _ask(sandbox, each, subject)
                checks.append(check)
                recompiled |= compiled
            accessed = frozenset(sandbox.accessed()) if rules.traced else frozenset()
            return Ran(tuple(checks), accessed, (), frozenset(recompiled), len(checks), sandbox.isolation)
    except LamellaError as error:
        rest = [Check(title_of(each), kind_of(each), NotRun(error.in_one_line)) for each in asked[len(checks) :]]
        return Ran((*checks, *rest), recompiled=frozenset(recompiled), imported=len(checks))


def _function(target: Target, code: Path) -> Function:
    return Function(
        target, "probe.handler", code, memory_mb=_MEMORY_MB, timeout_s=_INVOKE_TIMEOUT_S, name="lamella-test"
    )


def _ask(sandbox: SandboxLike, asked: Asked, subject: Subject) -> tuple[Check, frozenset[str]]:
    started = time.perf_counter()
    invocation = sandbox.invoke(_question(asked))
    answer = None if invocation.error else answer_of(invocation.payload)
    outcome: Outcome
    if invocation.error:
        # The probe itself never fails: what stopped it is the sandbox or the layer's own start-up code.
        error = invocation.error
        outcome = Failed(f"{error.error_type}: {error.message}", error.hint, invocation.logs)
    elif answer is None:
        outcome = Failed("the probe's answer is not readable", details=invocation.payload)
    else:
        outcome = _outcome(asked, answer, subject)
    check = Check(title_of(asked), kind_of(asked), outcome, time.perf_counter() - started)
    return check, frozenset(answer.recompiled if answer else ())


def _question(asked: Asked) -> dict[str, Any]:
    match asked:
        case TopLevel(name) | Wanted(name):
            return module_question(name, _IMPORT_TIMEOUT_S)
        case Named():
            return entry_point_question(asked, _IMPORT_TIMEOUT_S)
        case _:
            assert_never(asked)


def _outcome(asked: Asked, answer: Answer, subject: Subject) -> Outcome:
    if answer.error is None:
        return Passed()
    match asked:
        case TopLevel(name, _, distribution):
            return verdict.of_offer(answer.error, distribution, name, subject.facts)
        case Named(distribution):
            return verdict.of_offer(answer.error, distribution, "", subject.facts)
        case Wanted():
            return verdict.of_import(answer.error, subject.facts)
        case _:
            assert_never(asked)
