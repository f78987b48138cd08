"""Invoke through the shim, with sandboxes that answer at once: types of invocations, errors, what is left behind."""

import json
import time
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lamella.errors import CannotRunError, HostileArchiveError, ToolError
from lamella.sandbox.outcome import FunctionError
from shimmed import Stand, random_account, zipped


def until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come true")


def failure(stand: Stand, **arguments: Any) -> Any:
    with pytest.raises(ClientError) as error:
        stand.functions.invoke(FunctionName="report", **arguments)
    return error.value.response


def test_an_answer(stand: Stand) -> None:
    stand.function()
    answer = stand.functions.invoke(FunctionName="report", Payload=b'{"a": [1, 2.5]}', LogType="Tail")
    assert json.loads(answer["Payload"].read()) == {"echo": {"a": [1, 2.5]}}
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert b64decode(answer["LogResult"]).startswith(b"START RequestId: the-request")
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert (headers["x-amzn-requestid"], headers["x-lamella-executor"]) == ("the-request", "sandbox (process)")
    assert "FunctionError" not in answer


def test_an_error_of_the_function(stand: Stand) -> None:
    stand.function()
    stand.reply = lambda _: FunctionError("KeyError", "'a'")
    answer = stand.functions.invoke(FunctionName="report")
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert json.loads(answer["Payload"].read()) == {"errorType": "KeyError", "errorMessage": "'a'"}


def test_how_the_function_is_named(stand: Stand) -> None:
    stand.function()
    stand.functions.publish_version(FunctionName="report")
    stand.functions.create_alias(FunctionName="report", Name="live", FunctionVersion="1")
    arn = f"arn:aws:lambda:eu-west-1:{stand.account}:function:report"
    for name, qualifier in ((f"{arn}:live", None), ("report", "1"), ("report", None)):
        stand.functions.invoke(FunctionName=name, **{"Qualifier": qualifier} if qualifier else {})
    seen = [(box.function.version, origin.invoked_arn) for box in stand.sandboxes for _, origin in box.events]
    assert sorted(seen) == [("$LATEST", arn), ("1", f"{arn}:1"), ("1", f"{arn}:live")]


def test_a_dry_run_runs_nothing(stand: Stand) -> None:
    stand.function()
    answer = stand.functions.invoke(FunctionName="report", InvocationType="DryRun")
    assert (answer["StatusCode"], stand.sandboxes) == (204, [])


@pytest.mark.parametrize("qualifier", ["9", "nobody"])
def test_a_version_that_is_not_there(stand: Stand, qualifier: str) -> None:
    stand.function()
    response = failure(stand, Qualifier=qualifier)
    assert response["Error"]["Code"] == "ResourceNotFoundException"
    assert response["Error"]["Message"].endswith(f":function:report:{qualifier}")


def test_another_accounts_function_is_not_taken_for_the_own_one_of_that_name(stand: Stand) -> None:
    stand.function()
    arn = f"arn:aws:lambda:eu-west-1:{random_account()}:function:report"
    with pytest.raises(ClientError):
        stand.functions.invoke(FunctionName=arn)
    assert stand.sandboxes == []


def test_an_update_makes_a_new_environment(stand: Stand) -> None:
    stand.function()
    stand.functions.invoke(FunctionName="report")
    stand.functions.update_function_configuration(FunctionName="report", Layers=[stand.layer("data")])
    stand.functions.invoke(FunctionName="report")
    stand.functions.invoke(FunctionName="report")
    assert [(box.closed, len(box.events)) for box in stand.sandboxes] == [(1, 1), (0, 2)]
    assert [len(layers) for layers in stand.layers] == [0, 1]


