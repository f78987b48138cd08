"""The three forms of what testing found out."""

import json
from xml.etree import ElementTree as ET

import pytest

from lamella.model.tested import Check, Failed, Kind, Listed, NotRun, Passed, Tested, not_run
from lamella.render.test_json import test_json as as_json
from lamella.render.test_junit import test_junit as as_junit
from lamella.render.test_text import counted
from lamella.render.test_text import test_text as as_text

FAILED = Failed("KeyError: <x> & \x00", "look at the event", "\n".join(f"line {n}" for n in range(20)), ("python/a",))
DATA = Tested(
    "data",
    "python3.12/x86_64",
    (
        Check("numpy", Kind.MODULE, Passed(), 0.25),
        Check("pandas", Kind.MODULE, Passed(), 0.5),
        Check("winonly", Kind.MODULE, Listed("needs `winreg`")),
        Check("no source is compiled at import", Kind.RECOMPILED, Passed("2 imports compiled nothing")),
        Check("app app.handler event 1", Kind.FUNCTION, FAILED, 1.0),
    ),
    isolation="namespaces",
    seconds=2.0,
)
ARM = not_run("data", "python3.12/arm64", "this machine is x86_64")


def test_text_shows_failures_with_the_end_of_their_details_and_counts_what_passed() -> None:
    assert as_text([DATA, ARM], width=100, color=False).splitlines() == [
        "data python3.12/x86_64  1 failed, 3 passed, 1 listed, 2.0 s  [namespaces]",
        "  FAILED  function app app.handler event 1: KeyError: <x> & \\x00",
        "          ... 8 lines before, see --output json",
        *(f"          | line {n}" for n in range(8, 20)),
        "          hint: look at the event",
        "  listed  module winonly: needs `winreg`",
        "  ok      2 modules import",
        "  ok      no source is compiled at import: 2 imports compiled nothing",
        "",
        "data python3.12/arm64  1 not run, 0.0 s",
        "  not run this machine is x86_64",
        "",
        "2 layers x target: 1 failed, 1 not run, 3 passed, 1 listed",
    ]


def test_what_one_cause_stopped_is_one_line() -> None:
    stopped = tuple(Check(name, Kind.MODULE, NotRun("no runtime")) for name in "abc")
    text = as_text([Tested("data", "python3.12/x86_64", stopped)], width=100, color=False)
    assert "  not run module a and 2 more: no runtime\n" in text


def test_what_slimming_by_proof_left_out_is_one_line() -> None:
    unused = tuple(Check(name, Kind.MODULE, Listed(f"needs {name}", (f"python/{name}.py",))) for name in "abc")
    other = Check("d", Kind.MODULE, Listed("needs `winreg`"))
    text = as_text([Tested("data", "python3.12/x86_64", (*unused, other))], width=100, color=False)
    assert [line[:32] for line in text.splitlines()[1:3]] == [
        "  listed  module d: needs `winre",
        "  listed  module a and 2 more: n",
    ]
    alone = as_text([Tested("data", "python3.12/x86_64", unused[:1])], width=100, color=False)
    assert "  listed  module a: needs a\n" in alone


def test_nothing_is_counted_as_nothing() -> None:
    assert counted(()) == "nothing"


def test_json_has_every_check() -> None:
    document = json.loads(as_json([DATA, ARM]))
    assert document["exit_code"] == 3
    assert [each["passed"] for each in document["results"]] == [False, False]
    checks = document["results"][0]["checks"]
    assert [each["outcome"] for each in checks] == ["passed", "passed", "listed", "passed", "failed"]
    assert checks[0] == {"kind": "module", "name": "numpy", "outcome": "passed", "note": "", "seconds": 0.25}
    assert checks[4]["blamed"] == ["python/a"]
    assert document["results"][1]["checks"][0]["outcome"] == "not run"


@pytest.mark.parametrize(("at", "counts"), [(0, ("5", "1", "1")), (1, ("1", "0", "1"))])
def test_junit_has_a_suite_for_each_layer_and_target(at: int, counts: tuple[str, str, str]) -> None:
    root = ET.fromstring(as_junit([DATA, ARM]).encode())  # noqa: S314 - our own
    assert root.tag == "testsuites"
    suite = root.findall("testsuite")[at]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == counts


def test_junit_holds_what_xml_can() -> None:
    root = ET.fromstring(as_junit([DATA]).encode())  # noqa: S314 - our own
    cases = root.findall("testsuite/testcase")
    assert cases[4].get("classname") == "data.python3_12/x86_64.function"
    failure = cases[4].find("failure")
    assert failure is not None
    assert failure.get("message") == "KeyError: <x> & \ufffd"
    assert "hint: look at the event" in (failure.text or "")
    skipped = cases[2].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "listed: needs `winreg`"


def test_a_run_that_was_never_made_is_skipped_and_not_passed() -> None:
    never = Tested("a", "t", (Check("x", Kind.FUNCTION, NotRun("why")),))
    assert 'message="not run: why"' in as_junit([never])
