"""publish where single answers are lost, refused or late: one run completes it, or leaves nothing twice."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, lamella, new_account
from fault_proxy import (
    CUT_AFTER_COMMIT,
    DENIED,
    IN_PROGRESS,
    RESET,
    THROTTLE,
    UNAVAILABLE,
    FaultProxy,
    fault_proxy,
)
from running import Done

pytestmark = pytest.mark.e2e

IRELAND, VIRGINIA = "eu-west-1", "us-east-1"
PARTNER = "999988887777"
EXPIRED_AT_STS = {"service": "sts", "error": {"code": "ExpiredToken", "status": 403, "message": "expired"}}
CONFIG = f"""
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
share = {{ accounts = ["{PARTNER}"] }}
[environments.prod]
regions = ["{IRELAND}", "{VIRGINIA}"]
state_store = "prod.db"
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A layer that is shared, and an account of its own; commands go through the proxy, looks do not."""

    cloud: Cloud
    proxy: FaultProxy
    folder: Path
    account: str

    def __call__(self, *arguments: str) -> Done:
        environ = {
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ENDPOINT_URL": self.proxy.url,
            "LAMELLA_STATE": str(self.folder / "state"),
            "LAMELLA_CACHE": str(self.cloud.cache),
        }
        return lamella(self.folder, environ, *arguments)

    def publish(self, *faults: Mapping[str, Any]) -> Done:
        self.proxy.rules(*faults)
        return self("publish", "--env", "prod", "--apply")

    def content(self, text: str) -> None:
        module = self.folder / "data" / "python" / "data.py"
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(text)

    def client(self, region: str) -> Any:
        return self.cloud.client("lambda", self.account, region)

    def versions(self, region: str) -> list[int]:
        listed = self.client(region).list_layer_versions(LayerName="data")["LayerVersions"]
        return sorted(it["Version"] for it in listed)

    def state_of(self, region: str) -> tuple[list[int], list[str], str]:
        """Return the versions, the newest one's statements, and what the channel says."""
        versions = self.versions(region)
        policy = self.client(region).get_layer_version_policy(LayerName="data", VersionNumber=versions[-1])["Policy"]
        name = "/lamella/data/python3.12/x86_64/stable"
        value = self.cloud.client("ssm", self.account, region).get_parameter(Name=name)["Parameter"]["Value"]
        return versions, [it["Sid"] for it in json.loads(policy)["Statement"]], value

    def complete(self, region: str, newest: int = 1) -> tuple[list[int], list[str], str]:
        arn = f"arn:aws:lambda:{region}:{self.account}:layer:data:{newest}"
        return list(range(1, newest + 1)), [f"lamella-account-{PARTNER}"], arn


@pytest.fixture(name="proxy", scope="module")
def _proxy(cloud: Cloud) -> Iterator[FaultProxy]:
    with fault_proxy(cloud.endpoint) as proxy:
        yield proxy


@pytest.fixture(name="project")
def _project(cloud: Cloud, proxy: FaultProxy, tmp_path: Path) -> Project:
    made = Project(cloud, proxy, tmp_path, new_account())
    made.content("A = 1\n")
    (tmp_path / "lamella.toml").write_text(CONFIG)
    return made


def fault(operation: str, kind: Mapping[str, Any], times: int = 1, **more: str) -> Mapping[str, Any]:
    service = "ssm" if operation.endswith("Parameter") else "lambda"
    return {"service": service, "operation": operation, "times": times, **more, **kind}


@pytest.mark.parametrize(
    "faults",
    [
        [fault("PublishLayerVersion", CUT_AFTER_COMMIT, region=IRELAND)],
        [fault("PublishLayerVersion", RESET), fault("PublishLayerVersion", UNAVAILABLE)],
        [fault("PublishLayerVersion", THROTTLE, 2), fault("PublishLayerVersion", IN_PROGRESS)],
        [fault("AddLayerVersionPermission", CUT_AFTER_COMMIT, 2), fault("PutParameter", CUT_AFTER_COMMIT)],
        [
            fault("ListLayerVersions", THROTTLE, 3),
            fault("GetLayerVersionPolicy", UNAVAILABLE),
            fault("AddLayerVersionPermission", RESET, 2),
        ],
    ],
    ids=["cut after commit", "reset, 500", "429, 409", "grants and channel cut", "reads and grants"],
)
def test_whatever_passes_by_each_region_gets_one_version(project: Project, faults: list[Mapping[str, Any]]) -> None:
    done = project.publish(*faults)
    assert done.code == 0, done.err
    assert len(project.proxy.fired()) == sum(it["times"] for it in faults)
    for region in (IRELAND, VIRGINIA):
        assert project.state_of(region) == project.complete(region)
    again = project("publish", "--env", "prod", "--detailed-exitcode")
    assert again.code == 0, again.out


def test_expired_credentials_end_the_command_before_anything(project: Project) -> None:
    done = project.publish(EXPIRED_AT_STS)
    assert done.code == 1
    assert "sign in again" in done.err
    assert "Traceback" not in done.err
    assert [project.versions(region) for region in (IRELAND, VIRGINIA)] == [[], []]


def test_a_version_whose_answer_is_never_seen_is_not_published_twice(project: Project) -> None:
    """The answer is lost, and the look after it is refused: only the next command finds out."""
    lost = fault("PublishLayerVersion", CUT_AFTER_COMMIT, 9, region=IRELAND)
    done = project.publish(lost, fault("GetLayerVersion", DENIED, 99, region=IRELAND))
    assert done.code == 5, done.err
    assert project.versions(IRELAND) == [1]
    assert project.publish().code == 0
    for region in (IRELAND, VIRGINIA):
        assert project.state_of(region) == project.complete(region)
