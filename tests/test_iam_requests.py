"""Requests as boto3 really sends them are told apart."""

from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from iam_requests import Asked, asked

PLACE = "eu-west-1:111122223333"
LAYER = f"arn:aws:lambda:{PLACE}:layer:data"
GRANT = {"StatementId": "a", "Action": "lambda:GetLayerVersion", "Principal": "*"}


def asked_by(service: str, method: str, parameters: Mapping[str, Any]) -> Asked | None:
    """Return what a call of a client asks for."""
    caught: list[AWSPreparedRequest] = []

    def catch(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        caught.append(request)
        raise InterruptedError

    client: Any = boto3.client(
        service,  # type: ignore[call-overload]
        region_name="eu-west-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="111122223333",
        aws_secret_access_key="x",  # noqa: S106 - of nobody
        config=Config(retries={"max_attempts": 0}),
    )
    client.meta.events.register("before-send", catch)
    with pytest.raises(InterruptedError):
        getattr(client, method)(**parameters)
    (request,) = caught
    target = request.url.removeprefix("http://127.0.0.1:9")
    values: Any = request.headers
    headers = {name.lower(): getattr(value, "decode", lambda value=value: value)() for name, value in values.items()}
    body: Any = request.body or b""
    return asked(request.method, target, headers, body if isinstance(body, bytes) else str(body).encode())


@pytest.mark.parametrize(
    ("service", "method", "parameters", "action", "resource"),
    [
        ("lambda", "list_layers", {"MaxItems": 50}, "lambda:ListLayers", "*"),
        ("lambda", "list_layer_versions", {"LayerName": "data"}, "lambda:ListLayerVersions", "*"),
        (
            "lambda",
            "get_layer_version",
            {"LayerName": "data", "VersionNumber": 7},
            "lambda:GetLayerVersion",
            f"{LAYER}:7",
        ),
        ("lambda", "get_layer_version_by_arn", {"Arn": f"{LAYER}:7"}, "lambda:GetLayerVersion", f"{LAYER}:7"),
        (
            "lambda",
            "get_layer_version_policy",
            {"LayerName": "data", "VersionNumber": 7},
            "lambda:GetLayerVersionPolicy",
            f"{LAYER}:7",
        ),
        (
            "lambda",
            "publish_layer_version",
            {"LayerName": "data", "Content": {"ZipFile": b"x"}},
            "lambda:PublishLayerVersion",
            LAYER,
        ),
        (
            "lambda",
            "delete_layer_version",
            {"LayerName": "data", "VersionNumber": 7},
            "lambda:DeleteLayerVersion",
            f"{LAYER}:7",
        ),
        (
            "lambda",
            "add_layer_version_permission",
            dict(LayerName="data", VersionNumber=7, **GRANT),
            "lambda:AddLayerVersionPermission",
            f"{LAYER}:7",
        ),
        (
            "lambda",
            "remove_layer_version_permission",
            {"LayerName": "data", "VersionNumber": 7, "StatementId": "a"},
            "lambda:RemoveLayerVersionPermission",
            f"{LAYER}:7",
        ),
        ("lambda", "list_functions", {"FunctionVersion": "ALL"}, "lambda:ListFunctions", "*"),
        (
            "lambda",
            "list_aliases",
            {"FunctionName": "report"},
            "lambda:ListAliases",
            f"arn:aws:lambda:{PLACE}:function:report",
        ),
        (
            "lambda",
            "invoke",
            {"FunctionName": "report"},
            "lambda:InvokeFunction",
            f"arn:aws:lambda:{PLACE}:function:report",
        ),
        (
            "s3",
            "put_object",
            {"Bucket": "b", "Key": "layers/a.zip", "Body": b""},
            "s3:PutObject",
            "arn:aws:s3:::b/layers/a.zip",
        ),
        ("s3", "head_object", {"Bucket": "b", "Key": "layers/a.zip"}, "s3:GetObject", "arn:aws:s3:::b/layers/a.zip"),
        ("s3", "create_multipart_upload", {"Bucket": "b", "Key": "k"}, "s3:PutObject", "arn:aws:s3:::b/k"),
        (
            "s3",
            "upload_part",
            {"Bucket": "b", "Key": "k", "UploadId": "u", "PartNumber": 1},
            "s3:PutObject",
            "arn:aws:s3:::b/k",
        ),
        (
            "s3",
            "abort_multipart_upload",
            {"Bucket": "b", "Key": "k", "UploadId": "u"},
            "s3:AbortMultipartUpload",
            "arn:aws:s3:::b/k",
        ),
        ("s3", "list_objects_v2", {"Bucket": "b"}, "s3:ListBucket", "arn:aws:s3:::b"),
        (
            "ssm",
            "put_parameter",
            {"Name": "/lamella/data/x", "Value": "v"},
            "ssm:PutParameter",
            f"arn:aws:ssm:{PLACE}:parameter/lamella/data/x",
        ),
        (
            "ssm",
            "get_parameters_by_path",
            {"Path": "/lamella/data/"},
            "ssm:GetParametersByPath",
            f"arn:aws:ssm:{PLACE}:parameter/lamella/data/",
        ),
        ("cloudformation", "list_stacks", {}, "cloudformation:ListStacks", "*"),
        (
            "cloudformation",
            "get_template",
            {"StackName": "reports"},
            "cloudformation:GetTemplate",
            f"arn:aws:cloudformation:{PLACE}:stack/reports/id",
        ),
        (
            "dynamodb",
            "put_item",
            {"TableName": "t", "Item": {"pk": {"S": "a"}}},
            "dynamodb:PutItem",
            f"arn:aws:dynamodb:{PLACE}:table/t",
        ),
    ],
)
def test_what_a_request_asks_for(
    service: str, method: str, parameters: dict[str, Any], action: str, resource: str
) -> None:
    assert asked_by(service, method, parameters) == Asked("111122223333", "eu-west-1", action, resource)


def test_what_needs_no_permission() -> None:
    assert asked_by("sts", "get_caller_identity", {}) is None
    assert asked("GET", "/a.zip", {}, b"") is None
