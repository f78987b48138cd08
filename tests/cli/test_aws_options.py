import argparse

import pytest

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.main import parser as root_parser
from lamella.run.scope import AwsOptions

ROLE = "arn:aws-cn:iam::111122223333:role/ci/layers"


def read(*argv: str, scope: bool = True) -> tuple[argparse.Namespace, AwsOptions]:
    root = argparse.ArgumentParser()
    root.add_argument("--local", action="store_true")
    under = root.add_subparsers(dest="verb").add_parser("verb", allow_abbrev=False)
    add_aws_options(under, scope=scope)
    arguments = root.parse_args(argv)
    return arguments, read_aws_options(arguments)


@pytest.mark.parametrize(
    ("argv", "options"),
    [
        (["verb"], AwsOptions()),
        (["verb", "--profile", "ci"], AwsOptions(profile="ci")),
        (
            ["verb", "--region", "eu-west-1", "--region", "us-gov-west-1"],
            AwsOptions(regions=("eu-west-1", "us-gov-west-1")),
        ),
        (["verb", "--region", "eu-west-1", "--region", "eu-west-1"], AwsOptions(regions=("eu-west-1",))),
        (["verb", "--role-arn", ROLE], AwsOptions(role_arn=ROLE)),
        (["verb", "--endpoint-url", "http://127.0.0.1:4566/"], AwsOptions(endpoint_url="http://127.0.0.1:4566")),
        (["--local", "verb"], AwsOptions(local=True)),
        (["verb", "--local"], AwsOptions(local=True)),
        (["--local", "verb", "--local"], AwsOptions(local=True)),
    ],
)
def test_options_become_values(argv: list[str], options: AwsOptions) -> None:
    assert read(*argv)[1] == options


def test_the_environment_is_an_argument_of_its_own() -> None:
    assert read("verb", "--env", "prod")[0].environment == "prod"
    assert read("verb")[0].environment is None


def test_a_saved_plan_brings_environment_and_regions(capsys: pytest.CaptureFixture[str]) -> None:
    assert read("verb", "--profile", "ci", scope=False)[1] == AwsOptions(profile="ci")
    for option in ("--env", "--region"):
        with pytest.raises(SystemExit):
            read("verb", option, "eu-west-1", scope=False)
        assert f"unrecognized arguments: {option}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--region", "Ireland"], "`Ireland` is not a Region, such as eu-west-1"),
        (["--role-arn", "layers"], "`layers` is not the ARN of a role"),
        (["--endpoint-url", "localhost:4566"], "`localhost:4566` is not an address"),
    ],
)
def test_values_that_are_wrong(capsys: pytest.CaptureFixture[str], argv: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as caught:
        read("verb", *argv)
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_every_verb_bears_local_before_it() -> None:
    assert root_parser().parse_args(["--local", "config", "schema"]).local
    assert not root_parser().parse_args(["config", "schema"]).local
