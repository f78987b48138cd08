import json

import pytest

from lamella.render.invoke import as_json, failure_lines, isolation_line
from lamella.sandbox.invoked import Invoked
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report

APART = Isolation(Mechanism.NAMESPACES)
GOOD = Invocation('{"a": 1}', None, Report("1", 1.5, 80.25, 512, 40), "START\nEND\n")
ERROR = FunctionError("KeyError", "'a'", ("line 1",), "give an a")
BAD = Invocation("{}", ERROR, Report("2", 2.0, None, 512, 41), "")


def test_json_is_as_documented() -> None:
    assert json.loads(as_json(Invoked((GOOD,), APART), several=False)) == {
        "payload": {"a": 1},
        "error": None,
        "init_ms": 80.25,
        "duration_ms": 1.5,
        "max_memory_mb": 40,
        "logs": "START\nEND\n",
        "isolation": {"mechanism": "namespaces", "missing": []},
    }


def test_json_of_several_events_is_a_list_and_an_error_names_what_was_missed() -> None:
    invoked = Invoked((GOOD, BAD), APART, (), ("python/x",), 'keep = ["python/x"]')
    first, second = json.loads(as_json(invoked, several=True))
    assert first["error"] is None
    assert second["error"] == {
        "errorType": "KeyError",
        "errorMessage": "'a'",
        "stackTrace": ["line 1"],
        "hint": "give an a",
        "missed": {"paths": ["python/x"], "keep": 'keep = ["python/x"]'},
    }


@pytest.mark.parametrize("payload", ["not json", "NaN", '{"a": [-Infinity]}'])
def test_a_payload_that_is_not_json_stays_text(payload: str) -> None:
    answer = Invocation(payload, None, GOOD.report, "")
    assert json.loads(as_json(Invoked((answer,), APART), several=False))["payload"] == payload


@pytest.mark.parametrize(
    ("isolation", "network", "line"),
    [
        (APART, False, "isolation: namespaces (user, mount, pid, net, ipc)"),
        (Isolation(Mechanism.NAMESPACES, ("the network is the host's",)), True,
         "isolation: namespaces (user, mount, pid, ipc); the network is the host's"),
        (Isolation(Mechanism.BUBBLEWRAP, ("memory is not limited",)), False,
         "isolation: bubblewrap (user, mount, pid, net, ipc); memory is not limited"),
        (Isolation(Mechanism.PROCESS, ("the files are the host's", "the network is the host's")), False,
         "isolation: none, a plain process; the files are the host's; the network is the host's"),
    ],
)  # fmt: skip
def test_what_is_not_kept_apart_is_said(isolation: Isolation, *, network: bool, line: str) -> None:
    assert isolation_line(isolation, network=network) == line


def test_nothing_is_said_of_a_success() -> None:
    assert failure_lines(Invoked((GOOD,), APART)) == []


def test_a_failure_says_what_was_missed_and_the_way_out() -> None:
    invoked = Invoked((BAD,), APART, (), ("python/x", "python/y"), 'keep = ["python/x", "python/y"]')
    assert failure_lines(invoked) == [
        "the function failed: KeyError: 'a'",
        "it asked for files that the build removed:",
        "  python/x",
        "  python/y",
        (
            'hint: in lamella.toml: keep = ["python/x", "python/y"]; '
            "or send this event in the layer's tests, and build again"
        ),
        "hint: give an a",
    ]
