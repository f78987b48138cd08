from pathlib import Path

import pytest

from lamella.config.project import Project, Settings
from lamella.errors import UsageError
from lamella.model.layer import Environment
from lamella.run.environments import chosen_environment

SETTINGS = Settings(Path("/p/dist"), 1, Path("/c"))
PROD = Environment("prod", regions=("eu-west-1",))
OWN_DEFAULT = Environment("default", name_template="x-{layer}")
FILE = Path("/p/lamella.toml")


def project(*environments: Environment, file: Path | None = FILE) -> Project:
    return Project(Path("/p"), file, {}, {each.name: each for each in environments}, SETTINGS, {})


@pytest.mark.parametrize(
    ("of", "name", "chosen"),
    [
        (project(PROD), "prod", PROD),
        (project(PROD), None, Environment("default")),
        (project(PROD), "default", Environment("default")),
        (project(PROD, OWN_DEFAULT), None, OWN_DEFAULT),
        (project(PROD, OWN_DEFAULT), "default", OWN_DEFAULT),
        (None, None, Environment("default")),
    ],
)
def test_which_environment(of: Project | None, name: str | None, chosen: Environment) -> None:
    assert chosen_environment(of, name) == chosen


@pytest.mark.parametrize(
    ("of", "what", "why", "hint"),
    [
        (
            project(PROD),
            "there is no environment `prd`",
            "environments of /p/lamella.toml: prod",
            "did you mean `prod`?",
        ),
        (project(), "there is no environment `prd`", "none", "add a table [environments.prd]"),
        (None, "environment `prd` needs a lamella.toml", "tables [environments.NAME]", ""),
        (project(file=None), "environment `prd` needs a lamella.toml", "tables [environments.NAME]", ""),
    ],
)
def test_an_environment_that_is_not_there(of: Project | None, what: str, why: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen_environment(of, "prd")
    assert caught.value.what == what
    assert why in caught.value.why
    assert hint in caught.value.hint
