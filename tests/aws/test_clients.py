from typing import Any

import pytest

from aws_places import clients_at
from clouds import Cloud, new_account
from lamella.aws.access import Access, Caller
from lamella.aws.clients import Clients
from lamella.aws.rate import TokenBucket
from lamella.errors import AwsError, CredentialsError
from lamella.model.layer import Account
from lamella.model.place import Place

REGION = "eu-west-1"


def role_in(cloud: Cloud, account: str) -> str:
    cloud.client("iam", account).create_role(RoleName="publisher", AssumeRolePolicyDocument="{}")
    return f"arn:aws:iam::{account}:role/publisher"


def test_a_role_of_another_account_is_assumed(cloud: Cloud) -> None:
    caller, other = new_account(), new_account()
    accounts = {other: Account(other, role_in(cloud, other), "an-external-id")}
    clients = Clients(Access(endpoint_url=cloud.endpoint, local_account=caller), accounts)
    assert clients.caller().account == caller
    clients.ssm(Place(other, REGION)).put_parameter(Name="/x", Value="there", Type="String")
    assert cloud.client("ssm", other).get_parameter(Name="/x")["Parameter"]["Value"] == "there"


def test_a_role_before_anything_else(cloud: Cloud) -> None:
    other = new_account()
    access = Access(endpoint_url=cloud.endpoint, role_arn=role_in(cloud, other), local_account=new_account())
    assert Clients(access, {}).caller().account == other


def test_local_mode_asks_no_credentials_of_this_machine(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "does-not-exist")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREALREALREALREAL")
    place = Place(new_account(), REGION)
    clients = clients_at(cloud.endpoint, place)
    assert clients.caller().account == place.account
    clients.ssm(place).put_parameter(Name="/x", Value="there", Type="String")


def test_local_mode_passes_over_endpoints_of_single_services(monkeypatch: pytest.MonkeyPatch) -> None:
    for service in ("LAMBDA", "SSM", "S3", "STS", "CLOUDFORMATION", "DYNAMODB"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", "https://aws.example")
    place, endpoint = Place("111122223333", REGION), "http://127.0.0.1:9"
    clients = clients_at(endpoint, place)
    monkeypatch.setattr(clients, "caller", lambda: Caller(place.account, ""))
    made: list[Any] = [
        clients.lambda_(place),
        clients.lambda_once(place),
        clients.ssm(place),
        clients.s3(place),
        clients.cloudformation(place),
        clients.dynamodb(place),
    ]
    assert {each.meta.endpoint_url for each in made} == {endpoint}


def test_an_account_of_local_mode_needs_no_role(cloud: Cloud) -> None:
    other = Place(new_account(), REGION)
    clients_at(cloud.endpoint, Place(new_account(), REGION)).ssm(other).put_parameter(
        Name="/x", Value="there", Type="String"
    )
    assert cloud.client("ssm", other.account).get_parameter(Name="/x")["Parameter"]["Value"] == "there"


def test_the_caller_s_credentials_are_not_used_for_an_account_that_nobody_reaches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    clients = Clients(Access(), {})
    monkeypatch.setattr(clients, "caller", lambda: Caller("111122223333", ""))
    clients.lambda_(Place("111122223333", REGION))
    with pytest.raises(AwsError, match="account 999988887777 cannot be reached"):
        clients.lambda_(Place("999988887777", REGION))


def test_a_profile_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with pytest.raises(CredentialsError, match="could not read the AWS configuration"):
        Clients(Access(profile="does-not-exist", endpoint_url="http://127.0.0.1:9"), {}).caller()


def test_no_credentials_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(AwsError) as raised:
        Clients(Access(endpoint_url="http://127.0.0.1:9"), {}).caller()
    assert isinstance(raised.value, CredentialsError)
    assert "sign in" in raised.value.hint


@pytest.mark.parametrize(
    ("environ", "region"),
    [
        ({"AWS_REGION": "eu-west-3"}, "eu-west-3"),
        ({"AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-2"),
        ({"AWS_REGION": "eu-west-3", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-3"),
        ({}, None),
    ],
)
def test_the_default_region_of_local_mode(environ: dict[str, str], region: str | None) -> None:
    assert Clients(Access(local_account="111122223333", environ=environ), {}).default_region() == region


def test_clients_are_made_once(cloud: Cloud) -> None:
    place = Place(new_account(), REGION)
    clients = clients_at(cloud.endpoint, place)
    assert clients.lambda_(place) is clients.lambda_(place)
    assert clients.lambda_(place) is not clients.lambda_once(place)


def test_a_proxy_of_the_environment_is_not_asked_about_the_embedded_cloud(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    place = Place(new_account(), REGION)
    assert clients_at(cloud.endpoint, place).caller().account == place.account


def test_a_bucket_needs_no_name_of_its_own_at_an_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "111122223333")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    clients = Clients(Access(endpoint_url="http://emulator.internal:4566"), {})
    monkeypatch.setattr(clients, "caller", lambda: Caller("111122223333", ""))
    s3 = clients.s3(Place("111122223333", REGION))
    address = s3.generate_presigned_url("get_object", Params={"Bucket": "artefacts", "Key": "layers/x.zip"})
    assert address.startswith("http://emulator.internal:4566/artefacts/layers/x.zip?")


@pytest.mark.parametrize(
    ("endpoint_url", "calls"),
    [
        (None, 1),
        ("https://vpce-1-2.lambda.eu-west-1.vpce.amazonaws.com", 1),
        ("https://lambda.cn-north-1.amazonaws.com.cn", 1),
        ("http://127.0.0.1:4566", 0),
        ("https://amazonaws.com.example.org", 0),
    ],
)
def test_aws_s_rate_is_kept_where_aws_answers(
    monkeypatch: pytest.MonkeyPatch, endpoint_url: str | None, calls: int
) -> None:
    taken: list[object] = []
    monkeypatch.setattr(TokenBucket, "take", lambda bucket: taken.append(bucket))  # noqa: PLW0108 - becomes a method
    account = "111122223333"
    clients = Clients(Access(endpoint_url=endpoint_url, local_account=account), {})
    monkeypatch.setattr(clients, "caller", lambda: Caller(account, ""))
    events: Any = clients.lambda_(Place(account, REGION)).meta.events
    events.emit("before-send.lambda.ListLayers", request=None)
    assert len(taken) == calls
