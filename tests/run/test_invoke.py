"""What happens around a sandbox, with one made of answers."""

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from lamella.build.removals import Removals, Why
from lamella.model.target import Target
from lamella.run.invoke import Sent, invoke
from lamella.run.layers_to_run import LayerToRun
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.maker import SandboxLike
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report

TARGET = Target.parse("python3.12/x86_64")
FUNCTION = Function(TARGET, "app.handler")
REPORT = Report("1", 1.0, 2.0, 512, 40)
GOOD = Invocation("1", None, REPORT, "")
BAD = Invocation("{}", FunctionError("FileNotFoundError", "no such file"), REPORT, "")
WHY = Why("traced", "unread", "no test reads it")


@dataclasses.dataclass
class Answers:
    """Sandboxes that give these answers in turn; `opened` are the rules of each."""

    answers: Sequence[Invocation]
    opened: list[Rules] = dataclasses.field(default_factory=list)
    sent: int = 0
    isolation: Isolation = dataclasses.field(default_factory=lambda: Isolation(Mechanism.NAMESPACES))

    @contextmanager
    def __call__(self, function: Function, layers: Sequence[Path], rules: Rules) -> Iterator[SandboxLike]:
        assert (function, {path.name for path in layers}) == (FUNCTION, {"x.zip"})
        self.opened.append(rules)
        yield self

    def invoke(self, event: object) -> Invocation:
        assert event == {"a": 1}
        self.sent += 1
        return self.answers[self.sent - 1]

    def accessed(self) -> tuple[str, ...]:
        return ()


def removed(*paths: str) -> Removals:
    return Removals(dict.fromkeys(paths, WHY), (3, 12))


def layer(removals: Removals | None = None, size_bytes: int = 1, target: Target | None = TARGET) -> LayerToRun:
    return LayerToRun(Path("x.zip"), target, removals, size_bytes)


@pytest.mark.parametrize(("count", "answers", "sent"), [(1, [GOOD], 1), (3, [GOOD] * 3, 3), (3, [GOOD, BAD], 2)])
def test_the_event_is_sent_until_an_error(count: int, answers: list[Invocation], sent: int) -> None:
    sandboxes = Answers(answers)
    invoked = invoke(FUNCTION, [layer()], Sent({"a": 1}, count), sandboxes)
    assert invoked.invocations == tuple(answers)
    assert invoked.failed == (answers[-1] is BAD)
    assert (sandboxes.sent, len(sandboxes.opened)) == (sent, 1)


def test_after_a_failure_it_looks_for_what_the_build_removed() -> None:
    again = dataclasses.replace(BAD, probed=("python/x/data.json", "python/y/__init__.py"))
    sandboxes = Answers([BAD, again])
    invoked = invoke(FUNCTION, [layer(removed("python/x/data.json", "python/x/other.json"))], Sent({"a": 1}), sandboxes)
    assert sandboxes.opened == [Rules(), Rules(probed=True)]
    assert invoked.missed == ("python/x/data.json",)
    assert invoked.keep == 'keep = ["python/x/data.json"]'
    assert invoked.invocations == (BAD,)


@pytest.mark.parametrize("removals", [None, removed()])
def test_where_nothing_was_removed_nothing_runs_again(removals: Removals | None) -> None:
    sandboxes = Answers([BAD])
    assert invoke(FUNCTION, [layer(removals)], Sent({"a": 1}), sandboxes).missed == ()


def test_a_module_that_the_build_removed_is_named_by_the_error_alone() -> None:
    error = FunctionError("Runtime.ImportModuleError", "Unable to import module 'app': No module named 'x.m'")
    sandboxes = Answers([BAD, dataclasses.replace(BAD, error=error)])
    assert invoke(FUNCTION, [layer(removed("python/x/m.py"))], Sent({"a": 1}), sandboxes).missed == ("python/x/m.py",)


def test_a_module_whose_import_error_was_swallowed_is_named_by_the_log() -> None:
    line = '{"event": "lamella.absent", "level": "ERROR", "layer": "x", "module": "x.m", "keep": "python/x/m.py"}\n'
    sandboxes = Answers([BAD, dataclasses.replace(BAD, logs=line)])
    assert invoke(FUNCTION, [layer(removed("python/x/m.py"))], Sent({"a": 1}), sandboxes).missed == ("python/x/m.py",)


OTHER = Target.parse("python3.11/x86_64")


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([layer()], []),
        ([layer()] * 6, ["6 layers; AWS allows 5"]),
        ([layer(size_bytes=200_000_000)] * 2, ["400,000,000 bytes unzipped"]),
        ([layer(target=OTHER)], ["x.zip was built for python3.11/x86_64, and this is python3.12/x86_64"]),
        ([layer(target=None)], []),
    ],
)
def test_what_aws_would_refuse_is_said(layers: list[LayerToRun], words: list[str]) -> None:
    notes = invoke(FUNCTION, layers, Sent({"a": 1}), Answers([GOOD])).notes
    assert len(notes) == len(words)
    assert all(word in note for word, note in zip(words, notes, strict=True))
