import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lamella.host.git import commit_of

ENVIRON = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., str]:
    environ = {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    run("init", "-q")
    return run


def test_a_commit_is_told_with_what_changed_since(tmp_path: Path, git: Callable[..., str]) -> None:
    assert commit_of(tmp_path, ENVIRON) is None
    file = tmp_path / "lamella.toml"
    file.write_text("a")
    git("add", ".")
    git("commit", "-qm", "one")
    head = git("rev-parse", "HEAD")
    (tmp_path / "new").write_text("untracked files say nothing")
    (tmp_path / "below").mkdir()
    assert commit_of(tmp_path / "below", ENVIRON) == head
    file.write_text("b")
    assert commit_of(tmp_path, ENVIRON) == f"{head}-dirty"


def test_no_repository_and_no_git_are_no_errors(tmp_path: Path) -> None:
    assert commit_of(tmp_path, {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}) is None
    assert commit_of(tmp_path / "not there", ENVIRON) is None
    assert commit_of(tmp_path, {"PATH": str(tmp_path)}) is None
