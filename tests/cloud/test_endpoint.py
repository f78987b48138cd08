"""What an SDK does through the public endpoint."""

import base64
import hashlib
import io
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clouds import Cloud, new_account

LARGE = bytes(range(256)) * 400_000


def zipped(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - of the embedded cloud
        content: bytes = answer.read()
    return content


def bucket_of(cloud: Cloud) -> tuple[Any, str]:
    """Make a bucket; names are shared by all accounts, as on AWS."""
    account = new_account()
    client = cloud.client("s3", account, "us-east-1")
    client.create_bucket(Bucket=f"bucket-{account}")
    return client, f"bucket-{account}"


def test_a_layer_s_content_is_downloaded_from_where_the_api_says(cloud: Cloud) -> None:
    content = zipped("python/data.py", "A = 1\n")
    client = cloud.client("lambda", new_account(), "ap-southeast-2")
    arn = client.publish_layer_version(LayerName="data", Content={"ZipFile": content})["LayerVersionArn"]
    location = client.get_layer_version_by_arn(Arn=arn)["Content"]
    assert location["Location"].startswith(f"{cloud.endpoint}/")
    assert fetched(location["Location"]) == content
    assert location["CodeSha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_a_function_s_code_is_downloaded_from_where_the_api_says(cloud: Cloud) -> None:
    account = new_account()
    content = zipped("app.py", "def handler(event, context): return event\n")
    client = cloud.client("lambda", account)
    client.create_function(
        FunctionName="echo",
        Runtime="python3.12",
        Handler="app.handler",
        Role=f"arn:aws:iam::{account}:role/any",
        Code={"ZipFile": content},
    )
    location = client.get_function(FunctionName="echo")["Code"]["Location"]
    assert location.startswith(f"{cloud.endpoint}/")
    assert fetched(location) == content


@pytest.mark.parametrize("algorithm", ["SHA256", "CRC32"])
def test_large_objects_stream_through_it_whole(cloud: Cloud, algorithm: str) -> None:
    client, bucket = bucket_of(cloud)
    client.put_object(Bucket=bucket, Key="layers/a b.zip", Body=io.BytesIO(LARGE), ChecksumAlgorithm=algorithm)
    assert client.get_object(Bucket=bucket, Key="layers/a b.zip")["Body"].read() == LARGE
    assert client.head_object(Bucket=bucket, Key="layers/a b.zip")["ContentLength"] == len(LARGE)
    client.delete_object(Bucket=bucket, Key="layers/a b.zip")


def test_an_upload_in_parts(cloud: Cloud) -> None:
    client, bucket = bucket_of(cloud)
    client.upload_fileobj(io.BytesIO(LARGE), bucket, "large")
    assert client.get_object(Bucket=bucket, Key="large")["Body"].read() == LARGE
    client.delete_object(Bucket=bucket, Key="large")


def test_a_body_of_unknown_length_is_sent_in_aws_s_own_chunks(cloud: Cloud) -> None:
    class Unknown(io.RawIOBase):
        """Readable, and nothing else."""

        def __init__(self) -> None:
            self._left = io.BytesIO(b"abc" * 100_000)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self._left.read(size)

    client, bucket = bucket_of(cloud)
    client.upload_fileobj(Unknown(), bucket, "a")
    assert client.get_object(Bucket=bucket, Key="a")["Body"].read() == b"abc" * 100_000


def test_many_callers_at_once(cloud: Cloud) -> None:
    account = new_account()
    client = cloud.client("ssm", account)

    def put(number: int) -> int:
        return int(client.put_parameter(Name=f"/many/{number}", Value="x", Type="String")["Version"])

    with ThreadPoolExecutor(16) as executor:
        assert set(executor.map(put, range(200))) == {1}
    pages = client.get_paginator("get_parameters_by_path").paginate(Path="/many", Recursive=True)
    assert sum(len(page["Parameters"]) for page in pages) == 200


def test_accounts_and_regions_are_apart_and_roles_lead_from_one_to_another(cloud: Cloud) -> None:
    here, there = new_account(), new_account()
    cloud.client("ssm", here).put_parameter(Name="/a", Value="here", Type="String")
    assert cloud.client("ssm", there).describe_parameters()["Parameters"] == []
    assert cloud.client("ssm", here, "us-west-2").describe_parameters()["Parameters"] == []
    assert cloud.client("sts", "AKIAANYTHING").get_caller_identity()["Account"] == "000000000000"
    cloud.client("iam", there).create_role(RoleName="publisher", AssumeRolePolicyDocument="{}")
    arn = f"arn:aws:iam::{there}:role/publisher"
    role = cloud.client("sts", here).assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    assert (
        cloud.client("sts", role["AccessKeyId"], token=role["SessionToken"]).get_caller_identity()["Account"] == there
    )


def test_with_auth_a_policy_is_needed_and_the_root_user_s_signature_holds(cloud_with_auth: Cloud) -> None:
    account = new_account()
    iam = cloud_with_auth.client("iam", account)
    iam.create_user(UserName="reader")
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    reader = cloud_with_auth.client("lambda", key["AccessKeyId"], secret=key["SecretAccessKey"])
    with pytest.raises(reader.exceptions.ClientError, match="AccessDenied"):
        reader.list_layers()
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:ListLayers","Resource":"*"}]}'
    iam.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=policy)
    assert reader.list_layers()["Layers"] == []
