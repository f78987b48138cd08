"""What the shim keeps itself is there again after `down` and `up`, and after the supervisor was killed."""

import json
import os
import signal
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, lamella, new_account
from lamella.cloud.lease import look
from lamella.host.local_target import machine_architecture
from shimmed import zipped

FIRST, SECOND = (zipped(**{"app.py": f"import data\ndef handler(event, _): return [{n}, data.A]\n"}) for n in (1, 2))


def ended_well(cloud: Cloud) -> None:
    assert cloud.lamella(new_account(), cloud.state, "local", "down").code == 0


def killed(cloud: Cloud) -> None:
    record = look(cloud.state / "cloud")
    assert record is not None
    os.kill(record.pid, signal.SIGKILL)


def made(client: Any, account: str) -> None:
    """Publish a layer, and two versions of a function that has it, each with its own code; both behind an alias."""
    content = {"ZipFile": zipped(**{"python/data.py": "A = 42\n"})}
    layer = client.publish_layer_version(LayerName="data", Content=content)["LayerVersionArn"]
    client.create_function(
        FunctionName="f",
        Runtime="python3.11",
        Handler="app.handler",
        Role=f"arn:aws:iam::{account}:role/any",
        Code={"ZipFile": FIRST},
        Architectures=[str(machine_architecture())],
        Layers=[layer],
        Timeout=20,
        Publish=True,
    )
    client.get_waiter("function_active_v2").wait(FunctionName="f")
    client.update_function_code(FunctionName="f", ZipFile=SECOND)
    client.get_waiter("function_updated_v2").wait(FunctionName="f")
    client.publish_version(FunctionName="f")
    routing = {"AdditionalVersionWeights": {"2": 1.0}}
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1", RoutingConfig=routing)


def seen(client: Any) -> dict[str, Any]:
    location = client.get_function(FunctionName="f", Qualifier="1")["Code"]["Location"]
    with urllib.request.urlopen(location, timeout=20) as answer:  # noqa: S310 - of the embedded cloud
        code = answer.read()
    invoked = {
        qualifier: json.loads(client.invoke(FunctionName="f", Qualifier=qualifier)["Payload"].read())
        for qualifier in ("1", "2", "live", "$LATEST")
    }
    versions = client.list_versions_by_function(FunctionName="f")["Versions"]
    return {
        "code of 1": code,
        "invoked": invoked,
        "digests": {each["Version"]: each["CodeSha256"] for each in versions},
        "revision": client.get_function_configuration(FunctionName="f")["RevisionId"],
        "alias": client.get_alias(FunctionName="f", Name="live")["RoutingConfig"],
    }


@pytest.mark.e2e
@pytest.mark.parametrize("end", [ended_well, killed])
def test_versions_keep_their_code_and_aliases_their_weights(
    tmp_path: Path, cloud_cache: Path, end: Callable[[Cloud], None]
) -> None:
    account = new_account()
    environ = {"LAMELLA_STATE": str(tmp_path), "LAMELLA_CACHE": str(cloud_cache)}

    def up() -> Cloud:
        done = lamella(tmp_path, environ, "local", "up", "--output", "json")
        assert done.code == 0, done.err
        return Cloud(done.json["endpoint"], tmp_path, cloud_cache)

    try:
        cloud = up()
        made(cloud.client("lambda", account), account)
        before = seen(cloud.client("lambda", account))
        assert before["invoked"] == {"1": [1, 42], "2": [2, 42], "live": [2, 42], "$LATEST": [2, 42]}
        assert before["code of 1"] == FIRST
        end(cloud)
        assert seen(up().client("lambda", account)) == before
    finally:
        lamella(tmp_path, environ, "local", "down")
