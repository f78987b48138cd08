"""The embedded cloud of a user who owns nothing but his home."""

import os
from pathlib import Path

import pytest

from lamella.cloud.ministack.packages import KIND, obtain_packages
from real_cells import INTERPRETER
from unprivileged import unprivileged


@pytest.mark.e2e
def test_it_starts_answers_and_ends(cloud_cache: Path) -> None:
    """Where the tests are run by such a user, the other tests have shown it."""
    if os.geteuid() != 0:
        return
    obtain_packages(cloud_cache, os.environ).close()
    with unprivileged(INTERPRETER, cloud_cache, (KIND,)) as user:
        up = user.run("local", "up", "--output", "json")
        assert up.code == 0, up.err
        try:
            audit = user.run("--local", "grants", "audit", "--region", "eu-west-1", "--output", "json")
            assert audit.code == 0, audit.err
            assert Path(up.json["state"]).is_relative_to(user.folder / "home")
        finally:
            assert user.run("local", "down").code == 0
        assert user.run("local", "status", "--output", "json").json["running"] is False
