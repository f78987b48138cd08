from dataclasses import replace

import pytest

from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.sandbox.environment.commands import extension_environ, hold_unreserved, runtime_argv, runtime_environ
from lamella.sandbox.function import Function

TARGET = Target.parse("python3.12/x86_64")


def function(**environ: str) -> Function:
    return Function(TARGET, "app.handler", memory_mb=512, name="report", environ=environ)


def test_the_runtimes_variables_are_lambdas() -> None:
    environ = runtime_environ(function(), "127.0.0.1:9001", "2026/01/31/[$LATEST]abc")
    expected = {
        "_HANDLER": "app.handler",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_NAME": "report",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/report",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/31/[$LATEST]abc",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
        "AWS_REGION": "us-east-1",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "LAMBDA_TASK_ROOT": "/var/task",
        "LANG": "en_US.UTF-8",
        "LD_LIBRARY_PATH": (
            "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"
        ),
        "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        "TZ": ":UTC",
    }
    assert expected.items() <= environ.items()
    assert {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} <= environ.keys()


def test_a_published_version_knows_its_number() -> None:
    published = replace(function(), version="7")
    assert runtime_environ(published, "", "")["AWS_LAMBDA_FUNCTION_VERSION"] == "7"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINE", "x"),
        ("PATH", "/mine"),
        ("LD_LIBRARY_PATH", "/mine"),
        ("AWS_ACCESS_KEY_ID", "mine"),
        ("AWS_REGION", "eu"),
        ("TZ", "Europe/Berlin"),
    ],
)
def test_a_functions_own_variables_win(name: str, value: str) -> None:
    assert runtime_environ(function(**{name: value}), "a", "s")[name] == value


@pytest.mark.parametrize("name", ["_HANDLER", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "AWS_EXECUTION_ENV"])
def test_reserved_variables_are_refused(name: str) -> None:
    hold_unreserved(function(MINE="x", AWS_REGION="eu-west-1"))
    with pytest.raises(UsageError, match=name):
        hold_unreserved(function(**{name: "mine"}))


def test_an_extension_does_not_see_what_belongs_to_the_runtimes_process() -> None:
    environ = extension_environ(function(MINE="x", _OWN="y"), "127.0.0.1:9001")
    hidden = {"_HANDLER", "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
              "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "AWS_XRAY_CONTEXT_MISSING", "_OWN"}  # fmt: skip
    assert not hidden & environ.keys()
    assert environ["MINE"] == "x"
    assert environ["AWS_LAMBDA_RUNTIME_API"] == "127.0.0.1:9001"


@pytest.mark.parametrize(
    ("environ", "argv"),
    [
        ({}, ("/var/lang/bin/python3.12", "/var/runtime/bootstrap.py")),
        ({"AWS_LAMBDA_EXEC_WRAPPER": ""}, ("/var/lang/bin/python3.12", "/var/runtime/bootstrap.py")),
        ({"AWS_LAMBDA_EXEC_WRAPPER": "/opt/w"}, ("/opt/w", "/var/lang/bin/python3.12", "/var/runtime/bootstrap.py")),
    ],
)
def test_the_runtimes_command_line(environ: dict[str, str], argv: tuple[str, ...]) -> None:
    assert runtime_argv(function(**environ)) == argv
