import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.names import (
    artifact_key,
    hold_channel,
    parameter_name,
    parameter_parts,
    parameter_path,
    published_name,
)
from lamella.errors import ConfigError, UsageError
from lamella.model.layer import Environment
from lamella.model.target import Target

X86 = Target.parse("python3.12/x86_64")
ARM = Target.parse("python3.13/arm64")
NAMES = st.from_regex(r"[a-zA-Z0-9_-]{1,140}", fullmatch=True)
CHANNELS = st.from_regex(r"[a-zA-Z0-9_.-]{1,64}", fullmatch=True)


@pytest.mark.parametrize(
    ("template", "target", "name"),
    [
        ("{layer}", X86, "data"),
        ("{env}-{layer}", X86, "prod-data"),
        ("{layer}_{environment}", X86, "data_prod"),
        ("{layer}-{runtime}-{architecture}", X86, "data-python312-x86_64"),
        ("{layer}-{runtime}-{architecture}", ARM, "data-python313-arm64"),
    ],
)
def test_published_names(template: str, target: Target, name: str) -> None:
    assert published_name(Environment("prod", name_template=template), "data", target) == name


def test_a_name_that_lambda_does_not_take() -> None:
    environment = Environment("prod", name_template="{layer}-{env}")
    assert len(published_name(environment, "a" * 135, X86)) == 140
    with pytest.raises(ConfigError, match="too long") as caught:
        published_name(environment, "a" * 136, X86)
    assert "has 141 characters" in caught.value.why
    assert "environments.prod.name_template" in caught.value.hint


@given(NAMES, st.sampled_from([X86, ARM]), CHANNELS)
def test_parameters_are_told_apart_again(name: str, target: Target, channel: str) -> None:
    parameter = parameter_name(name, str(target), hold_channel(channel))
    assert parameter.startswith(parameter_path(name))
    assert parameter_parts(parameter) == (name, str(target), channel)
    assert re.fullmatch(r"[a-zA-Z0-9_.\-/]+", parameter)


def test_the_form_of_a_parameter() -> None:
    assert parameter_name("data", "python3.12/x86_64", "stable") == "/lamella/data/python3.12/x86_64/stable"


@pytest.mark.parametrize(
    "name", ["/other/data/python3.12/x86_64/stable", "/lamella/data/stable", "/lamella/data/a/b/c/d"]
)
def test_parameters_of_others(name: str) -> None:
    assert parameter_parts(name) is None


@pytest.mark.parametrize("channel", ["", "a/b", "a b", "é", "a" * 65, "stable\n"])
def test_a_channel_that_ssm_does_not_take(channel: str) -> None:
    with pytest.raises(UsageError, match="not the name of a channel"):
        hold_channel(channel)


def test_the_key_of_an_archive_is_its_content() -> None:
    assert artifact_key("ab" * 32) == f"layers/{'ab' * 32}.zip"
