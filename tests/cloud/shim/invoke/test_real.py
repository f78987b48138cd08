"""Invoke through the shim with lamella's real sandbox: layers in /opt, Lambda's errors, the way back to the cloud."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lamella.cloud.http.upstream import Ministack
from lamella.cloud.shim import Shim, ShimFolders
from lamella.host.local_target import machine_architecture
from shimmed import Stand, random_account

pytestmark = pytest.mark.e2e
ARCHITECTURE = [str(machine_architecture())]
CODE = """
import json, os, sys
import boto3
import data

def handler(event, context):
    match event:
        case {"fail": message}:
            raise KeyError(message)
        case {"exit": code}:
            os._exit(code)
        case {"sleep": seconds}:
            import time
            time.sleep(seconds)
    print("seen", event)
    who = boto3.client("sts").get_caller_identity()["Account"]
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="from-function", Body=b"hello")
    return {
        "data": data.VALUE, "file": data.__file__, "who": who, "version": context.function_version,
        "arn": context.invoked_function_arn, "stream": context.log_stream_name,
        "client": context.client_context and context.client_context.custom,
    }
"""


class RealStand(Stand):
    """With sandboxes of this machine."""

    def __post_init__(self) -> None:
        environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        self.shim = Shim(self.folders, environ, self.said.append, draw=lambda: self.drawn)
        self.functions = self.client("lambda")


@pytest.fixture(name="real")
def _real(ministack: Ministack, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[RealStand]:
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "lamella-cache"
    stand = RealStand(ministack, ShimFolders(tmp_path / "state", cache), random_account())
    yield stand
    stand.shim.close()


def called(stand: Stand, event: object, **settings: Any) -> tuple[Any, Any]:
    answer = stand.functions.invoke(FunctionName="report", Payload=json.dumps(event), **settings)
    return answer, json.loads(answer["Payload"].read())


def test_a_function_with_layers(real: RealStand) -> None:
    bucket = f"b-{real.account}"
    location = {"LocationConstraint": "eu-west-1"}
    real.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    first = real.layer("first", **{"python/data.py": "VALUE = 1\n"})
    second = real.layer("second", **{"python/data.py": "VALUE = 2\n"})
    settings = {"Environment": {"Variables": {"BUCKET": bucket}}, "Timeout": 20, "Architectures": ARCHITECTURE}
    real.function("report", first, second, code=CODE, **settings)
    real.functions.delete_layer_version(LayerName="second", VersionNumber=1)

    answer, payload = called(real, {"a": 1})
    stream = payload.pop("stream")
    assert payload == {
        "data": 2,
        "file": "/opt/python/data.py",
        "who": real.account,
        "version": "$LATEST",
        "arn": f"arn:aws:lambda:eu-west-1:{real.account}:function:report",
        "client": None,
    }
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-lamella-executor"].startswith("sandbox (")
    assert real.client("s3").get_object(Bucket=bucket, Key="from-function")["Body"].read() == b"hello"
    streams = real.client("logs").describe_log_streams(logGroupName="/aws/lambda/report")["logStreams"]
    assert [each["logStreamName"] for each in streams] == [stream]
    start, seen, end, report = real.log("/aws/lambda/report")
    request = answer["ResponseMetadata"]["RequestId"]
    assert start == f"START RequestId: {request} Version: $LATEST\n"
    assert seen == "seen {'a': 1}\n"
    assert end == f"END RequestId: {request}\n"
    assert re.fullmatch(rf"REPORT RequestId: {request}\tDuration: .* ms\t.*Init Duration: [0-9.]+ ms\t\n", report)

    answer, payload = called(real, {"fail": "a"})
    assert (answer["FunctionError"], payload["errorType"], payload["errorMessage"]) == ("Unhandled", "KeyError", "'a'")
    _, payload = called(real, {"exit": 3})
    assert payload["errorType"] == "Runtime.ExitError"
    assert payload["errorMessage"].endswith("Runtime exited with error: exit status 3")

    real.functions.publish_version(FunctionName="report")
    _, payload = called(real, {}, Qualifier="1", ClientContext="eyJjdXN0b20iOiB7ImsiOiAidiJ9fQ==")
    assert (payload["version"], payload["arn"].rpartition(":")[2], payload["client"]) == ("1", "1", {"k": "v"})
    assert "/[1]" in payload["stream"]


@pytest.mark.parametrize(
    ("code", "event", "error_type"),
    [
        ("import nothing_of_that_name", {}, "Runtime.ImportModuleError"),
        ("import time\ndef handler(event, context):\n    time.sleep(9)\n", {}, "Sandbox.Timedout"),
        ("def other(event, context): ...", {}, "Runtime.HandlerNotFound"),
    ],
)
def test_lambdas_own_errors(real: RealStand, code: str, event: object, error_type: str) -> None:
    real.function("report", code=code, Timeout=1, Architectures=ARCHITECTURE)
    answer, payload = called(real, event)
    assert (answer["FunctionError"], payload["errorType"]) == ("Unhandled", error_type)
    assert any(line.startswith("REPORT RequestId: ") for line in real.log("/aws/lambda/report"))
