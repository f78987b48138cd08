from pathlib import Path

import pytest

from lamella.config.project import Project, Settings
from lamella.errors import UsageError
from lamella.model.arn import LayerArn
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run.layers_named import ByArn, Configured, Named, layers_named, places_named, readable

X86 = Target.parse("python3.12/x86_64")
ARM = Target.parse("python3.13/arm64")
DATA = Layer("data", ("requests",), (X86, ARM))
WEB = Layer("web", ("flask",), (X86,))
SETTINGS = Settings(Path("/p/dist"), 1, Path("/c"))
PROJECT = Project(Path("/p"), Path("/p/lamella.toml"), {"data": DATA, "web": WEB}, {}, SETTINGS, {})
PLAIN = Environment("default")
SPLIT = Environment("prod", name_template="{env}-{layer}-{architecture}")
ARN = "arn:aws-cn:lambda:cn-north-1:111122223333:layer:data"
BY_ARN = ByArn(LayerArn.parse(ARN))
IN_PLAIN = Configured(DATA, {X86: "data", ARM: "data"})


@pytest.mark.parametrize(
    ("arguments", "project", "environment", "expected"),
    [
        (["data"], PROJECT, PLAIN, (IN_PLAIN,)),
        ([], PROJECT, PLAIN, (IN_PLAIN, Configured(WEB, {X86: "web"}))),
        (["data"], PROJECT, SPLIT, (Configured(DATA, {X86: "prod-data-x86_64", ARM: "prod-data-arm64"}),)),
        (["data", "data"], PROJECT, PLAIN, (IN_PLAIN,)),
        (["data"], None, PLAIN, (Named("data"),)),
        (["datta", ARN], PROJECT, PLAIN, (Named("datta", "did you mean `data`?"), BY_ARN)),
        ([ARN], None, PLAIN, (BY_ARN,)),
    ],
)
def test_what_arguments_mean(
    arguments: list[str], project: Project | None, environment: Environment, expected: object
) -> None:
    assert layers_named(arguments, project, environment) == expected


@pytest.mark.parametrize(
    ("arguments", "project", "what", "hint"),
    [
        ([], None, "no layer is named", "lamella.toml"),
        (["da ta"], PROJECT, "`da ta` names no layer", "did you mean `data`?"),
        (["a" * 141], None, "names no layer", ""),
        (["arn:aws:s3:::x"], PROJECT, "not the ARN of a layer", "such as arn:"),
        ([ARN + ":7"], PROJECT, "is a version of a layer", "leave out `:7`"),
    ],
)
def test_what_means_nothing(arguments: list[str], project: Project | None, what: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        layers_named(arguments, project, PLAIN)
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_what_is_to_be_read() -> None:
    layers = layers_named(["data", "other", ARN], PROJECT, SPLIT)
    assert readable(layers) == ("prod-data-x86_64", "prod-data-arm64", "other", LayerArn.parse(ARN))


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        ([ARN], (Place("111122223333", "cn-north-1"),)),
        (
            [ARN.replace("1111", "2222"), ARN, ARN + "-2"],
            (Place("111122223333", "cn-north-1"), Place("222222223333", "cn-north-1")),
        ),
        ([ARN, "data"], ()),
    ],
)
def test_places_of_layers_named_by_arn(arguments: list[str], places: tuple[Place, ...]) -> None:
    assert places_named(layers_named(arguments, PROJECT, PLAIN)) == places
