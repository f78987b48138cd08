"""AWS's Runtime Interface Emulator as a second opinion: the same payloads, about the same init. x86_64 only."""

import json
import os
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from lamella.model.target import Target
from lamella.sandbox.function import Function
from lamella.sandbox.sandbox import Sandbox
from rie import Programs, Rie, fetch

pytestmark = pytest.mark.e2e

APP = """
import sys

def echo(event, context):
    return event

def text(event, context):
    return {"\\u00fc": "\\u2028", "none": None, "float": 1.5, "nested": [[], {}]}

def context(event, context):
    return [context.function_name, context.memory_limit_in_mb, context.get_remaining_time_in_millis() > 1000]

def raises(event, context):
    raise KeyError("gone")

def own_error(event, context):
    class Refused(Exception):
        pass
    raise Refused("first line\\nsecond line")

def no_json(event, context):
    return {1, 2}

def leaves(event, context):
    sys.exit(3)
"""
HANDLERS = (
    "app.echo",
    "app.text",
    "app.context",
    "app.raises",
    "app.own_error",
    "app.no_json",
    "app.leaves",
    "app.missing",
    "nothing.handler",
    "broken.handler",
    "typo.handler",
)


@pytest.fixture(scope="session", name="programs")
def _programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    return fetch(tmp_path_factory.mktemp("emulator"))


@pytest.fixture(name="code")
def _code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    (folder / "broken.py").write_text("import nothing_of_that_name\n")
    (folder / "typo.py").write_text("def (\n")
    return folder


def function(code: Path, handler: str) -> Function:
    return Function(Target.parse("python3.12/x86_64"), handler, code, memory_mb=512, timeout_s=10)


def without_ids(payload: Any) -> Any:
    """An error payload names its request; of an exit so does the message."""
    if not isinstance(payload, dict):
        return payload
    kept = {key: value for key, value in payload.items() if key != "requestId"}
    message = kept.get("errorMessage")
    if isinstance(message, str) and message.startswith("RequestId: "):
        kept["errorMessage"] = message.split(" ", 2)[2]
    return kept


@pytest.mark.parametrize("handler", HANDLERS)
def test_payloads_are_the_same(programs: Programs, code: Path, handler: str, shared_cache: Path) -> None:
    event = {"a": [1, "\u00e4"]}
    with Rie(programs, function(code, handler), [], os.environ, shared_cache) as emulator:
        theirs = emulator.invoke(event).payload
    with Sandbox(function(code, handler), cache=shared_cache) as sandbox:
        ours = json.loads(sandbox.invoke(event).payload)
    assert without_ids(ours) == without_ids(theirs)


def test_inits_are_about_the_same(programs: Programs, code: Path, shared_cache: Path) -> None:
    ours, theirs = [], []
    for _ in range(4):
        with Sandbox(function(code, "app.echo"), cache=shared_cache) as sandbox:
            init_ms = sandbox.invoke({}).report.init_ms
        assert init_ms is not None
        ours.append(init_ms)
        with Rie(programs, function(code, "app.echo"), [], os.environ, shared_cache) as emulator:
            emulator.invoke({})
        theirs.append(emulator.init_ms)
    # The benchmark measures it well; this only sees that both time the same thing.
    assert 1 / 3 < median(ours[1:]) / median(theirs[1:]) < 3
