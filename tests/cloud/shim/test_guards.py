import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import pytest

from lamella.cloud.shim import guards
from lamella.cloud.shim.answers import RefusedRequestError


def arn(name: str, number: int = 1) -> str:
    return f"arn:aws:lambda:eu-west-1:111122223333:layer:{name}:{number}"


FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:report"


@pytest.mark.parametrize("arns", [[], [arn("a")], [arn(str(number)) for number in range(5)], [arn("a"), arn("a-b")]])
def test_lists_of_layers_that_lambda_takes(arns: list[str]) -> None:
    guards.hold_layers(arns)


@pytest.mark.parametrize(
    ("arns", "words"),
    [
        ([arn(str(number)) for number in range(6)], "Cannot reference more than 5 layers."),
        ([arn("a", 1), arn("a", 2)], "Two different versions of the same layer"),
        ([arn("a"), arn("a")], "Two different versions of the same layer"),
        (["data"], "Layer version ARN data is invalid."),
    ],
)
def test_lists_of_layers_that_lambda_refuses(arns: list[str], words: str) -> None:
    with pytest.raises(RefusedRequestError, match=words) as refused:
        guards.hold_layers(arns)
    assert refused.value.response.status == 400


def test_unknown_runtimes() -> None:
    guards.hold_runtime(None)
    guards.hold_runtime("python3.12")
    with pytest.raises(RefusedRequestError, match="Value python9 at 'runtime'"):
        guards.hold_runtime("python9")


def test_reserved_variables() -> None:
    guards.hold_environment(None)
    guards.hold_environment({"Variables": {"TZ": "UTC"}})
    with pytest.raises(RefusedRequestError, match=r"this request: AWS_REGION, _HANDLER"):
        guards.hold_environment({"Variables": {"_HANDLER": "", "AWS_REGION": "", "A": ""}})


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a b", {}, "layerName"),
        ("x" * 141, {}, "layerName"),
        ("a", {"Description": "x" * 257}, "description"),
        ("a", {"LicenseInfo": "x" * 513}, "licenseInfo"),
        ("a", {"CompatibleRuntimes": ["python3.12", "python9"]}, "compatibleRuntimes"),
        ("a", {"CompatibleArchitectures": ["arm"]}, "compatibleArchitectures"),
    ],
)
def test_metadata_that_lambda_refuses(name: str, body: Mapping[str, Any], words: str) -> None:
    with pytest.raises(RefusedRequestError, match=f"'{words}' failed to satisfy constraint"):
        guards.hold_layer_metadata(name, body)


def test_metadata_that_lambda_takes() -> None:
    body = {"Description": "x" * 256, "LicenseInfo": "x" * 512, "CompatibleRuntimes": ["python3.12"],
            "CompatibleArchitectures": ["arm64", "x86_64"]}  # fmt: skip
    guards.hold_layer_metadata("x" * 140, body)
    guards.hold_layer_metadata(arn("data").removesuffix(":1"), {})


@pytest.mark.parametrize("extra", [0, 1, 2, 3])
def test_sizes_of_zips_are_counted_without_decoding(extra: int) -> None:
    size_bytes = 52_428_800 - 2 + extra
    encoded = b64encode(bytes(size_bytes)).decode()
    if size_bytes <= 52_428_800:
        guards.hold_size(1, encoded, "PublishLayerVersion")
    else:
        with pytest.raises(RefusedRequestError) as refused:
            guards.hold_size(1, encoded, "PublishLayerVersion")
        assert refused.value.response.status == 413


def test_sizes_of_requests() -> None:
    guards.hold_size(70_167_211, None, "CreateFunction")
    with pytest.raises(RefusedRequestError, match="70167211 bytes for the CreateFunction operation"):
        guards.hold_size(70_167_212, None, "CreateFunction")


@pytest.mark.parametrize("code", [{}, {"ZipFile": ""}, {"S3Bucket": "b"}, {"S3Key": "k"}])
def test_uploads_without_bytes(code: Mapping[str, str]) -> None:
    guards.hold_source({"ZipFile": "UEsF"})
    guards.hold_source({"S3Bucket": "b", "S3Key": "k"})
    guards.hold_source({"ImageUri": "i"})
    with pytest.raises(RefusedRequestError, match="provide a source"):
        guards.hold_source(code)


@pytest.mark.parametrize(("status", "bucket", "code"), [(404, 200, "NoSuchKey"), (404, 404, "NoSuchBucket")])
def test_objects_that_are_not_there(status: int, bucket: int, code: str) -> None:
    guards.hold_object(200, 200)
    with pytest.raises(RefusedRequestError, match=f"S3 Error Code: {code}"):
        guards.hold_object(status, bucket)


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ({"State": "Pending", "StateReasonCode": "Creating", "LastUpdateStatus": "InProgress"}, "state: Pending"),
        ({"State": "Pending", "StateReasonCode": "Updating", "LastUpdateStatus": "InProgress"}, "An update is in"),
    ],
)
def test_no_update_while_another_is_in_progress(configuration: Mapping[str, str], words: str) -> None:
    guards.hold_settled({"State": "Active", "LastUpdateStatus": "Successful"})
    with pytest.raises(RefusedRequestError, match=words) as refused:
        guards.hold_settled(configuration)
    assert refused.value.response.status == 409


@pytest.mark.parametrize(
    ("name", "version", "weights"),
    [("live", "1", {}), ("live", "$LATEST", {}), ("live", "1", {"2": 0.0}), ("live", "1", {"2": 1.0}), ("1a", "1", {})],
)
def test_aliases_that_lambda_takes(name: str, version: str, weights: Mapping[str, float]) -> None:
    guards.hold_alias(name, version, weights, ["1", "2"], FUNCTION)


@pytest.mark.parametrize(
    ("name", "version", "weights", "words"),
    [
        ("12", "1", {}, "'name' failed"),
        ("", "1", {}, "'name' failed"),
        ("live", "3", {}, f"Function not found: {FUNCTION}:3"),
        ("live", "1", {"3": 0.1}, f"Function not found: {FUNCTION}:3"),
        ("live", "1", {"2": 1.1}, "between 0.0 and 1.0"),
        ("live", "1", {"2": -0.1}, "between 0.0 and 1.0"),
        ("live", "1", {"2": "half"}, "between 0.0 and 1.0"),
        ("live", "1", {"2": True}, "between 0.0 and 1.0"),
        ("live", "1", {"1": 0.1}, "already included"),
        ("live", "$LATEST", {"1": 0.1}, "LATEST is not supported"),
        ("live", "1", {"$LATEST": 0.1}, "LATEST is not supported"),
        ("live", "1", {"1": 0.1, "2": 0.1}, "cannot be greater than 1"),
    ],
)
def test_aliases_that_lambda_refuses(name: str, version: str, weights: Mapping[str, Any], words: str) -> None:
    with pytest.raises(RefusedRequestError, match=words.replace("$", r"\$")):
        guards.hold_alias(name, version, weights, ["1", "2"], FUNCTION)


def test_refusals_have_their_type_where_sdks_look() -> None:
    response = guards.layer_denied("444455556666", arn("data")).response
    assert response.header("X-Amzn-Errortype") == "AccessDeniedException"
    assert json.loads(response.body)["message"].startswith("User: arn:aws:iam::444455556666:root is not authorized")
