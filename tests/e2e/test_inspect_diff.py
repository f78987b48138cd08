"""A real package, with and without its dist-info, through the command line."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from uv import find_uv_bin

from lamella.cli.main import main

pytestmark = pytest.mark.e2e


def zip_folder(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for file in sorted(folder.rglob("*")):
            made.write(file, file.relative_to(folder))
    return path


@pytest.fixture(name="layers", scope="module")
def _layers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    work = tmp_path_factory.mktemp("layers")
    folder = work / "opt"
    platform = ["--python-version", "3.12", "--python-platform", "x86_64-manylinux2014"]
    subprocess.run(
        [
            find_uv_bin(),
            "pip",
            "install",
            "-q",
            "--target",
            str(folder / "python"),
            "--no-deps",
            *platform,
            "markdown==3.7",
        ],
        check=True,
        env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"},
    )
    whole = zip_folder(folder, work / "whole.zip")
    shutil.rmtree(folder / "python" / "Markdown-3.7.dist-info")
    return whole, zip_folder(folder, work / "without.zip")


def test_inspect(layers: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(layers[0]), "--output", "json", "--target", "python3.12/x86_64"]) == 0
    document = json.loads(capsys.readouterr().out)
    packages = {each["name"]: each for each in document["packages"]}
    assert packages["markdown"]["version"] == "3.7"
    assert packages["markdown"]["size_bytes"] > 300_000
    assert document["bytecode"]["usable"] == 0
    assert document["bytecode"]["modules"] > 30
    assert document["total"]["zip_bytes"] == layers[0].stat().st_size


def test_diff_shows_what_a_layer_without_dist_info_loses(
    layers: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *map(str, layers), "--output", "json", "--detailed-exitcode"]) == 4
    document = json.loads(capsys.readouterr().out)
    assert document["modules_gone"] == []
    assert [each["name"] for each in document["console_scripts_gone"]] == ["markdown_py"]
    assert {"group": "markdown.extensions", "name": "tables", "package": "markdown"} in document["entry_points_gone"]


def test_the_page_is_written_by_the_installed_command(layers: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = subprocess.run(
        [sys.executable, "-m", "lamella", "inspect", str(layers[0]), "--html", str(page)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert [line.split()[:2] for line in done.stdout.splitlines() if line.startswith("markdown ")] == [
        ["markdown", "3.7"]
    ]
    assert "markdown 3.7" in page.read_text("utf-8")
