import argparse
from datetime import timedelta

import pytest

from lamella.change.clean import DEFAULT_KEEP, MOST_PERCENT, MOST_VERSIONS
from lamella.cli.clean import VERB


def read(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    VERB.add_arguments(parser)
    return parser.parse_args(arguments)


def test_defaults_are_those_of_the_planner() -> None:
    arguments = read()
    assert (arguments.keep, arguments.most_percent, arguments.most_versions) == (
        DEFAULT_KEEP,
        MOST_PERCENT,
        MOST_VERSIONS,
    )
    assert arguments.older_than is None


@pytest.mark.parametrize(
    ("age", "expected"), [("90d", timedelta(days=90)), ("12h", timedelta(hours=12)), ("8w", timedelta(weeks=8))]
)
def test_ages(age: str, expected: timedelta) -> None:
    assert read("--older-than", age).older_than == expected


@pytest.mark.parametrize(
    ("option", "text"),
    [
        *[("--older-than", text) for text in ("", "0d", "90", "d", "1.5d", "90D", "-1d", "100000d")],
        *[("--keep", text) for text in ("", "-1", "five", "1.0", "1000000")],
        *[("--assume-unused-by", text) for text in ("", "12345678901", "bob", "o-short", "Public")],
    ],
)
def test_what_is_not_understood_is_refused(option: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        read(f"{option}={text}")
    assert f"argument {option}" in capsys.readouterr().err


def test_accounts_organisations_everyone_and_stacks_may_be_assumed_to_use_nothing() -> None:
    assumed = ["444455556666", "o-abcdefghij", "public", "stacks"]
    assert read(*(f"--assume-unused-by={text}" for text in assumed)).assumed == assumed
