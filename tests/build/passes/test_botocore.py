"""Tests of lamella.build.passes.botocore."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from lamella.build.passes import botocore
from lamella.errors import ConfigError
from lamella.model.layer import Slim, Slimming
from running import uv_install
from units import Unit, on_disk, removed, unit

DATA = "python/botocore/data/"
MODEL = json.dumps({"metadata": {"endpointPrefix": "x"}, "documentation": "<p>long</p>" * 20})
SERVICES = ("dynamodb", "s3", "sso", "sso-oidc", "signin", "sts", "ec2")
FILES = {
    "python/botocore/__init__.py": "",
    DATA + "endpoints.json": "{}",
    DATA + "_retry.json": "{}",
    **{f"{DATA}{name}/2020-01-01/service-2.json.gz": gzip.compress(MODEL.encode()) for name in SERVICES},
    **{f"{DATA}{name}/2020-01-01/examples-1.json": "{}" for name in SERVICES},
}
FOUND = unit(FILES)


def services(made: Unit) -> set[str]:
    return {path.split("/")[3] for path in made.tree.paths() if path.startswith(DATA) and path.count("/") > 3}


def test_named_services_stay_with_those_that_sign_in() -> None:
    result = botocore.apply(FOUND.tree, FOUND, Slimming(botocore_services=("s3",)))
    assert services(FOUND.after(result)) == {"s3", "sso", "sso-oidc", "signin", "sts"}
    assert removed(result)[f"{DATA}ec2/2020-01-01/service-2.json.gz"] == "service"
    assert {DATA + "endpoints.json", DATA + "_retry.json"} <= result.tree.paths()


def test_without_slimming_named_services_count_and_models_stay_as_they_are() -> None:
    result = botocore.apply(FOUND.tree, FOUND, Slimming(slim=Slim.OFF, botocore_services=("s3",)))
    assert services(FOUND.after(result)) == {"s3", "sso", "sso-oidc", "signin", "sts"}
    assert set(removed(result).values()) == {"service"}
    assert result.record.changed == ()
    assert botocore.apply(FOUND.tree, FOUND, Slimming(slim=Slim.OFF)).tree == FOUND.tree


def test_by_default_examples_and_prose_go() -> None:
    result = botocore.apply(FOUND.tree, FOUND, Slimming())
    assert set(removed(result)) == {f"{DATA}{name}/2020-01-01/examples-1.json" for name in SERVICES}
    model = FOUND.after(result).content(f"{DATA}s3/2020-01-01/service-2.json.gz")
    assert json.loads(gzip.decompress(model)) == {"metadata": {"endpointPrefix": "x"}}
    assert model[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x00\xff"


def test_keep_wins() -> None:
    slimming = Slimming(botocore_services=("s3",), keep=("**/ec2/**",))
    assert f"{DATA}ec2/2020-01-01/examples-1.json" in botocore.apply(FOUND.tree, FOUND, slimming).tree.paths()


@pytest.mark.parametrize(("name", "hint"), [("dynamo", "did you mean `dynamodb`?"), ("zzz", "boto3.client()")])
def test_an_unknown_service_is_the_users_error(name: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        botocore.apply(FOUND.tree, FOUND, Slimming(botocore_services=("s3", name)))
    assert hint in caught.value.hint


def test_a_unit_without_botocore_is_left_alone() -> None:
    other = unit({"python/a/data/ec2/service-2.json": MODEL})
    assert botocore.apply(other.tree, other, Slimming(botocore_services=("s3",))).tree == other.tree


def test_models_of_old_releases_are_plain() -> None:
    old = unit({f"{DATA}s3/2006-03-01/service-2.json": MODEL})
    left = old.after(botocore.apply(old.tree, old, Slimming()))
    assert left.text(f"{DATA}s3/2006-03-01/service-2.json") == '{"metadata":{"endpointPrefix":"x"}}'


def test_what_is_not_json_stays_with_a_note() -> None:
    odd = unit({f"{DATA}s3/1/service-2.json": "{", f"{DATA}s3/1/waiters-2.json.gz": "x"})
    result = botocore.apply(odd.tree, odd, Slimming())
    assert result.tree == odd.tree
    assert len(result.record.notes) == 2


@pytest.fixture(name="sdk", scope="module")
def _sdk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An installed boto3, and the same after the pass."""
    pins = "boto3==1.35.44 botocore==1.35.44 s3transfer==0.10.3 jmespath==1.0.1 python-dateutil==2.9.0.post0"
    plain = tmp_path_factory.mktemp("plain")
    uv_install(plain, ["--no-deps", *pins.split(), "six==1.16.0", "urllib3==2.2.3"])
    whole = on_disk(plain)
    result = botocore.apply(whole.tree, whole, Slimming())
    assert result.tree.size_bytes < whole.tree.size_bytes / 2
    return plain, whole.after(result).write(tmp_path_factory.mktemp("slim"))


def python(path: Path, source: str) -> str:
    """Run a source with only `path` and the standard library."""
    program = f"import sys; sys.path.insert(0, {str(path)!r})\n{dedent(source)}"
    done = subprocess.run(
        [sys.executable, "-IBS", "-c", program], check=True, capture_output=True, text=True, env={"TZ": "UTC"}
    )
    return done.stdout


@pytest.mark.e2e
def test_boto3_works_without_prose(sdk: tuple[Path, Path]) -> None:
    shown = python(
        sdk[1],
        """
        import boto3, json
        session = boto3.Session("a", "b", region_name="eu-west-1")
        names = "s3 s3control dynamodb lambda ec2 sts sns sqs cloudformation rds glacier bedrock-runtime".split()
        clients = {name: session.client(name) for name in names}
        assert clients["s3"].generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"}).startswith("https")
        assert clients["s3"].get_paginator("list_objects_v2") and clients["s3"].get_waiter("bucket_exists")
        assert clients["ec2"].get_waiter("instance_running").name == "InstanceRunning"
        for name in session.get_available_resources():
            assert session.resource(name).meta.client
        assert session.resource("dynamodb").Table("t").table_name == "t"
        assert session.client("ec2", api_version="2016-11-15")
        help_text = clients["lambda"].invoke.__doc__.expandtabs()
        print(json.dumps([len(session.get_available_services()), "FunctionName" in help_text]))
        """,
    )
    assert json.loads(shown) == [388, True]


_MODELS = """
import json, botocore.session
session = botocore.session.get_session()
def strip(value):
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if not (k == "documentation" and isinstance(v, str))}
        return {k: strip(v) for k, v in kept.items()}
    return [strip(v) for v in value] if isinstance(value, list) else value
loader = session.get_component("data_loader")
for name in ("s3", "dynamodb", "ec2", "lambda", "iam", "glue", "apigateway"):
    for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
        print(json.dumps(strip(loader.load_service_model(name, kind)), sort_keys=True))
for name in ("endpoints", "partitions", "_retry", "sdk-default-configuration"):
    print(json.dumps(loader.load_data(name), sort_keys=True))
"""


@pytest.mark.e2e
def test_models_are_equal_but_for_prose(sdk: tuple[Path, Path]) -> None:
    assert python(sdk[0], _MODELS) == python(sdk[1], _MODELS)
