"""What is asked of sandboxes, and what is made of their answers."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lamella.errors import ConfigError, ToolError
from lamella.model.layer import Bytecode, Layer, Slim, Slimming
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.model.target import Target
from lamella.model.tested import Answered, Check, Failed, Kind, Listed, NotRun, Outcome, Passed, Tested
from lamella.run.testing.archive import RunOptions, test_archive
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import FunctionError, Invocation
from sandboxes import FakeSandboxes, Reply, imported, invocation

TARGET = Target.parse("python3.12/x86_64")
FILES = {
    "python/foo/__init__.py": "",
    "python/bar.py": "",
    "python/foo-1.dist-info/METADATA": "Name: foo\nVersion: 1\n",
    "python/foo-1.dist-info/RECORD": "foo/__init__.py,,\nbar.py,,\n",
    "python/foo-1.dist-info/entry_points.txt": "[console_scripts]\nrun = foo:main\n",
}
FUNCTION = FunctionTest("code", "app.handler", "events.json", environ={"A": "1"})
NO_TESTS, SAFE, ALL = LayerTest(), Slimming(), RunOptions()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "events.json").write_text('[{"event": {"n": 1}, "expect": {"$.n": 1}}, {"n": 2}]')
    return tmp_path


def archive(root: Path, removed: tuple[str, ...] = ()) -> Path:
    path = root / "data.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in FILES.items():
            made.writestr(name, text)
    rules = [{"rule": "tests", "reason": "unused", "removed": [{"path": each, "size_bytes": 1} for each in removed]}]
    (root / "data.manifest.json").write_text(json.dumps({"passes": [{"pass": "prune", "rules": rules}]}))
    return path


def layer(test: LayerTest = NO_TESTS, slimming: Slimming = SAFE) -> Layer:
    return Layer("data", ("foo",), (TARGET,), slimming=slimming, test=test)


def echo(function: Function, rules: Rules, event: Any) -> Invocation:
    """Every import works, every function gives its event back."""
    del rules
    return imported() if function.handler == "probe.handler" else invocation(event, init_ms=100.0)


def run(root: Path, reply: Reply, wanted: Layer, options: RunOptions = ALL, removed: tuple[str, ...] = ()) -> Tested:
    return test_archive(archive(root, removed), wanted, TARGET, root, FakeSandboxes(reply), options=options)


def outcomes(tested: Tested) -> Mapping[tuple[Kind, str], Outcome]:
    return {(check.kind, check.name): check.outcome for check in tested.checks}


def test_every_module_entry_point_import_and_event_is_a_check_in_this_order(root: Path) -> None:
    tested = run(root, echo, layer(LayerTest(("foo.sub",), (FUNCTION,), max_init_ms=200, max_memory_mb=50, runs=3)))
    assert outcomes(tested) == {
        (Kind.MODULE, "bar"): Passed(),
        (Kind.MODULE, "foo"): Passed(),
        (Kind.ENTRY_POINT, "foo console_scripts run"): Passed(),
        (Kind.RECOMPILED, "no source is compiled at import"): Passed("4 imports compiled nothing"),
        (Kind.IMPORT, "foo.sub"): Passed(),
        (Kind.FUNCTION, "code app.handler event 1"): Passed("init 100 ms, 2 ms, 60 MB"),
        (Kind.FUNCTION, "code app.handler event 2"): Passed("init 100 ms, 2 ms, 60 MB"),
        (Kind.INIT_BUDGET, "code app.handler"): Passed("median init of 3 100 ms, budget 200 ms"),
        (Kind.MEMORY_BUDGET, "code app.handler"): Failed(
            "peak memory 60 MB, budget 50 MB", "`lamella profile` shows what the time and memory go to"
        ),
    }
    assert [check.kind for check in tested.checks] == sorted((c.kind for c in tested.checks), key=list(Kind).index)
    assert tested.isolation == "namespaces; not isolated: the clock is the host's"
    assert tested.answers == (
        Answered("code app.handler", 0, '{"n": 1}', failed=False),
        Answered("code app.handler", 1, '{"n": 2}', failed=False),
    )


def test_events_share_an_environment_and_imports_and_cold_starts_do_not(root: Path) -> None:
    sandboxes = FakeSandboxes(echo)
    wanted = layer(LayerTest(("foo", "bar"), (FUNCTION,), max_init_ms=200, runs=3))
    test_archive(archive(root), wanted, TARGET, root, sandboxes, options=RunOptions(jobs=2, network=True))
    functions = [events for function, _, events in sandboxes.made if function.handler == "app.handler"]
    assert functions == [[{"n": 1}, {"n": 2}], [{"n": 1}], [{"n": 1}], [{"n": 1}]]
    probes = [events for function, _, events in sandboxes.made if function.handler == "probe.handler"]
    assert sorted(len(events) for events in probes) == [1, 1, 1, 2]
    assert all(rules == Rules(network=True) for _, rules, _ in sandboxes.made)
    [function, *_] = [function for function, _, _ in sandboxes.made if function.handler == "app.handler"]
    assert (function.code, function.environ, function.memory_mb) == (root / "code", {"A": "1"}, 512)


def test_a_trace_runs_what_the_layer_names_and_nothing_else(root: Path) -> None:
    sandboxes = FakeSandboxes(echo, accessed=("python/foo/__init__.py",))
    wanted = layer(LayerTest(("foo",), (FUNCTION,), max_init_ms=1))
    tested = test_archive(archive(root), wanted, TARGET, root, sandboxes, traced=True)
    assert {check.kind for check in tested.checks} == {Kind.IMPORT, Kind.FUNCTION}
    assert tested.accessed == ("python/foo/__init__.py",)
    assert all(rules.traced for _, rules, _ in sandboxes.made)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (
            imported("No module named 'gone'", "gone"),
            Listed("needs `gone`, which is not in the layer; foo does not require it"),
        ),
        (imported("bad", kind="ValueError"), Failed("ValueError: bad", "", "ValueError: bad")),
        (
            invocation(error=FunctionError("Sandbox.Timedout", "too slow", hint="wait")),
            Failed("Sandbox.Timedout: too slow", "wait", "a log line\n"),
        ),
        (invocation("strange"), Failed("the probe's answer is not readable", details='"strange"')),
    ],
)
def test_answers_about_modules_are_judged(reply: Invocation, expected: Outcome, root: Path) -> None:
    found = outcomes(run(root, lambda *_: reply, layer()))
    assert found[Kind.MODULE, "foo"] == expected
    assert found[Kind.ENTRY_POINT, "foo console_scripts run"] == expected


@pytest.mark.parametrize(
    ("slimming", "expected"),
    [
        (Slimming(), Failed),
        (Slimming(Slim.COMPACT), Passed),
        (Slimming(bytecode=Bytecode.OFF), Listed),
    ],
)
def test_recompiled_sources_fail_unless_the_layer_has_none_by_choice(
    slimming: Slimming, expected: type, root: Path
) -> None:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        del function, rules
        return imported(recompiled=["python/bar.py"] if event.get("module") == "bar" else [])

    found = outcomes(run(root, reply, layer(LayerTest(("foo",)), slimming)))
    assert isinstance(found[Kind.RECOMPILED, "no source is compiled at import"], expected)


def test_what_a_compact_layers_tests_import_must_have_bytecode(root: Path) -> None:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        del function, rules, event
        return imported(recompiled=["python/bar.py"])

    found = outcomes(run(root, reply, layer(LayerTest(("bar",)), Slimming(Slim.COMPACT))))
    failed = found[Kind.RECOMPILED, "no source is compiled at import"]
    assert isinstance(failed, Failed)
    assert "python/bar.py" in failed.reason


def test_a_wrong_answer_and_an_error_fail(root: Path) -> None:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        if function.handler == "probe.handler":
            return echo(function, rules, event)
        return invocation({"n": 5}) if event["n"] == 1 else invocation(error=FunctionError("KeyError", "x", ("line",)))

    found = outcomes(run(root, reply, layer(LayerTest((), (FUNCTION,)))))
    assert found[Kind.FUNCTION, "code app.handler event 1"] == Failed(
        "another answer than expected: $.n is 5, expected 1", details='payload: {"n": 5}'
    )
    assert found[Kind.FUNCTION, "code app.handler event 2"] == Failed("KeyError: x", details="line\na log line")


def test_a_failure_is_run_again_to_name_the_removed_files_that_it_asked_for(root: Path) -> None:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        if function.handler == "probe.handler" or event["n"] == 1:
            return echo(function, rules, event)
        probed = ("python/foo/data.json", "python/foo/other.json") if rules.probed else ()
        return invocation(error=FunctionError("FileNotFoundError", "no data"), probed=probed)

    removed = ("python/foo/data.json", "python/foo/never.json")
    found = outcomes(run(root, reply, layer(LayerTest((), (FUNCTION,))), removed=removed))
    outcome = found[Kind.FUNCTION, "code app.handler event 2"]
    assert isinstance(outcome, Failed)
    assert outcome.blamed == ("python/foo/data.json",)
    assert 'keep = ["python/foo/data.json"]' in outcome.hint


def test_a_failure_names_the_modules_that_the_finder_logged(root: Path) -> None:
    line = '{"event": "lamella.absent", "level": "ERROR", "layer": "x", "module": "foo.gone", "keep": "..."}\n'

    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        if function.handler == "probe.handler":
            return echo(function, rules, event)
        if event["n"] == 1:
            return replace(echo(function, rules, event), logs=line)
        return invocation(error=FunctionError("NoPlugin", "none of this name"))

    found = outcomes(run(root, reply, layer(LayerTest((), (FUNCTION,))), removed=("python/foo/gone.py",)))
    outcome = found[Kind.FUNCTION, "code app.handler event 2"]
    assert isinstance(outcome, Failed)
    assert outcome.blamed == ("python/foo/gone.py",)


def test_a_sandbox_that_cannot_be_had_is_not_run(root: Path) -> None:
    def reply(function: Function, rules: Rules, event: Any) -> Invocation:
        raise ToolError("no runtime", why=f"offline\n{function} {rules} {event}")

    tested = run(root, reply, layer(LayerTest(("foo",), (FUNCTION,), max_init_ms=1)))
    assert set(outcomes(tested).values()) == {NotRun("no runtime: offline")}
    assert tested.exit_code == 5


def test_an_init_that_was_not_measured_fails_its_budget(root: Path) -> None:
    tested = run(
        root,
        lambda function, rules, event: (
            replace(echo(function, rules, event), error=FunctionError("Crash", "x"))
            if function.handler == "probe.handler"
            else invocation(event, error=FunctionError("Runtime.ExitError", "x"))
        ),
        layer(LayerTest((), (FUNCTION,), max_init_ms=1)),
    )
    assert outcomes(tested)[Kind.INIT_BUDGET, "code app.handler"] == Failed("no init was measured: Runtime.ExitError")


def test_a_part_can_be_chosen_by_kind_and_name(root: Path) -> None:
    wanted = layer(LayerTest(("foo",), (FUNCTION,), max_init_ms=500))
    assert list(outcomes(run(root, echo, wanted, RunOptions(only="Event 2")))) == [
        (Kind.FUNCTION, "code app.handler event 2")
    ]
    assert {kind for kind, _ in outcomes(run(root, echo, wanted, RunOptions(only="budget")))} == {Kind.INIT_BUDGET}
    assert run(root, echo, wanted, RunOptions(only="nothing like this")).exit_code == 5


def test_whoever_listens_hears_every_check_once(root: Path) -> None:
    heard: list[Check] = []
    tested = test_archive(
        archive(root), layer(LayerTest(("foo",), (FUNCTION,))), TARGET, root, FakeSandboxes(echo), heard=heard.extend
    )
    assert {(c.kind, c.name) for c in heard} == {
        (c.kind, c.name) for c in tested.checks if c.kind is not Kind.RECOMPILED
    }


@pytest.mark.parametrize(
    ("test", "message"),
    [
        (FunctionTest("none", "app.handler", "events.json"), "there is no folder"),
        (FunctionTest("code", "app.handler", "none.json"), "cannot read the events"),
        (FunctionTest("code", "app.handler", "code"), "cannot read the events"),
    ],
)
def test_code_and_events_that_are_not_there_are_errors(test: FunctionTest, message: str, root: Path) -> None:
    with pytest.raises(ConfigError, match=message):
        run(root, echo, layer(LayerTest((), (test,))))
