"""An extension of a layer in a real sandbox: registers, is told of events, receives telemetry."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from lamella.host.local_target import machine_architecture
from lamella.model.target import Architecture, Target
from lamella.sandbox.function import Function
from lamella.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.e2e

MINOR = f"python3.{sys.version_info.minor}"
TARGET = Target(MINOR, machine_architecture() or Architecture.X86_64)
EXTENSION = (
    f"#!/var/lang/bin/{MINOR}"
    """
import json, os, socket, sys, threading, urllib.request

def call(path, method="GET", body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    url = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + path
    request = urllib.request.Request(url, body and json.dumps(body).encode(), headers, method=method)
    return urllib.request.urlopen(request)

def collect(server):
    while True:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as reader:
            size = 0
            while (line := reader.readline().strip()):
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
            for event in json.loads(reader.read(size)):
                print("telemetry", event["type"], flush=True)
            connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")

server = socket.create_server(("", 4243))
threading.Thread(target=collect, args=(server,), daemon=True).start()
answer = call("/2020-01-01/extension/register", "POST", {"events": ["INVOKE", "SHUTDOWN"]},
              Lambda_Extension_Name=os.path.basename(sys.argv[0]))
own = {"Lambda_Extension_Identifier": answer.headers["Lambda-Extension-Identifier"]}
call("/2022-07-01/telemetry", "PUT", {
    "schemaVersion": "2022-12-13", "types": ["platform"], "buffering": {"timeoutMs": 25},
    "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243"}}, **own)
while True:
    event = json.load(call("/2020-01-01/extension/event/next", **own))
    print("event", event["eventType"], flush=True)
    if event["eventType"] == "SHUTDOWN":
        with open("/tmp/told", "w") as file:
            file.write(event["shutdownReason"])
        break
"""
)
HANDLER = """
import time
from pathlib import Path

def handler(event, context):
    if event == "never":
        time.sleep(60)
    time.sleep(0.2)
    told = Path("/tmp/told")
    return told.read_text() if told.exists() else None
"""


def test_an_extension_of_a_layer(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "layer.zip", "w") as layer:
        entry = zipfile.ZipInfo("extensions/watcher")
        entry.create_system = 3
        entry.external_attr = 0o100755 << 16
        layer.writestr(entry, EXTENSION)
    code = tmp_path / "code"
    code.mkdir()
    (code / "app.py").write_text(HANDLER)
    function = Function(TARGET, "app.handler", code, memory_mb=256, timeout_s=1.0)
    cache = tmp_path / "cache"
    layers = [tmp_path / "layer.zip"]
    with Sandbox(function, layers, runtime_boto3=False, cache=cache, environ=dict(os.environ)) as box:
        first = box.invoke({})
        second = box.invoke({})
        late = box.invoke("never")
        after = box.invoke({})

    assert (first.error, json.loads(first.payload)) == (None, None)
    assert "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]" in first.logs
    assert "TELEMETRY\tName: watcher\tState: Subscribed\tTypes: [Platform]" in first.logs
    assert "event INVOKE\n" in second.logs
    received = [line for line in (first.logs + second.logs).splitlines() if line.startswith("telemetry ")]
    assert received[0] == "telemetry platform.initStart"
    # The extension subscribes while the runtime starts: either may be first.
    assert "telemetry platform.telemetrySubscription" in received
    assert "telemetry platform.report" in received
    assert late.error is not None
    assert late.error.error_type == "Sandbox.Timedout"
    assert json.loads(after.payload) == "timeout"
