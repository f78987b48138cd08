"""Handlers that misbehave, with the real runtime client in a real sandbox."""

import json
import os
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamella.host.local_target import machine_architecture
from lamella.model.target import Architecture, Target
from lamella.sandbox.function import Function
from lamella.sandbox.outcome import Invocation
from lamella.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.e2e

TARGET = Target(f"python3.{sys.version_info.minor}", machine_architecture() or Architecture.X86_64)
HANDLER = """
import os, sys, time
from pathlib import Path

def handler(event, context):
    print("doing", event)
    return globals()[event](context)

def answer(context):
    return {"remaining": context.get_remaining_time_in_millis(), "region": os.environ["AWS_REGION"]}

def raises(context):
    raise KeyError("x")

def exits(context):
    sys.exit(3)

def leaves(context):
    os._exit(0)

def kills(context):
    os.kill(os.getpid(), 9)

def never(context):
    time.sleep(60)

def forks(context):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    return "forked"

def floods(context):
    for _ in range(20_000):
        print("x" * 1000)
    return "flooded"

def fills(context):
    with open("/tmp/full", "wb") as file:
        while True:
            file.write(bytes(1 << 20))

def frees(context):
    Path("/tmp/full").unlink()
    return "free"

def large(context):
    return "x" * 6_291_500

def larger(context):
    return "x" * 6_300_000

def no_json(context):
    return {1, 2}
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    code = tmp_path_factory.mktemp("code")
    (code / "app.py").write_text(HANDLER)
    function = Function(TARGET, "app.handler", code, memory_mb=256, timeout_s=2.0, tmp_mb=64)
    cache = tmp_path_factory.mktemp("cache")
    with Sandbox(function, runtime_boto3=False, cache=cache, environ=dict(os.environ)) as made:
        yield made


@pytest.mark.parametrize(
    ("event", "error_type", "message"),
    [
        ("raises", "KeyError", "'x'"),
        ("exits", "Runtime.ExitError", "Error: Runtime exited with error: exit status 3"),
        ("leaves", "Runtime.ExitError", "Error: Runtime exited without providing a reason"),
        ("kills", "Runtime.ExitError", "Error: Runtime exited with error: signal: killed"),
        ("never", "Sandbox.Timedout", "Error: Task timed out after 2.00 seconds"),
        ("larger", "Function.ResponseSizeTooLarge", "payload size (6291556 bytes)."),
        ("no_json", "Runtime.MarshalError", "Object of type set is not JSON serializable"),
        ("fills", "OSError", "[Errno 28] No space left on device"),
    ],
)
def test_what_a_handler_does_wrong_is_reported_and_the_next_event_is_answered(
    sandbox: Sandbox, event: str, error_type: str, message: str
) -> None:
    answer = sandbox.invoke(event)
    following = sandbox.invoke("frees" if event == "fills" else "answer")

    assert answer.error is not None
    assert (answer.error.error_type, answer.error.message.endswith(message)) == (error_type, True)
    assert json.loads(answer.payload)["errorType"] == error_type
    assert f"doing {event}\n" in answer.logs
    assert following.error is None


@pytest.mark.parametrize(("event", "payload"), [("forks", "forked"), ("floods", "flooded"), ("large", "x" * 6_291_500)])
def test_what_a_handler_may_do(sandbox: Sandbox, event: str, payload: str) -> None:
    answer = sandbox.invoke(event)
    assert (json.loads(answer.payload), answer.error) == (payload, None)
    assert "REPORT RequestId: " in answer.logs


def broken(tmp_path: Path, source: str, **environ: str) -> Invocation:
    code = tmp_path / "code"
    code.mkdir()
    (code / "app.py").write_text(textwrap.dedent(source))
    function = Function(TARGET, "app.handler", code, memory_mb=256, timeout_s=5.0, environ=environ)
    with Sandbox(function, runtime_boto3=False, cache=tmp_path / "cache", environ=dict(os.environ)) as made:
        return made.invoke({})


@pytest.mark.parametrize(
    ("source", "error_type", "message"),
    [
        ("import nothing_of_this_name", "Runtime.ImportModuleError", "No module named 'nothing_of_this_name'"),
        ("def other(event, context): ...", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
        ("def handler(:", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app'"),
        ("import os; os._exit(9)", "Runtime.ExitError", "Runtime exited with error: exit status 9"),
        ("1 / 0", "ZeroDivisionError", "division by zero"),
    ],
)
def test_code_that_cannot_start(tmp_path: Path, source: str, error_type: str, message: str) -> None:
    answer = broken(tmp_path, source)

    assert answer.error is not None
    assert answer.error.error_type == error_type
    assert message in answer.error.message
    assert answer.logs.count("INIT_REPORT") == 2
    assert "Phase: init\tStatus: error" in answer.logs
    assert "Phase: invoke\tStatus: error" in answer.logs


def test_a_wrapper_that_no_layer_brings(tmp_path: Path) -> None:
    answer = broken(tmp_path, "def handler(event, context): return 1", AWS_LAMBDA_EXEC_WRAPPER="/opt/wrapper")

    assert answer.error is not None
    assert answer.error.message.endswith("Runtime exited with error: exit status 127")
    assert "/opt/wrapper" in answer.error.hint
