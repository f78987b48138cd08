import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.config.load import Machine, load
from lamella.config.project import Overrides, Project
from lamella.config.starter import Chosen, Starter, choose_target, layer_name, starter_text
from lamella.config.toml import ConfigFile
from lamella.errors import ConfigError
from lamella.model.grant import Share, Shared
from lamella.model.layer import Layer
from lamella.model.target import Target

X86 = Target.parse("python3.13/x86_64")
MACHINE = Machine(Path("/w"), Path("/home/u"), "linux", 4)


def project_of(text: str) -> Project:
    return load(ConfigFile(Path("/p/lamella.toml"), "lamella.toml", text.encode()), Overrides(), {}, MACHINE)


@pytest.mark.parametrize(
    ("python_version", "requires_python", "runtime", "reason"),
    [
        ("", "", "python3.13", "nothing here asks for a Python version"),
        ("", ">=3.11", "python3.13", "requires-python is >=3.11"),
        ("", ">= 3.11,\n<3.13", "python3.12", "requires-python is >= 3.11, <3.13"),
        ("", ">=3.14", "python3.14", "requires-python is >=3.14"),
        ("", "~=3.10.4", "python3.10", "requires-python is ~=3.10.4"),
        ("", "==3.12.*", "python3.12", "requires-python is ==3.12.*"),
        ("3.12\n", ">=3.11", "python3.12", ".python-version says 3.12"),
        ("3.11.7\n3.12\n", "", "python3.11", ".python-version says 3.11"),
        ("# why\ncpython-3.12.1-linux", "", "python3.12", ".python-version says 3.12"),
        ("pypy3.10", "", "python3.13", "nothing here asks for a Python version"),
        ("3.9", ">=3.12,<3.13", "python3.12", "requires-python is >=3.12,<3.13"),
        ("3.140", "", "python3.13", "nothing here asks for a Python version"),
        ("system", "", "python3.13", "nothing here asks for a Python version"),
    ],
)
def test_a_target_is_chosen_for_a_reason(python_version: str, requires_python: str, runtime: str, reason: str) -> None:
    chosen = choose_target(python_version, requires_python)
    assert [str(target) for target in chosen.targets] == [f"{runtime}/x86_64"]
    assert chosen.reason == reason


@pytest.mark.parametrize(
    ("requires_python", "what"),
    [
        (">=3.15", "admits no runtime"),
        ("<3.10", "admits no runtime"),
        ("three", "cannot be read"),
    ],
)
def test_no_target_can_be_chosen(requires_python: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        choose_target("", requires_python)
    assert "--target" in caught.value.hint


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (("shop", "folder"), "shop"),
        (("", "my folder!"), "my-folder"),
        (("…", "…"), "layer"),
        (("x" * 200,), "x" * 140),
        ((), "layer"),
    ],
)
def test_a_name_is_made_from_what_is_there(wanted: tuple[str, ...], name: str) -> None:
    assert layer_name(wanted) == name


STARTERS = st.builds(
    Starter,
    name=st.from_regex(r"[a-zA-Z0-9_-]{1,140}", fullmatch=True),
    source=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    chosen=st.just(Chosen((X86,), "reason")),
    has_groups=st.booleans(),
    has_sdk=st.booleans(),
)


@given(STARTERS)
def test_what_is_written_decodes_to_what_was_meant(starter: Starter) -> None:
    project = project_of(starter_text(starter))
    assert project.layers == {starter.name: Layer(starter.name, (starter.source,), (X86,))}


@pytest.mark.parametrize("has_groups", [True, False])
@pytest.mark.parametrize("has_sdk", [True, False])
def test_every_proposed_line_decodes_when_it_is_used(has_groups: bool, has_sdk: bool) -> None:  # noqa: FBT001
    text = starter_text(Starter("data", "uv.lock", Chosen((X86,), "reason"), has_groups, has_sdk))
    used = re.sub(r"^# (?=(\w+ = |\[))", "", text, flags=re.MULTILINE)
    project = project_of(used)
    layer = project.layers["data"]
    assert layer.exclude == ("boto3", "botocore")
    assert layer.slimming.botocore_services == (("s3", "dynamodb") if has_sdk else None)
    assert layer.groups == (("lambda",) if has_groups else ())
    assert layer.budget.zipped_bytes == 20_000_000
    assert (layer.version, layer.share) == ("1.0.0", Share(("111122223333",), versions=Shared.LATEST))
    environment = project.environments["prod"]
    assert (environment.regions, environment.name_template) == (("eu-west-1",), "{env}-{layer}")
    assert environment.state_store == "dynamodb://lamella"


def test_each_proposed_option_has_a_line_of_explanation() -> None:
    lines = starter_text(Starter("data", "uv.lock", Chosen((X86,), "why"), has_groups=True, has_sdk=True)).splitlines()
    for above, line in itertools.pairwise(lines):
        if re.match(r"# \w+ = ", line):
            assert re.match(r"# (?!\w+ = )\S", above), line


def test_the_reason_for_the_target_is_in_a_comment() -> None:
    text = starter_text(Starter("data", "r.txt", Chosen((X86,), "because of this"), has_groups=False, has_sdk=False))
    assert "# RUNTIME/ARCHITECTURE, as many as you deploy to. Chosen here: because of this." in text
