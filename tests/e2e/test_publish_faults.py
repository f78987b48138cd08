"""publish where a Region refuses, and zips that are too large for a request."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clouds import Cloud, new_account
from iam_enforcement import Door, door_before
from running import Cli, Done

pytestmark = pytest.mark.e2e

TOML = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
compress = "fast"
budget.zipped = "200 MB"
[layers.data.share]
accounts = ["444455556666"]
[environments.prod]
regions = ["eu-west-1", "us-east-1"]
{more}
"""
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@pytest.fixture
def door(cloud: Cloud) -> Iterator[Door]:
    with door_before(cloud.endpoint) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "python").mkdir(parents=True)
    (tmp_path / "data" / "python" / "data.py").write_text("A = 1\n")
    (tmp_path / "lamella.toml").write_text(TOML.format(more=""))
    return tmp_path


def lamella(cli: Cli, door: Door, account: str, folder: Path, *arguments: str) -> Done:
    environ = {
        "LAMELLA_STATE": str(folder / "state"),
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": door.url,
    }
    return cli(*arguments, cwd=folder, environ=environ)


@pytest.mark.parametrize(
    "denied", ["ssm:GetParameter", "lambda:PublishLayerVersion", "lambda:AddLayerVersionPermission"]
)
def test_a_region_that_refuses_is_told_the_other_stands_and_the_next_run_completes(
    denied: str, door: Door, cloud: Cloud, cli: Cli, folder: Path
) -> None:
    account = new_account()
    service = denied.partition(":")[0]
    where = f"arn:aws:{service}:us-east-1:*"
    door.put({"Version": "2012-10-17", "Statement": [ALL, {"Effect": "Deny", "Action": denied, "Resource": where}]})
    done = lamella(cli, door, account, folder, "publish", "--env", "prod", "--apply")
    assert done.code == 5, done.out + done.err
    assert denied in done.out + done.err
    parameter = "/lamella/data/python3.12/x86_64/stable"
    resolved = lamella(cli, door, account, folder, "resolve", "data", "--env", "prod", "--region", "eu-west-1")
    assert resolved.out == f"arn:aws:lambda:eu-west-1:{account}:layer:data:1\n"
    there = cloud.client("ssm", account, "us-east-1").get_parameters(Names=[parameter])
    assert there["Parameters"] == []
    door.put(None)
    again = lamella(cli, door, account, folder, "publish", "--env", "prod", "--apply")
    assert again.code == 0, again.out + again.err
    for region in ("eu-west-1", "us-east-1"):
        client = cloud.client("lambda", account, region)
        (version,) = client.list_layer_versions(LayerName="data")["LayerVersions"]
        policy = client.get_layer_version_policy(LayerName="data", VersionNumber=1)["Policy"]
        assert len(json.loads(policy)["Statement"]) == 1
        value = cloud.client("ssm", account, region).get_parameter(Name=parameter)["Parameter"]["Value"]
        assert value == version["LayerVersionArn"]
    checked = lamella(cli, door, account, folder, "lock", "check", "--env", "prod")
    assert (checked.code, checked.out) == (0, "checked 2 versions in 2 places: 0 differences, 0 gaps\n")


def test_a_zip_over_50_mb_needs_a_bucket_and_goes_through_it(door: Door, cloud: Cloud, cli: Cli, folder: Path) -> None:
    account = new_account()
    publish = ("publish", "--env", "prod", "--region", "eu-west-1")
    (folder / "data" / "python" / "blob.bin").write_bytes(os.urandom(53_000_000))
    refused = lamella(cli, door, account, folder, *publish, "--apply")
    assert refused.code == 2, refused.err
    assert 'artifact_buckets = { eu-west-1 = "BUCKET" }' in refused.err
    bucket, s3 = f"artifacts-{account}", cloud.client("s3", account)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    (folder / "lamella.toml").write_text(TOML.format(more=f'artifact_buckets = {{ eu-west-1 = "{bucket}" }}'))
    done = lamella(cli, door, account, folder, *publish, "--apply")
    assert done.code == 0, done.out + done.err
    (listed,) = s3.list_objects_v2(Bucket=bucket)["Contents"]
    content = cloud.client("lambda", account).get_layer_version(LayerName="data", VersionNumber=1)["Content"]
    assert content["CodeSize"] == listed["Size"] > 52_428_800
    again = lamella(cli, door, account, folder, *publish, "--detailed-exitcode")
    assert again.code == 0, again.out + again.err
