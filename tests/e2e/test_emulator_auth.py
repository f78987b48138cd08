"""Least policies under ministack's own authorisation, where it evaluates what a command needs.

It does so for parameters (not by path: it takes their resource for `*`), buckets and functions. Of layers it knows two
actions: it takes each read for lambda:ListLayers and each POST for lambda:PublishLayerVersion, and looks at no other
request; `test_least_policies` covers these.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, lamella, new_account, running_cloud
from running import Done

pytestmark = pytest.mark.e2e

PAGES = Path(__file__).parents[2] / "docs" / "commands"
REGION = "eu-west-1"
ACCOUNT = new_account()
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:data:1"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Cloud]:
    """A cloud that evaluates policies, with a layer and a channel."""
    with running_cloud(tmp_path_factory.mktemp("strict"), shared_cache, "--auth") as cloud:
        empty_zip = b"PK\x05\x06" + bytes(18)
        cloud.client("lambda", ACCOUNT).publish_layer_version(LayerName="data", Content={"ZipFile": empty_zip})
        name = "/lamella/data/python3.12/x86_64/stable"
        cloud.client("ssm", ACCOUNT).put_parameter(Name=name, Value=ARN, Type="String")
        yield cloud


def as_user(cloud: Cloud, folder: Path, policy: Mapping[str, Any], *command: str) -> Done:
    """Run a command as a user that has a policy and no other right."""
    iam = cloud.client("iam", ACCOUNT)
    name = f"user-{new_account()}"
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="least", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    environ = {
        "LAMELLA_STATE": str(folder / "state"),
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }
    return lamella(folder, environ, *command, "--region", REGION, "--endpoint-url", cloud.endpoint)


def page_policy(page: str) -> Mapping[str, Any]:
    section = (PAGES / f"{page}.md").read_text("utf-8").partition("\n## Least IAM policy\n")[2]
    found: Mapping[str, Any] = json.loads(section.partition("```json\n")[2].partition("```")[0])
    return found


def without(policy: Mapping[str, Any], action: str) -> Mapping[str, Any]:
    return json.loads(json.dumps(policy).replace(f'"{action}"', '"iam:GetUser"'))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("command", "evaluated"),
    [
        (("resolve", "data@stable", "--target", "python3.12/x86_64"), "ssm:GetParameter"),
        (("grants", "audit"), "lambda:ListLayers"),
    ],
)
def test_the_page_s_policy_is_enough_and_needed(
    strict: Cloud, tmp_path: Path, command: tuple[str, ...], evaluated: str
) -> None:
    policy = page_policy(command[0])
    allowed = as_user(strict, tmp_path, policy, *command)
    assert allowed.code == 0, allowed.err
    refused = as_user(strict, tmp_path, without(policy, evaluated), *command)
    assert refused.code != 0
    assert evaluated in refused.out + refused.err
