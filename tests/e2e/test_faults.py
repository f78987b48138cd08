"""The command line against an AWS that throttles, breaks, refuses and loses answers: two accounts, three Regions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, new_account
from fault_proxy import (
    CUT_AFTER_COMMIT,
    DENIED,
    EXPIRED,
    IN_PROGRESS,
    RESET,
    THROTTLE,
    UNAVAILABLE,
    FaultProxy,
    fault_proxy,
)
from running import Cli, Done

pytestmark = pytest.mark.e2e

REGIONS = ("eu-west-1", "us-east-1", "us-west-2")
TOML = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
[layers.data.share]
accounts = ["444455556666"]
[environments.prod]
regions = ["eu-west-1", "us-east-1", "us-west-2"]
accounts = [{{ id = "{own}" }}, {{ id = "{other}", role_arn = "arn:aws:iam::{other}:role/publisher" }}]
"""


@pytest.fixture(name="proxy", scope="module")
def _proxy(cloud: Cloud) -> Iterator[FaultProxy]:
    with fault_proxy(cloud.endpoint) as found:
        yield found


@dataclass(frozen=True)
class Project:
    """A layer for two accounts and three Regions, behind the proxy."""

    folder: Path
    own: str
    other: str
    cli: Cli
    cloud: Cloud
    proxy: FaultProxy

    def __call__(self, *arguments: str) -> Done:
        environ = {
            "LAMELLA_STATE": str(self.folder / "state"),
            "AWS_ENDPOINT_URL": self.proxy.url,
            "AWS_ACCESS_KEY_ID": self.own,
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        return self.cli(*arguments, cwd=self.folder, environ=environ)

    def publish(self, *arguments: str) -> Done:
        return self("publish", "--env", "prod", "--apply", *arguments)

    def faults(self, *rules: Mapping[str, Any]) -> None:
        self.proxy.rules(*({"service": "lambda", **rule} for rule in rules))

    def there(self) -> dict[tuple[str, str], list[int]]:
        """Return the version numbers in each account and Region."""
        found = {}
        for account in (self.own, self.other):
            for region in REGIONS:
                client = self.cloud.client("lambda", account, region)
                listed = client.list_layer_versions(LayerName="data")["LayerVersions"]
                found[account, region] = sorted(int(it["Version"]) for it in listed)
        return found

    def everywhere(self, *numbers: int) -> dict[tuple[str, str], list[int]]:
        return {(account, region): list(numbers) for account in (self.own, self.other) for region in REGIONS}

    def pointers(self) -> list[str]:
        """Return what the channel says in each account and Region."""
        return [
            self.cloud.client("ssm", account, region)
            .get_parameter(Name="/lamella/data/python3.12/x86_64/stable")["Parameter"]["Value"]
            .removeprefix("arn:aws:lambda:")
            for account in (self.own, self.other)
            for region in REGIONS
        ]


@pytest.fixture(name="project")
def _project(tmp_path: Path, cli: Cli, cloud: Cloud, proxy: FaultProxy) -> Project:
    made = Project(tmp_path / "project", new_account(), new_account(), cli, cloud, proxy)
    module = made.folder / "data" / "python" / "only.py"
    module.parent.mkdir(parents=True)
    module.write_text("A = 1\n")
    (made.folder / "lamella.toml").write_text(TOML.format(own=made.own, other=made.other))
    cloud.client("iam", made.other).create_role(RoleName="publisher", AssumeRolePolicyDocument="{}")
    proxy.rules()
    return made


def test_answers_that_are_lost_after_the_commit_make_no_second_version(project: Project) -> None:
    project.faults(
        *({"operation": "PublishLayerVersion", "region": region, "times": 2, **CUT_AFTER_COMMIT} for region in REGIONS)
    )
    done = project.publish()
    assert done.code == 0, done.err
    assert len(project.proxy.fired()) == 6
    assert project.there() == project.everywhere(1)
    assert len(project.pointers()) == 6


@pytest.mark.parametrize(
    "fault", [THROTTLE, UNAVAILABLE, RESET, IN_PROGRESS], ids=["throttled", "5xx", "reset", "in-progress"]
)
def test_a_third_of_all_calls_fails_and_the_work_is_done(project: Project, fault: Mapping[str, Any]) -> None:
    # Publishing is sent once, so a fault of it is the applier's to mend; the others are the client's.
    project.faults({"sequence": {"fail": 1, "pass": 2}, **fault})
    done = project.publish("--region", "eu-west-1")
    runs = 1
    # What is refused again and again ends a Region; the next run completes it.
    while done.code in {1, 5} and runs < 6:
        done, runs = project.publish("--region", "eu-west-1"), runs + 1
    assert done.code == 0, done.err
    assert project.proxy.fired()
    for account in (project.own, project.other):
        assert project.there()[account, "eu-west-1"] == [1]


def test_a_region_that_refuses_is_told_and_the_others_stand(project: Project) -> None:
    project.faults({"operation": "PublishLayerVersion", "region": "us-east-1", **DENIED})
    done = project.publish()
    assert done.code == 5, done.err
    for account in (project.own, project.other):
        assert f"{account} us-east-1" in done.out
    assert "lambda:PublishLayerVersion" in done.out
    assert project.there() == {
        (account, region): [] if region == "us-east-1" else [1]
        for account in (project.own, project.other)
        for region in REGIONS
    }
    project.faults()
    again = project.publish()
    assert again.code == 0, again.err
    assert project.there() == project.everywhere(1)
    assert project.pointers() == [
        f"{region}:{account}:layer:data:1" for account in (project.own, project.other) for region in REGIONS
    ]


def test_a_token_that_expires_on_the_way_loses_nothing(project: Project) -> None:
    project.faults({"operation": "AddLayerVersionPermission", **EXPIRED})
    done = project.publish()
    assert done.code in {1, 5}
    assert "sign in again" in done.out
    assert project.there() == project.everywhere(1)
    # No pointer leads to a version that the consumers may not read.
    with pytest.raises(Exception, match="ParameterNotFound"):
        project.pointers()
    project.faults()
    again = project.publish()
    assert again.code == 0, again.err
    assert project.there() == project.everywhere(1)
    assert len(project.pointers()) == 6


def test_a_region_that_cannot_be_read_stops_its_part_of_a_clean_up(project: Project) -> None:
    for text in ("A = 1\n", "A = 2\n", "A = 3\n"):
        (project.folder / "data" / "python" / "only.py").write_text(text)
        assert project.publish().code == 0
    project.faults({"operation": "ListFunctions", "region": "us-east-1", **DENIED})
    wanted = ("clean", "--env", "prod", "--keep", "1", "--assume-unused-by", "444455556666", "--apply", "--force")
    done = project(*wanted, "--output", "json")
    assert done.code == 5, done.err
    assert project.there() == {
        (account, region): [1, 2, 3] if region == "us-east-1" else [3]
        for account in (project.own, project.other)
        for region in REGIONS
    }
    project.faults({"operation": "DeleteLayerVersion", "times": 2, **CUT_AFTER_COMMIT})
    assert project(*wanted).code == 0
    assert project.there() == project.everywhere(3)


def test_a_plan_is_performed_by_another_caller_and_refused_after_the_world_changed(project: Project) -> None:
    saved = project("publish", "--env", "prod", "--out", "plan.json")
    assert saved.code == 0, saved.err
    late = project("publish", "--env", "prod", "--out", "late.json")
    assert late.code == 0
    client = project.cloud.client("iam", project.own)
    client.create_role(RoleName="deployer", AssumeRolePolicyDocument="{}")
    role = f"arn:aws:iam::{project.own}:role/deployer"
    done = project("apply", "plan.json", "--role-arn", role)
    assert done.code == 0, done.err
    assert project.there() == project.everywhere(1)
    (project.folder / "data" / "python" / "only.py").write_text("A = 2\n")
    assert project.publish().code == 0
    (project.folder / "data" / "python" / "only.py").write_text("A = 3\n")
    assert project("publish", "--env", "prod", "--out", "third.json").code == 0
    (project.folder / "data" / "python" / "only.py").write_text("A = 4\n")
    assert project.publish().code == 0
    refused = project("apply", "third.json")
    assert refused.code != 0
    assert project.there() == project.everywhere(1, 2, 3)
    plan = json.loads((project.folder / "third.json").read_text())
    assert plan["kind"] == "publish"
