import json

import pytest

from lamella.sandbox.lifecycle import function_error
from lamella.sandbox.outcome import FunctionError


@pytest.mark.parametrize(
    ("payload", "header", "error"),
    [
        ('{"errorType": "KeyError", "errorMessage": "\'x\'", "stackTrace": ["a", "b"]}', "",
         FunctionError("KeyError", "'x'", ("a", "b"))),
        ('{"errorMessage": "m"}', "Runtime.X", FunctionError("Runtime.X", "m")),
        ('{"errorType": null, "stackTrace": "no list"}', "", FunctionError("Runtime.Unknown", "")),
        ("not json", "", FunctionError("Runtime.Unknown", "not json")),
        ("[1]", "Function.X", FunctionError("Function.X", "[1]")),
    ],
)  # fmt: skip
def test_parse_error(payload: str, header: str, error: FunctionError) -> None:
    assert function_error.parse_error(payload, header) == error


def test_a_payload_of_lambdas_own() -> None:
    payload = function_error.error_payload(FunctionError("Runtime.ExitError", 'a "quoted" word', hint="not part of it"))
    assert json.loads(payload) == {"errorType": "Runtime.ExitError", "errorMessage": 'a "quoted" word'}


@pytest.mark.parametrize(
    ("code", "runtime", "extension"),
    [
        (0, "Runtime exited without providing a reason", "exit code 0"),
        (1, "Runtime exited with error: exit status 1", "exit status 1"),
        (-9, "Runtime exited with error: signal: killed", "signal: killed"),
        (-11, "Runtime exited with error: signal: segmentation fault", "signal: segmentation fault"),
        (-99, "Runtime exited with error: signal: signal 99", "signal: signal 99"),
    ],
)
def test_how_a_process_ended(code: int, runtime: str, extension: str) -> None:
    assert function_error.runtime_exit(code) == runtime
    assert function_error.extension_exit(code) == extension
