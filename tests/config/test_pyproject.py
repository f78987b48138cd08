from pathlib import Path

import pytest

from lamella.config.pyproject import ProjectTable, direct_names, project_table
from lamella.config.toml import ConfigFile
from lamella.errors import ConfigError


def table_of(text: str) -> ProjectTable:
    return project_table(ConfigFile(Path("/p/pyproject.toml"), "pyproject.toml", text.encode()))


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("", ProjectTable("", "", frozenset())),
        (
            '[project]\nname = "shop"\nrequires-python = ">=3.11"\nversion = "1"\ndependencies = ["Boto3>=1", "a_b"]',
            ProjectTable("shop", ">=3.11", frozenset({"boto3", "a-b"})),
        ),
        ('[project]\ndynamic = ["dependencies"]\n[tool.x]\ny = 1', ProjectTable("", "", frozenset())),
    ],
)
def test_the_project_table(text: str, table: ProjectTable) -> None:
    assert table_of(text) == table


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("project = 1", "pyproject.toml: project is wrong"),
        ("[project]\ndependencies = 'x'", "pyproject.toml: project.dependencies is wrong"),
        ("[project]\ndependencies = [1]", "pyproject.toml: project.dependencies[0] is wrong"),
        ("[project]\nname = 1", "pyproject.toml: project.name is wrong"),
        ("[project", "pyproject.toml:1:9 is not TOML"),
    ],
)
def test_a_project_table_that_is_wrong(text: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        table_of(text)
    assert caught.value.what.startswith(what)


def test_direct_names_pass_over_what_is_no_requirement() -> None:
    lines = [
        "# comment",
        "",
        "-r other.txt",
        "--index-url https://host/simple",
        "Requests[socks]>=2.32  # why",
        "typing_extensions==4.12.2 \\",
        "    --hash=sha256:00",
        "boto3==1.35.0 --hash=sha256:00",
        "x @ https://host/x.whl",
        "numpy ; python_version < '3.13'",
        "./folder",
    ]
    assert direct_names(lines) == {"requests", "typing-extensions", "boto3", "x", "numpy"}
