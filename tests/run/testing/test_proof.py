"""What a proof asks, compares and blames."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from lamella.errors import BuildError, ToolError
from lamella.model.evidence import Evidence
from lamella.model.layer import Layer, Slim, Slimming
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.model.ports import ProofFailure, Prover, Untraceable
from lamella.model.target import Target
from lamella.run.testing import proof
from lamella.run.testing.proof import SandboxProver
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import FunctionError, Invocation
from sandboxes import FakeSandboxes, Reply, imported, invocation

TARGET = Target.parse("python3.12/x86_64")
INFO = {
    "python/foo-1.dist-info/METADATA": "Name: foo\nVersion: 1\n",
    "python/foo-1.dist-info/RECORD": "foo/__init__.py,,\nfoo/part.py,,\nfoo/data.json,,\n",
}
WHOLE = {"python/foo/__init__.py": "", "python/foo/part.py": "", "python/foo/data.json": "", **INFO}
SLIM = {"python/foo/__init__.py": "", **INFO}
LAYER = Layer(
    "data",
    ("foo",),
    (TARGET,),
    slimming=Slimming(Slim.TRACED),
    test=LayerTest(("foo",), (FunctionTest("code", "app.handler", "events.json"),), max_memory_mb=1),
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("one")
    (tmp_path / "events.json").write_text("[1, 2]")

    class Found:
        identity = "cpython-3.12.7"

    monkeypatch.setattr(proof, "interpreter_for", lambda *_: Found())
    return tmp_path


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def prover(root: Path, reply: Reply, accessed: tuple[str, ...] = ("python/foo/__init__.py",)) -> SandboxProver:
    made: Prover = SandboxProver(root, {}, root / "cache", lambda _: FakeSandboxes(reply, accessed))
    assert isinstance(made, SandboxProver)
    return made


def answering(answer: Callable[[Any, Rules], Invocation]) -> Reply:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        return imported() if function.handler == "probe.handler" else answer(event, rules)

    return reply


def no_runtime(*_: object) -> Invocation:
    raise ToolError("no runtime")


def test_a_trace_is_evidence_of_what_was_read_and_run(root: Path) -> None:
    reply = answering(lambda event, _: invocation(event))
    found = prover(root, reply).trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    assert isinstance(found, Evidence)
    assert found.files == ("python/foo/__init__.py",)
    assert found.runs == ("import foo", "code app.handler: 2 events")
    assert (found.target, found.interpreter, found.given_back) == ("python3.12/x86_64", "cpython-3.12.7", ())
    assert found.inputs_sha256 == prover(root, reply).inputs_digest(LAYER, TARGET)


def test_the_digest_changes_with_all_that_is_run_and_with_nothing_else(root: Path) -> None:
    reply = answering(lambda event, _: invocation(event))
    seen = [prover(root, reply).inputs_digest(LAYER, TARGET)]
    for path, text in (("code/app.py", "two"), ("code/more.py", ""), ("events.json", "[3]")):
        (root / path).write_text(text)
        seen.append(prover(root, reply).inputs_digest(LAYER, TARGET))
    seen.append(prover(root, reply).inputs_digest(replace(LAYER, test=replace(LAYER.test, imports=())), TARGET))
    seen.append(prover(root, reply).inputs_digest(LAYER, Target.parse("python3.13/x86_64")))
    assert len(set(seen)) == len(seen)
    (root / "code" / "__pycache__").mkdir()
    (root / "code" / "__pycache__" / "app.pyc").write_text("x")
    again = replace(LAYER, test=replace(LAYER.test, max_memory_mb=7))
    (root / "events.json").write_text("[3]")
    assert prover(root, reply).inputs_digest(again, TARGET) == seen[3]


def test_what_cannot_be_traced_says_why(root: Path) -> None:
    whole = zipped(root / "whole.zip", WHOLE)
    echo = answering(lambda event, _: invocation(event))
    untested = replace(LAYER, test=LayerTest())
    for found, reason in (
        (prover(root, echo).trace(whole, untested, TARGET), "no tests"),
        (prover(root, no_runtime).trace(whole, LAYER, TARGET), "no runtime"),
        (prover(root, echo, ()).trace(whole, LAYER, TARGET), "does not see which files are read"),
    ):
        assert isinstance(found, Untraceable)
        assert reason in found.reason


def test_tests_that_fail_before_slimming_are_an_error(root: Path) -> None:
    reply = answering(lambda *_: invocation(error=FunctionError("KeyError", "x")))
    with pytest.raises(BuildError, match="fails its tests before it is slimmed") as caught:
        prover(root, reply).trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    assert "event 1: KeyError: x" in caught.value.why


def test_the_same_answers_prove_a_layer_whatever_its_budgets(root: Path) -> None:
    made = prover(root, answering(lambda event, _: invocation(event)))
    made.trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    assert made.proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).passed


def test_a_silently_different_answer_is_a_failure_that_names_what_was_looked_for(root: Path) -> None:
    slim: list[bool] = []

    def answer(event: Any, rules: Rules) -> Invocation:
        if slim and event == 2:
            return invocation("other", probed=("python/foo/data.json", "python/none") if rules.probed else ())
        return invocation(event)

    made = prover(root, answering(answer))
    made.trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    slim.append(True)
    assert made.proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).failures == (
        ProofFailure(
            'function code app.handler event 2: another answer than the whole layer gives: $ is "other", expected 2',
            ("python/foo/data.json",),
        ),
    )


def test_answers_that_differ_each_time_are_not_compared_and_the_evidence_says_so(root: Path) -> None:
    numbers = count()
    made = prover(root, answering(lambda event, _: invocation(next(numbers) if event == 1 else event)))
    found = made.trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    assert isinstance(found, Evidence)
    assert found.runs[1] == "code app.handler: 2 events, not compared since the answers differ each time: event 1"
    assert made.proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).passed


@pytest.mark.parametrize(
    ("error", "give_back"),
    [
        (FunctionError("ImportError", "No module named 'foo.part'"), ("python/foo/part.py",)),
        (FunctionError("OSError", "x", ('File "/opt/python/foo/__init__.py", line 1, in <module>',)), ("foo==1",)),
        (FunctionError("OSError", "x", ('File "/var/task/app.py", line 1',)), ()),
    ],
)
def test_failures_name_what_to_give_back(error: FunctionError, give_back: tuple[str, ...], root: Path) -> None:
    slim: list[bool] = []
    made = prover(root, answering(lambda event, _: invocation(event, error=error if slim and event == 1 else None)))
    made.trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    slim.append(True)
    [failure] = made.proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).failures
    assert failure.what.startswith("function code app.handler event 1: ")
    assert failure.give_back == give_back


def test_a_held_module_that_needs_what_no_test_uses_proves_still(root: Path) -> None:
    slim: list[bool] = []

    def reply(function: Function, _: Rules, event: Any) -> Invocation:
        if function.handler != "probe.handler":
            return invocation(event)
        return imported("No module named 'foo.part'", "foo.part") if slim and len(slim) > 1 else imported()

    made = prover(root, reply)
    made.trace(zipped(root / "whole.zip", WHOLE), replace(LAYER, test=replace(LAYER.test, imports=())), TARGET)
    slim += [True, True]
    without_import = replace(LAYER, test=replace(LAYER.test, imports=()))
    assert made.proves(zipped(root / "slim.zip", SLIM), without_import, TARGET).passed
    [failure] = made.proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).failures
    assert failure.give_back == ("python/foo/part.py",)


def test_a_layer_whose_tests_cannot_be_run_is_not_proved(root: Path) -> None:
    with pytest.raises(BuildError, match="could not be tested"):
        prover(root, no_runtime).proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET)


def test_events_are_json_whatever_they_are(root: Path) -> None:
    (root / "events.json").write_text(json.dumps([None, [1], "text"]))
    reply = answering(lambda event, _: invocation(event))
    found = prover(root, reply).trace(zipped(root / "whole.zip", WHOLE), LAYER, TARGET)
    assert isinstance(found, Evidence)
    assert found.runs[1] == "code app.handler: 3 events"


def test_what_the_whole_layer_fails_too_is_no_fault_of_slimming(root: Path) -> None:
    def reply(function: Function, _: Rules, event: Any) -> Invocation:
        if function.handler != "probe.handler":
            return invocation(event)
        return imported("broken from the start", kind="ValueError")

    without_import = replace(LAYER, test=replace(LAYER.test, imports=()))
    made = prover(root, reply)
    assert isinstance(made.trace(zipped(root / "whole.zip", WHOLE), without_import, TARGET), Evidence)
    assert made.proves(zipped(root / "slim.zip", SLIM), without_import, TARGET).passed
    assert prover(root, reply).proves(zipped(root / "slim.zip", SLIM), without_import, TARGET).passed
    [failure] = prover(root, reply).proves(zipped(root / "slim.zip", SLIM), LAYER, TARGET).failures
    assert failure.what == "import foo: ValueError: broken from the start"
