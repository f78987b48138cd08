"""`lamella publish --apply` and `lamella apply` killed (SIGKILL) at a change, and run again."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, new_account
from killing_proxy import Killer, killing_proxy
from running import Done

pytestmark = pytest.mark.e2e

REGIONS = ("eu-west-1", "us-east-1")
CHANGES = 2 * 4 + 1
TOML = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
[layers.data.share]
accounts = ["111122223333"]
organizations = ["o-abcdefghij"]
[environments.prod]
regions = ["eu-west-1", "us-east-1"]
artifact_buckets = {{ eu-west-1 = "{bucket}" }}
"""
PUBLISH = ("publish", "--env", "prod", "--skip-tests", "--apply")
APPLY = ("apply", "plan.json")

# Ten of the moments: each change, before the endpoint makes it or after it did and before the answer comes.
SAMPLES = [
    (PUBLISH, 1, True),
    (PUBLISH, 2, False),
    (PUBLISH, 2, True),
    (PUBLISH, 3, True),
    (PUBLISH, 5, False),
    (PUBLISH, 9, True),
    (APPLY, 1, False),
    (APPLY, 3, True),
    (APPLY, 6, True),
    (APPLY, 8, True),
]


@dataclass(frozen=True)
class Project:
    """One layer for two Regions, one of them with a bucket."""

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

    def versions(self, region: str) -> list[str]:
        found = self.cloud.client("lambda", self.account, region).list_layer_versions(LayerName="data")
        return [version["LayerVersionArn"] for version in found["LayerVersions"]]

    def statements(self, region: str) -> int:
        client = self.cloud.client("lambda", self.account, region)
        policy: str = client.get_layer_version_policy(LayerName="data", VersionNumber=1)["Policy"]
        return policy.count("lambda:GetLayerVersion")

    def pointer(self, region: str) -> str:
        name = "/lamella/data/python3.12/x86_64/stable"
        told: dict[str, Any] = self.cloud.client("ssm", self.account, region).get_parameter(Name=name)["Parameter"]
        return str(told["Value"])


@pytest.fixture(name="killer", scope="module")
def _killer(cloud: Cloud) -> Iterator[Killer]:
    with killing_proxy(cloud.endpoint) as killer:
        yield killer


@pytest.fixture(name="project")
def _project(tmp_path: Path, cloud: Cloud, killer: Killer, shared_cache: Path) -> Project:
    account = new_account()
    bucket = f"artifacts-{account}"
    where: Any = {"LocationConstraint": REGIONS[0]}
    cloud.client("s3", account, REGIONS[0]).create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    module = tmp_path / "project" / "data" / "python" / "data.py"
    module.parent.mkdir(parents=True)
    module.write_text("A = 1\n")
    (tmp_path / "project" / "lamella.toml").write_text(TOML.format(bucket=bucket))
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("LAMELLA_", "UV_", "AWS_"))}
    environ = {
        **settings,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": cloud.environ(account)["AWS_SECRET_ACCESS_KEY"],
        "AWS_EC2_METADATA_DISABLED": "true",
        "LAMELLA_STATE": str(tmp_path / "state"),
        "LAMELLA_CACHE": str(shared_cache),
    }
    return Project(tmp_path / "project", account, cloud, killer, environ)


@pytest.mark.parametrize(("command", "at", "made"), SAMPLES)
def test_killed_and_run_again(project: Project, command: tuple[str, ...], at: int, made: bool) -> None:  # noqa: FBT001 - a table's column
    project.killer.aim(0, made=False)
    if command == APPLY:
        planned = project(*PUBLISH[:-1], "--out", "plan.json")
        assert planned.code == 0, planned.err
    project.killer.aim(at, made=made)
    killed = project(*command)
    assert killed.code == -9, killed.err
    assert len(project.killer.seen) >= at
    project.killer.aim(0, made=False)
    again = project(*command)
    assert again.code == 0, again.out + again.err
    for region in REGIONS:
        arn = f"arn:aws:lambda:{region}:{project.account}:layer:data:1"
        assert project.versions(region) == [arn]
        assert project.statements(region) == 2
        assert project.pointer(region) == arn
    checked = project("lock", "check", "--env", "prod")
    assert checked.code == 0, checked.out + checked.err
    done = project(*PUBLISH[:-1], "--detailed-exitcode")
    assert done.code == 0, done.out + done.err


def test_undisturbed_it_makes_so_many_changes(project: Project) -> None:
    project.killer.aim(0, made=False)
    assert project(*PUBLISH).code == 0
    assert len(project.killer.seen) == CHANGES