def test_events_at_the_same_time_run_at_the_same_time(stand: Stand) -> None:
    stand.function()
    both = Event()
    running: list[int] = []

    def reply(event: int) -> object:
        running.append(event)
        if len(running) == 2:
            both.set()
        return both.wait(10)

    stand.reply = reply
    answers: list[bytes] = []
    client = stand.functions

    def invoke(number: int) -> None:
        answers.append(client.invoke(FunctionName="report", Payload=str(number))["Payload"].read())

    threads = [Thread(target=invoke, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"true", b"true"]
    assert len(stand.sandboxes) == 2


def test_reserved_concurrency_throttles(stand: Stand) -> None:
    stand.function()
    stand.functions.put_function_concurrency(FunctionName="report", ReservedConcurrentExecutions=0)
    response = failure(stand)
    assert response["Error"]["Code"] == "TooManyRequestsException"
    assert response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert statistics(stand, "Throttles", FunctionName="report") == 1.0
    assert statistics(stand, "Invocations", FunctionName="report") == 0.0


def test_an_event_is_answered_later(stand: Stand) -> None:
    stand.function()
    answer = stand.functions.invoke(FunctionName="report", InvocationType="Event", Payload=b'{"n": 1}')
    assert answer["StatusCode"] == 202
    until(lambda: bool(stand.sandboxes and stand.sandboxes[0].events))
    assert stand.sandboxes[0].events[0][0] == {"n": 1}


def test_a_failed_event_is_tried_as_often_as_configured(stand: Stand) -> None:
    stand.function()
    stand.reply = lambda _: FunctionError("KeyError", "'a'")
    stand.functions.put_function_event_invoke_config(FunctionName="report", MaximumRetryAttempts=1)
    stand.functions.invoke(FunctionName="report", InvocationType="Event")
    until(lambda: any("failed 2 times and is dropped" in line for line in stand.said))
    assert [len(box.events) for box in stand.sandboxes] == [2]


def statistics(stand: Stand, name: str, **dimensions: str) -> float:
    now = datetime.now(UTC)
    points = stand.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(minutes=10),
        EndTime=now + timedelta(minutes=10),
        Period=3600,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(float(point["Sum"]) for point in points)


def test_metrics_and_log(stand: Stand) -> None:
    stand.function()
    stand.functions.publish_version(FunctionName="report")
    stand.functions.create_alias(FunctionName="report", Name="live", FunctionVersion="1")
    for _ in range(2):
        stand.functions.invoke(FunctionName="report", Qualifier="live")
    sets = (
        {"FunctionName": "report"},
        {"FunctionName": "report", "Resource": "report:live"},
        {"FunctionName": "report", "Resource": "report:live", "ExecutedVersion": "1"},
    )
    for dimensions in sets:
        found = {name: statistics(stand, name, **dimensions) for name in ("Invocations", "Errors", "Duration")}
        assert found == {"Invocations": 2.0, "Errors": 0.0, "Duration": 5.0}
    once = [
        "START RequestId: the-request\n",
        "hello\n",
        "END RequestId: the-request\n",
        "REPORT RequestId: the-request\n",
    ]
    assert stand.log("/aws/lambda/report") == once * 2
    streams = stand.client("logs").describe_log_streams(logGroupName="/aws/lambda/report")["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [stand.sandboxes[0].function.log_stream]
    assert "/[1]" in stand.sandboxes[0].function.log_stream


def test_a_log_group_of_its_own(stand: Stand) -> None:
    stand.function("report", LoggingConfig={"LogGroup": "/own", "LogFormat": "Text"})
    stand.functions.invoke(FunctionName="report")
    assert "hello\n" in stand.log("/own")


def test_what_the_sandbox_lacks_goes_to_ministack_and_is_marked(stand: Stand) -> None:
    stand.refuse = CannotRunError("python3.12/arm64 cannot run here", why="this machine is x86_64")
    stand.function("report", code="def handler(event, context):\n    return ['elsewhere', event]\n")
    answer = stand.functions.invoke(FunctionName="report", Payload=b"1", LogType="Tail")
    assert json.loads(answer["Payload"].read()) == ["elsewhere", 1]
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-lamella-executor"] == "ministack"
    lines = stand.log("/aws/lambda/report")
    marks = [line for line in lines if line.startswith("LAMELLA ")]
    why = "python3.12/arm64 cannot run here: this machine is x86_64"
    assert marks == [f"LAMELLA run by ministack's executor, without layers in /opt: {why}\n"]
    assert statistics(stand, "Invocations", FunctionName="report", Resource="report") == 1.0


def test_a_runtime_that_the_sandbox_does_not_know(stand: Stand) -> None:
    stand.function("report", Runtime="ruby3.4")
    answer = stand.functions.invoke(FunctionName="report")
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-lamella-executor"] == "ministack"
    assert any("lamella's sandbox does not run ruby3.4" in line for line in stand.log("/aws/lambda/report"))
    assert stand.sandboxes == []


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (HostileArchiveError("overlapping-entries", "a and b"), "InvalidZipFileException", 502),
        (ToolError("the runtime's own packages could not be fetched", hint="offer them"), "ServiceException", 500),
    ],
)
def test_what_cannot_be_opened(stand: Stand, error: Exception, code: str, status: int) -> None:
    stand.function()
    stand.refuse = error
    response = failure(stand)
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


def test_a_sandbox_that_breaks_is_not_used_again(stand: Stand) -> None:
    stand.function()

    def breaks(_: object) -> object:
        raise ToolError("the sandbox ended unexpectedly")

    stand.reply = breaks
    assert failure(stand)["Error"]["Code"] == "ServiceException"
    stand.reply = lambda event: event
    assert stand.functions.invoke(FunctionName="report")["StatusCode"] == 200
    assert [box.closed for box in stand.sandboxes] == [1, 0]


def test_closing_ends_every_sandbox(stand: Stand) -> None:
    stand.function()
    stand.functions.invoke(FunctionName="report")
    stand.shim.close()
    assert [box.closed for box in stand.sandboxes] == [1]


def test_code_that_changed_meanwhile_is_not_run(stand: Stand) -> None:
    stand.function()
    stand.functions.update_function_code(FunctionName="report", ZipFile=zipped(**{"app.py": "# new"}))
    stand.functions.invoke(FunctionName="report")
    code = stand.sandboxes[0].function.code
    assert code is not None
    assert code.read_bytes() == zipped(**{"app.py": "# new"})
