"""`lamella clean --apply` and its saved plan killed (SIGKILL) at a deletion, and run again."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, new_account
from killing_proxy import Killer, killing_proxy
from running import Done

pytestmark = pytest.mark.e2e

REGION = "eu-west-1"
CLEAN = ("clean", "data", "--region", REGION, "--keep", "3", "--force", "--apply")
APPLY = ("apply", "plan.json", "--force")


@dataclass(frozen=True, slots=True)
class Layer:
    """Six versions of a layer in an account of their own; three are to go."""

    folder: Path
    account: str
    cloud: Cloud
    killer: Killer
    environ: Mapping[str, str]

    def __call__(self, *arguments: str) -> Done:
        """Run the command line; the killer's victim is it."""
        command = [sys.executable, "-m", "lamella", *arguments, "--endpoint-url", self.killer.url]
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            self.killer.victim = process.pid
            out, err = process.communicate()
        return Done(process.returncode, out, err)

    @property
    def client(self) -> Any:
        return self.cloud.client("lambda", self.account, REGION)

    def digests(self) -> dict[int, str]:
        listed = self.client.list_layer_versions(LayerName="data")["LayerVersions"]
        numbers = sorted(version["Version"] for version in listed)
        return {
            number: self.client.get_layer_version(LayerName="data", VersionNumber=number)["Content"]["CodeSha256"]
            for number in numbers
        }


@pytest.fixture(name="killer", scope="module")
def _killer(cloud: Cloud) -> Iterator[Killer]:
    with killing_proxy(cloud.endpoint) as killer:
        yield killer


@pytest.fixture(name="layer")
def _layer(tmp_path: Path, cloud: Cloud, killer: Killer, shared_cache: Path) -> Layer:
    account = new_account()
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("LAMELLA_", "UV_", "AWS_"))}
    environ = {
        **settings,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": cloud.environ(account)["AWS_SECRET_ACCESS_KEY"],
        "AWS_EC2_METADATA_DISABLED": "true",
        "LAMELLA_STATE": str(tmp_path / "state"),
        "LAMELLA_CACHE": str(shared_cache),
    }
    layer = Layer(tmp_path, account, cloud, killer, environ)
    for number in range(1, 7):
        content = {"ZipFile": zipped(number)}
        layer.client.publish_layer_version(LayerName="data", Content=content, CompatibleRuntimes=["python3.12"])
    return layer


def zipped(number: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("python/content.py", f"NUMBER = {number}\n")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("command", "at", "made"),
    [(CLEAN, 1, False), (CLEAN, 1, True), (CLEAN, 2, True), (APPLY, 1, True), (APPLY, 3, False), (APPLY, 3, True)],
)
def test_killed_and_run_again(layer: Layer, command: tuple[str, ...], at: int, made: bool) -> None:  # noqa: FBT001 - a table's column
    before = layer.digests()
    layer.killer.aim(0, made=False)
    if command == APPLY:
        assert layer(*CLEAN[:-2], "--out", "plan.json").code == 0
    layer.killer.aim(at, made=made)
    killed = layer(*command)
    assert killed.code == -9, killed.err
    assert set(before) - set(layer.digests()) == set(range(1, at + made))
    layer.killer.aim(0, made=False)
    again = layer(*command)
    assert again.code == 0, again.out + again.err
    assert list(layer.digests()) == [4, 5, 6]
    for number in (1, 2, 3):
        arn = f"arn:aws:lambda:{REGION}:{layer.account}:layer:data:{number}"
        restored = layer("restore", arn, "--apply")
        assert restored.code == 0, restored.out + restored.err
    assert [layer.digests()[number] for number in (7, 8, 9)] == [before[number] for number in (1, 2, 3)]
