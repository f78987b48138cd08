"""Clean-up and restore through the command line, on the embedded cloud."""

import io
import json
import random
import re
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud
from running import Done

pytestmark = pytest.mark.e2e
HERE, OTHER = "eu-west-1", "us-east-1"


def zipped(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("python/content.py", content)
    return buffer.getvalue()


def account_id() -> str:
    return f"{random.randrange(10**11, 10**12)}"  # noqa: S311 - an account of its own for each test


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the embedded cloud, with what tests put into it."""

    cloud: Cloud
    id: str
    folder: Path

    def client(self, service: str, region: str = HERE) -> Any:
        return self.cloud.client(service, self.id, region)

    def arn(self, version: int, layer: str = "data", region: str = HERE) -> str:
        return f"arn:aws:lambda:{region}:{self.id}:layer:{layer}:{version}"

    def publish(self, count: int, layer: str = "data", region: str = HERE) -> None:
        client = self.client("lambda", region)
        for number in range(1, count + 1):
            client.publish_layer_version(
                LayerName=layer,
                Content={"ZipFile": zipped(f"{layer} {number}")},
                CompatibleRuntimes=["python3.12"],
                Description=f"number {number}",
                LicenseInfo="MIT",
            )

    def function(self, name: str, *layers: str, region: str = HERE, publish: bool = False) -> None:
        client = self.client("lambda", region)
        self.create(client, name, layers, publish=publish)
        client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})

    def create(self, client: Any, name: str, layers: Sequence[str], *, publish: bool = False) -> None:
        client.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Handler="app.handler",
            Role=f"arn:aws:iam::{self.id}:role/{name}",
            Code={"ZipFile": zipped("app")},
            Layers=list(layers),
            Publish=publish,
        )

    def attach(self, name: str, *layers: str, region: str = HERE) -> None:
        client = self.client("lambda", region)
        client.update_function_configuration(FunctionName=name, Layers=list(layers))
        client.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})

    def versions(self, layer: str = "data", region: str = HERE) -> list[int]:
        pages = self.client("lambda", region).get_paginator("list_layer_versions").paginate(LayerName=layer)
        return sorted(version["Version"] for page in pages for version in page["LayerVersions"])

    def lamella(self, *arguments: str) -> Done:
        return self.cloud.lamella(self.id, self.folder, *arguments)


@pytest.fixture
def account(cloud: Cloud, tmp_path: Path) -> Account:
    return Account(cloud, account_id(), tmp_path)


def reasons(plan: Any) -> dict[str, str]:
    return {left["subject"]: left["why"] for left in plan["left_alone"]}


def test_what_is_needed_stays_with_its_reason_and_the_rest_goes_after_it_was_kept(account: Account) -> None:
    account.publish(12)
    account.function("latest", account.arn(1))
    account.function("frozen", account.arn(2), publish=True)
    account.attach("frozen", account.arn(12))
    account.client("lambda").publish_version(FunctionName="frozen")
    account.client("lambda").create_alias(
        FunctionName="frozen",
        Name="live",
        FunctionVersion="2",
        RoutingConfig={"AdditionalVersionWeights": {"1": 0.1}},
    )
    account.client("ssm").put_parameter(
        Name="/lamella/data/python3.12/x86_64/stable", Type="String", Value=account.arn(3)
    )
    template = {"Parameters": {"Layer": {"Type": "String", "Default": account.arn(4)}}, "Resources": {}}
    account.client("cloudformation").create_stack(StackName="reports", TemplateBody=json.dumps(template))
    account.client("lambda").add_layer_version_permission(
        LayerName="data", VersionNumber=5, StatementId="s", Action="lambda:GetLayerVersion", Principal="999988887777"
    )
    state = account.folder / "prod.tfstate"
    state.write_text(json.dumps({"layers": [account.arn(6)]}))
    bytes_of_7 = account.client("lambda").get_layer_version(LayerName="data", VersionNumber=7)["Content"]

    clean = ("clean", "data", "--region", HERE, "--keep", "3", "--pins", str(state))
    planned = account.lamella(*clean, "--output", "json")
    assert planned.code == 0, planned.err
    why = reasons(planned.json)
    assert why["data:1"] == "used by latest:$LATEST"
    assert why["data:2"] == "used by frozen:1 (alias live, weight 0.1)"
    assert "parameter /lamella/data/python3.12/x86_64/stable" in why["data:3"]
    assert "stack reports" in why["data:4"]
    assert why["data:5"] == "shared with account 999988887777, where its use cannot be seen"
    assert why["data:6"] == f"named by {state}"
    assert why["data:12"].startswith("one of the 3 newest; used by frozen:$LATEST")
    assert sorted(why) == sorted(f"data:{number}" for number in (1, 2, 3, 4, 5, 6, 10, 11, 12))
    assert account.versions() == list(range(1, 13))

    done = account.lamella(*clean, "--apply")
    assert done.code == 0, done.err
    assert account.versions() == [1, 2, 3, 4, 5, 6, 10, 11, 12]
    again = account.lamella(*clean, "--apply", "--detailed-exitcode")
    assert again.code == 0, again.err

    restored = account.lamella("restore", account.arn(7), "--apply")
    assert restored.code == 0, restored.err
    assert account.versions()[-1] == 13
    back = account.client("lambda").get_layer_version(LayerName="data", VersionNumber=13)
    assert back["Content"]["CodeSha256"] == bytes_of_7["CodeSha256"]
    assert (back["Description"], back["LicenseInfo"]) == ("number 7", "MIT")
    assert back["CompatibleRuntimes"] == ["python3.12"]
    assert account.lamella("restore", account.arn(7), "--detailed-exitcode").code == 0


def test_a_version_that_came_into_use_since_the_plan_was_made_is_not_deleted(account: Account) -> None:
    account.publish(7)
    account.function("late", account.arn(7))
    plan = account.folder / "plan.json"
    assert account.lamella("clean", "data", "--region", HERE, "--out", str(plan)).code == 0
    account.attach("late", account.arn(1))
    refused = account.lamella("apply", str(plan))
    assert refused.code == 1
    assert "data:1" in refused.err
    assert "late:$LATEST" in refused.err
    assert account.versions() == list(range(1, 8))


def test_a_kept_version_that_went_since_the_plan_was_made_stops_it(account: Account) -> None:
    account.publish(7)
    plan = account.folder / "plan.json"
    assert account.lamella("clean", "data", "--region", HERE, "--out", str(plan)).code == 0
    account.client("lambda").delete_layer_version(LayerName="data", VersionNumber=7)
    refused = account.lamella("apply", str(plan))
    assert refused.code == 1
    assert "data:7" in refused.err
    assert account.versions() == list(range(1, 7))


def test_more_than_the_threshold_needs_force(account: Account) -> None:
    account.publish(4)
    clean = ("clean", "data", "--region", HERE, "--keep", "2", "--apply")
    refused = account.lamella(*clean)
    assert refused.code == 3
    assert re.search(r"2\b.*\b1\b", refused.err, re.DOTALL)
    assert account.versions() == [1, 2, 3, 4]
    assert account.lamella(*clean, "--most-percent", "50").code == 0
    assert account.versions() == [3, 4]


def test_functions_of_other_accounts_in_scope_count_and_so_does_each_region(account: Account) -> None:
    partner = Account(account.cloud, account_id(), account.folder)
    role = partner.client("iam").create_role(
        RoleName="reader",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{account.id}:root"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )["Role"]["Arn"]
    (account.folder / "lamella.toml").write_text(
        f'[environments.prod]\nregions = ["{HERE}", "{OTHER}"]\naccounts = [{{ id = "{account.id}" }}, '
        f'{{ id = "{partner.id}", role_arn = "{role}" }}]\n'
    )
    for region in (HERE, OTHER):
        account.publish(4, region=region)
        for number in (1, 2):
            account.client("lambda", region).add_layer_version_permission(
                LayerName="data", VersionNumber=number, StatementId="s", Action="lambda:GetLayerVersion",
                Principal=partner.id,
            )  # fmt: skip
    partner.function("theirs", account.arn(1))
    clean = ("clean", "data", "--env", "prod", "--keep", "1", "--apply", "--force")
    done = account.lamella(*clean)
    assert done.code == 0, done.err
    assert account.versions() == [1, 4]
    assert account.versions(region=OTHER) == [4]


def test_every_page_of_versions_and_functions_is_read(account: Account) -> None:
    account.publish(230)
    client = account.client("lambda")

    def create(number: int) -> None:
        account.create(client, f"f{number:03}", [account.arn(1 + number % 225)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(400)))
    client.delete_function(FunctionName="f002")
    client.delete_function(FunctionName="f227")
    planned = account.lamella("clean", "data", "--region", HERE, "--output", "json")
    assert planned.code == 0, planned.err
    assert len(reasons(planned.json)) == 229
    assert account.lamella("clean", "data", "--region", HERE, "--apply").code == 0
    assert account.versions() == [number for number in range(1, 231) if number != 3]


def test_a_layer_that_is_not_there_is_an_error(account: Account) -> None:
    wrong = account.lamella("clean", "absent", "--region", HERE)
    assert wrong.code == 1
    assert "there is no layer `absent`" in wrong.err
    assert account.lamella("clean", "--all-layers", "--region", HERE).code == 0


def test_a_version_without_a_copy_cannot_be_restored(account: Account) -> None:
    account.publish(1)
    assert account.lamella("restore", account.arn(1), "--detailed-exitcode").code == 0
    account.client("lambda").delete_layer_version(LayerName="data", VersionNumber=1)
    wrong = account.lamella("restore", account.arn(1))
    assert wrong.code == 1
    assert "there is no copy" in wrong.err


def test_copies_go_to_a_bucket_and_come_back_from_it(account: Account) -> None:
    account.publish(2)
    account.client("s3").create_bucket(
        Bucket=f"kept-{account.id}", CreateBucketConfiguration={"LocationConstraint": HERE}
    )
    archive = ("--archive", f"s3://kept-{account.id}/layers")
    done = account.lamella("clean", "data", "--region", HERE, "--keep", "1", "--apply", "--force", *archive)
    assert done.code == 0, done.err
    keys = [each["Key"] for each in account.client("s3").list_objects_v2(Bucket=f"kept-{account.id}")["Contents"]]
    assert keys == [f"layers/{account.id}/{HERE}/data/1/{name}" for name in ("layer.zip", "version.json")]
    assert account.lamella("restore", account.arn(1), "--apply", *archive).code == 0
    assert account.versions() == [2, 3]
