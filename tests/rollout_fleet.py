"""Functions and layers on the embedded cloud for rollouts, and the command line that moves them."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clouds import Cloud, new_account
from running import Done

REGIONS = ("eu-west-1", "us-west-2")
CODE = """
import data
def handler(event, context):
    return {'data': data.VERSION, 'version': context.function_version}
"""


def zipped(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@dataclass
class RolloutFleet:
    """An account of its own.

    Attributes:
        endpoint: Where commands go; empty for the embedded cloud itself, in local mode.
    """

    cloud: Cloud
    folder: Path
    account: str = field(default_factory=new_account)
    endpoint: str = ""

    def client(self, service: str = "lambda", region: str = REGIONS[0]) -> Any:
        return self.cloud.client(service, self.account, region)

    def layer(self, text: str = "VERSION = 1\n", name: str = "data", region: str = REGIONS[0]) -> str:
        """Publish a version of a layer, and return its ARN."""
        module = name.replace("-", "_")
        arn: str = self.client(region=region).publish_layer_version(
            LayerName=name,
            Content={"ZipFile": zipped({f"python/{module}.py": text})},
            CompatibleRuntimes=["python3.12"],
            CompatibleArchitectures=["x86_64"],
        )["LayerVersionArn"]
        return arn

    def function(
        self,
        name: str,
        layers: Sequence[str],
        alias: str = "",
        region: str = REGIONS[0],
        tags: Mapping[str, str] | None = None,
        code: str = CODE,
    ) -> str:
        """Create a function, with an alias on a published version where one is named, and wait for it."""
        client = self.client(region=region)
        made: Any = {"Tags": dict(tags)} if tags else {}
        client.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=f"arn:aws:iam::{self.account}:role/any",
            Handler="app.handler",
            Code={"ZipFile": zipped({"app.py": code})},
            Layers=list(layers),
            Timeout=30,
            **made,
        )
        while client.get_function_configuration(FunctionName=name)["State"] != "Active":
            time.sleep(0.1)
        if alias:
            version = client.publish_version(FunctionName=name)["Version"]
            client.create_alias(FunctionName=name, Name=alias, FunctionVersion=version)
        return name

    def functions(self, names: Sequence[str], layers: Sequence[str], alias: str = "", region: str = REGIONS[0]) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: self.function(name, layers, alias, region), names))

    def layers_of(self, name: str, version: str = "$LATEST", region: str = REGIONS[0]) -> list[str]:
        """Return `data:2, tools:1` of a version."""
        found = self.client(region=region).get_function_configuration(FunctionName=name, Qualifier=version)
        return [each["Arn"].partition(":layer:")[2] for each in found.get("Layers", [])]

    def alias(self, name: str, alias: str = "live", region: str = REGIONS[0]) -> tuple[str, dict[str, float]]:
        told = self.client(region=region).get_alias(FunctionName=name, Name=alias)
        return told["FunctionVersion"], dict((told.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {})

    def tags(self, name: str, region: str = REGIONS[0]) -> dict[str, str]:
        return dict(self.client(region=region).get_function(FunctionName=name).get("Tags") or {})

    def snapshot(self, names: Sequence[str], region: str = REGIONS[0]) -> dict[str, Any]:
        """Return all that a complete rollback brings back."""

        def of(name: str) -> Any:
            aliases = self.client(region=region).list_aliases(FunctionName=name)["Aliases"]
            shares = {each["Name"]: self.alias(name, each["Name"], region) for each in aliases}
            return self.layers_of(name, region=region), shares, self.tags(name, region)

        with ThreadPoolExecutor(8) as pool:
            return dict(zip(names, pool.map(of, names), strict=True))

    def invoke(self, name: str, qualifier: str = "$LATEST", region: str = REGIONS[0]) -> Any:
        told = self.client(region=region).invoke(FunctionName=name, Qualifier=qualifier, Payload=b"{}")
        return json.loads(told["Payload"].read())

    def at_once(self, count: int, name: str, qualifier: str = "$LATEST") -> None:
        """Invoke so many times at the same time: each meets a cold start."""
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda _: self.invoke(name, qualifier), range(count)))

    def lamella(self, *arguments: str, environ: Mapping[str, str] | None = None) -> Done:
        with self.begun(*arguments, environ=environ) as process:
            out, err = process.communicate()
        return Done(process.returncode, out, err)

    def begun(self, *arguments: str, environ: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a command."""
        settings = {key: value for key, value in os.environ.items() if not key.startswith(("LAMELLA_", "UV_", "AWS_"))}
        settings |= {
            **self.cloud.environ(self.account),
            "LAMELLA_CACHE": str(self.cloud.cache),
            "AWS_REGION": REGIONS[0],
            "COLUMNS": "300",
        }
        more: tuple[str, ...] = ()
        if self.endpoint:
            more = ("--endpoint-url", self.endpoint)
            settings |= {"LAMELLA_STATE": str(self.folder / "state"), "AWS_EC2_METADATA_DISABLED": "true"}
            del settings["LAMELLA_LOCAL"]
        else:
            # Other tests of this cloud have rollouts of their own; the embedded cloud is found by its folder.
            (self.folder / "lamella.toml").touch()
        return subprocess.Popen(
            [sys.executable, "-m", "lamella", *arguments, *more],
            cwd=self.folder,
            env={**settings, **(environ or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def started(self, *arguments: str) -> str:
        """Start a rollout of `data`, and return its id."""
        done = self.lamella("rollout", "start", "data", *arguments, "--apply", "--output", "json")
        assert done.code == 0, done.err
        id_: str = done.json["id"]
        return id_

    def status(self, id_: str) -> Any:
        return self.lamella("rollout", "status", id_, "--output", "json").json

    def states(self, id_: str) -> dict[str, str]:
        return {each["name"]: each["state"] for each in self.status(id_)["functions"]}
