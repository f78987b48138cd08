from pathlib import Path

import pytest

from lamella.errors import ConfigError
from lamella.run.config_file import find_file, shown_path


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("files", "cwd", "found"),
    [
        ({"lamella.toml": ""}, ".", "lamella.toml"),
        ({"lamella.toml": "", "pyproject.toml": "[tool.lamella]"}, ".", "lamella.toml"),
        ({"pyproject.toml": "[tool.lamella]"}, ".", "pyproject.toml"),
        ({"lamella.toml": "", "a/pyproject.toml": "[project]", "a/b/x": ""}, "a/b", "lamella.toml"),
        ({"lamella.toml": "", "a/pyproject.toml": "[tool.lamella]", "a/b/x": ""}, "a/b", "a/pyproject.toml"),
        ({"lamella.toml": "", "a/lamella.toml": "", "a/b/x": ""}, "a/b", "a/lamella.toml"),
        ({"lamella.toml": "", ".git/HEAD": "", "a/x": ""}, "a", "lamella.toml"),
        ({"lamella.toml": "", "repository/.git": "gitdir: x", "repository/a/x": ""}, "repository/a", None),
        ({"repository/.git": "", "lamella.toml/x": "", "repository/a/x": ""}, "repository/a", None),
        ({".git/HEAD": "", "pyproject.toml": "[broken"}, ".", None),
    ],
)
def test_the_nearest_file_is_found(tmp_path: Path, files: dict[str, str], cwd: str, found: str | None) -> None:
    put(tmp_path, files)
    assert find_file(tmp_path / cwd) == (tmp_path / found if found else None)


def test_a_broken_pyproject_that_mentions_lamella_is_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": "[tool.lamella]\njobs = \n", "lamella/x": ""})
    with pytest.raises(ConfigError, match=r"^.*pyproject\.toml:2:8 is not TOML"):
        find_file(tmp_path / "lamella")


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/w/a/lamella.toml", "a/lamella.toml"), ("/lamella.toml", "/lamella.toml"), ("/www/x", "/www/x")],
)
def test_paths_are_short_where_they_can_be(path: str, shown: str) -> None:
    assert shown_path(Path(path), Path("/w")) == shown
