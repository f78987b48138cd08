"""A shim in this process: boto3 clients through it, an endpoint behind it, and sandboxes that answer at once."""

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from lamella.cloud.http.message import Request
from lamella.cloud.http.signing import ROOT_SECRET
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.shim import Shim, ShimFolders
from lamella.sandbox.function import Function
from lamella.sandbox.lifecycle.events import Origin
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report


def shimmed_client(
    shim: Shim, upstream: Ministack, account: str, region: str = "eu-west-1", service: str = "lambda"
) -> Any:
    """A client of an account."""
    session: Any = boto3.session.Session()
    client = session.client(
        service,
        region_name=region,
        endpoint_url=upstream.public_endpoint,
        aws_access_key_id=account,
        aws_secret_access_key=ROOT_SECRET,
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )
    client.meta.events.register("before-send", _sender(shim, upstream))
    return client


def _sender(shim: Shim, upstream: Ministack) -> Callable[..., AWSResponse]:
    def send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent = as_request(request.method, request.url, request.headers, request.body)
        answer = shim.handle(sent, upstream) or upstream.send(sent)
        return AWSResponse(request.url, answer.status, HTTPHeaders.from_pairs(answer.headers), _Raw(answer.body))

    return send


def as_request(method: str, url: str, headers: Any, body: Any) -> Request:
    """A request as the front would give it to the shim."""
    parts = urlsplit(url)
    content = body.read() if hasattr(body, "read") else (body or b"")
    content = content.encode() if isinstance(content, str) else content
    text = {name: value.decode() if isinstance(value, bytes) else str(value) for name, value in headers.items()}
    return Request(method, parts.path, parts.query, (("Host", parts.netloc), *text.items()), content)


class _Raw(io.BytesIO):
    """What botocore reads a body from."""

    def stream(self, **_: object) -> Any:
        yield self.read()


Reply = Callable[[Any], object]
"""What a function answers to an event; a FunctionError fails it."""


@dataclass
class FakeSandbox:
    """Answers at once."""

    function: Function
    reply: Reply
    events: list[tuple[Any, Origin]] = field(default_factory=list)
    closed: int = 0
    isolation: Isolation = field(default_factory=lambda: Isolation(Mechanism.PROCESS))

    def invoke(self, event: object, origin: Origin) -> Invocation:
        self.events.append((event, origin))
        answer = self.reply(event)
        report = Report("the-request", 2.5, None if self.events[1:] else 80.0, self.function.memory_mb, 40)
        log = "START RequestId: the-request\nhello\nEND RequestId: the-request\nREPORT RequestId: the-request\n"
        if isinstance(answer, FunctionError):
            payload = {"errorType": answer.error_type, "errorMessage": answer.message}
            return Invocation(json.dumps(payload), answer, report, log)
        return Invocation(json.dumps(answer), None, report, log)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Stand:
    """An account whose clients go through a shim.

    Attributes:
        upstream: The way to the embedded cloud.
        folders: Of the shim.
        account: Random 12 digits.
        reply: What functions answer.
        refuse: Raised instead of opening a sandbox.
        drawn: What weighted aliases draw.
        sandboxes: That were opened.
        layers: The zips of each.
        said: Lines to the cloud's log.
    """

    upstream: Ministack
    folders: ShimFolders
    account: str
    reply: Reply = lambda event: {"echo": event}
    refuse: Exception | None = None
    drawn: float = 0.5
    sandboxes: list[FakeSandbox] = field(default_factory=list)
    layers: list[tuple[Path, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shim = Shim(self.folders, {}, self.said.append, self._open, lambda: self.drawn)
        self.functions = self.client("lambda")

    def client(self, service: str, account: str = "", region: str = "eu-west-1") -> Any:
        return shimmed_client(self.shim, self.upstream, account or self.account, region, service)

    def layer(self, name: str, **files: str) -> str:
        """Publish a layer's version; return its ARN."""
        content = {"ZipFile": zipped(**(files or {"python/data.py": name}))}
        arn: str = self.functions.publish_layer_version(LayerName=name, Content=content)["LayerVersionArn"]
        return arn

    def function(self, name: str = "report", *layers: str, code: str = "", **settings: Any) -> None:
        """Create a function and wait until it is active."""
        self.functions.create_function(**self.function_settings(name, *layers, code=code) | settings)
        self.settle(name)

    def function_settings(self, name: str, *layers: str, code: str = "") -> dict[str, Any]:
        return {
            "FunctionName": name,
            "Runtime": "python3.12",
            "Role": f"arn:aws:iam::{self.account}:role/r",
            "Handler": "app.handler",
            "Code": {"ZipFile": zipped(**{"app.py": code or f"# {name}"})},
            "Layers": list(layers),
        }

    def settle(self, name: str) -> dict[str, Any]:
        """Wait until no update is in progress; return the configuration."""
        for _ in range(200):
            found: dict[str, Any] = self.functions.get_function_configuration(FunctionName=name)
            if found["LastUpdateStatus"] == "Successful" and found["State"] == "Active":
                return found
            time.sleep(0.05)
        raise AssertionError(f"{name} does not become active")

    def log(self, group: str) -> list[str]:
        """Return all lines of a log group, stream by stream."""
        logs = self.client("logs")
        streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
        return [
            event["message"]
            for stream in sorted(streams, key=lambda each: str(each["logStreamName"]))
            for event in logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]
        ]

    def _reply(self, event: Any) -> object:
        return self.reply(event)

    def _open(self, function: Function, layers: Sequence[Path]) -> FakeSandbox:
        if self.refuse is not None:
            raise self.refuse
        self.layers.append(tuple(layers))
        self.sandboxes.append(FakeSandbox(function, self._reply))
        return self.sandboxes[-1]


def random_account() -> str:
    """An account that no other test has."""
    return f"{random.randrange(10**11, 10**12)}"  # noqa: S311 - a name


def zipped(**files: str) -> bytes:
    """A zip of files that everybody may read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for path, content in files.items():
            info = zipfile.ZipInfo(path, (2024, 5, 6, 7, 8, 10))
            info.external_attr = 0o100644 << 16
            made.writestr(info, content)
    return buffer.getvalue()
