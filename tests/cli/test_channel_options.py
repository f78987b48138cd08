import argparse

import pytest

from lamella.cli.channel_options import add_channel_options, read_channel
from lamella.errors import UsageError


def read(*arguments: str) -> str | None:
    parser = argparse.ArgumentParser()
    add_channel_options(parser)
    return read_channel(parser.parse_args(arguments))


@pytest.mark.parametrize(
    ("arguments", "expected"), [([], None), (["--no-channel"], ""), (["--channel", "beta-1.2"], "beta-1.2")]
)
def test_a_channel_is_the_environments_another_or_none(arguments: list[str], expected: str | None) -> None:
    assert read(*arguments) == expected


@pytest.mark.parametrize("name", ["", "a/b", "a b", "x" * 65])
def test_names_that_ssm_does_not_take_are_wrong(name: str) -> None:
    with pytest.raises(UsageError, match="is not the name of a channel"):
        read("--channel", name)
