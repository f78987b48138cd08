import os
import re
from pathlib import Path

import pytest

from lamella.cloud.ministack.packages import obtain_packages, packages_folder, pinned
from lamella.errors import ToolError


def test_every_release_is_pinned_with_hashes_and_without_addresses() -> None:
    text = pinned()
    assert "ministack==1.5.33" in text
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+ \\\n", block), block
        assert "--hash=sha256:" in block


def test_other_pins_go_to_another_folder(tmp_path: Path) -> None:
    first, second = packages_folder(tmp_path, "a"), packages_folder(tmp_path, "b")
    assert first != second
    assert first == packages_folder(tmp_path, "a")
    assert first.parent == second.parent == tmp_path / "ministack"


def test_packages_that_cannot_be_had_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    environ = {**os.environ, "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "uv")}
    with pytest.raises(ToolError, match="ministack") as caught:
        obtain_packages(tmp_path / "cache", environ)
    assert "network" in caught.value.hint
    assert caught.value.why
    assert not packages_folder(tmp_path / "cache", pinned()).exists()


def test_what_a_project_asks_of_its_requirements_does_not_matter(tmp_path: Path) -> None:
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("ministack==1.0\n")
    environ = {**os.environ, "UV_CONSTRAINT": str(constraints), "UV_EXCLUDE_NEWER": "2020-01-01"}
    with obtain_packages(tmp_path / "cache", environ) as packages:
        assert (packages.path / "ministack" / "app.py").exists()
    with obtain_packages(tmp_path / "cache", {**environ, "UV_OFFLINE": "1"}) as again:
        assert again.path == packages.path
