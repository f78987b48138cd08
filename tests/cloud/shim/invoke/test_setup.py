from pathlib import Path
from typing import Any

import pytest

from lamella.cloud.shim.invoke import setup
from lamella.model.target import Target

LAYER = "arn:aws:lambda:eu-west-1:111122223333:layer:data:7"
TARGET = Target.parse("python3.12/arm64")
CONFIGURATION: dict[str, Any] = {
    "FunctionName": "report",
    "Runtime": "python3.12",
    "Architectures": ["arm64"],
    "Handler": "app.handler",
    "MemorySize": 512,
    "Timeout": 7,
    "EphemeralStorage": {"Size": 1024},
    "Environment": {"Variables": {"A": "1"}},
    "CodeSha256": "x",
    "Version": "3",
    "Layers": [{"Arn": LAYER, "CodeSize": 1}],
    "RevisionId": "r",
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, TARGET),
        ({"Architectures": None}, Target.parse("python3.12/x86_64")),
        ({"Runtime": "nodejs22.x"}, None),
        ({"PackageType": "Image"}, None),
    ],
)
def test_targets(changes: dict[str, Any], expected: Target | None) -> None:
    assert setup.target_of(CONFIGURATION | changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"CodeSha256": "y"},
        {"Layers": []},
        {"Environment": {"Variables": {"A": "2"}}},
        {"MemorySize": 128},
        {"Timeout": 8},
        {"Handler": "app.other"},
        {"Runtime": "python3.13"},
    ],
)
def test_another_configuration_is_another_environment(changes: dict[str, Any]) -> None:
    assert setup.digest(CONFIGURATION | changes) != setup.digest(CONFIGURATION)


@pytest.mark.parametrize("changes", [{"RevisionId": "s"}, {"Description": "d"}, {"LastUpdateStatus": "InProgress"}])
def test_what_does_not_matter_keeps_the_environment(changes: dict[str, Any]) -> None:
    assert setup.digest(CONFIGURATION | changes) == setup.digest(CONFIGURATION)


def test_the_function_reaches_the_embedded_cloud_as_its_own_account() -> None:
    made = setup.function(CONFIGURATION, TARGET, Path("code.zip"), ("111122223333", "eu-west-1"), "http://127.0.0.1:9")
    assert (made.name, made.version, made.account_id) == ("report", "3", "111122223333")
    assert (made.memory_mb, made.timeout_s, made.tmp_mb, made.handler) == (512, 7.0, 1024, "app.handler")
    reached = {name: made.environ[name] for name in ("A", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID")}
    assert reached == {
        "A": "1",
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "111122223333",
    }


def test_a_functions_own_endpoint_wins() -> None:
    own = CONFIGURATION | {"Environment": {"Variables": {"AWS_ENDPOINT_URL": "http://elsewhere"}}}
    made = setup.function(own, TARGET, Path("code.zip"), ("111122223333", "eu-west-1"), "http://127.0.0.1:9")
    assert made.environ["AWS_ENDPOINT_URL"] == "http://elsewhere"
