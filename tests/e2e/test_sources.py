"""Every kind of source gives the releases that it names."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

from running import Cli, uv_install

pytestmark = pytest.mark.e2e

PYPROJECT = """
[project]
name = "service"
version = "1"
requires-python = ">=3.11"
dependencies = ["six==1.17.0"]
[project.optional-dependencies]
web = ["idna==3.10"]
[dependency-groups]
extra-tools = ["toml==0.10.2"]
dev = ["iniconfig==2.0.0"]
"""


def releases(folder: Path, name: str) -> set[str]:
    manifest = json.loads((folder / "dist" / f"{name}-python3.12-x86_64.manifest.json").read_text())
    return {package["unit"] for package in manifest["packages"]}


def config(folder: Path, source: str, more: str = "") -> None:
    text = f'[layers.a]\nsource = {source}\ntargets = ["python3.12/x86_64"]\n{more}\n'
    (folder / "lamella.toml").write_text(text)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", {"six==1.17.0"}),
        ('extras = ["web"]', {"six==1.17.0", "idna==3.10"}),
        ('groups = ["extra-tools"]', {"six==1.17.0", "toml==0.10.2"}),
    ],
)
@pytest.mark.parametrize("file", ["pyproject.toml", "uv.lock"])
def test_projects(file: str, more: str, expected: set[str], cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    if file == "uv.lock":
        environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        subprocess.run([find_uv_bin(), "lock", "-q", "--python", sys.executable], cwd=tmp_path, env=environ, check=True)
    config(tmp_path, f'"{file}"', more)
    done = cli("build")
    assert done.code == 0, done.err
    assert releases(tmp_path, "a") == expected


def test_pylock(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("six==1.17.0\npython-dateutil==2.9.0.post0\n")
    environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run(
        [find_uv_bin(), "pip", "compile", "-q", "--universal", "--python", sys.executable, "in.txt", "-o",
         "pylock.toml"],
        cwd=tmp_path, env=environ, check=True,
    )  # fmt: skip
    config(tmp_path, '"pylock.toml"')
    done = cli("build")
    assert done.code == 0, done.err
    assert releases(tmp_path, "a") == {"six==1.17.0", "python-dateutil==2.9.0.post0"}


def test_mixed_list_nested_files_and_excludes(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "reqs").mkdir()
    (tmp_path / "reqs" / "all.txt").write_text("-r more.txt\n-c limits.txt\nsix\n")
    (tmp_path / "reqs" / "more.txt").write_text("python-dateutil==2.9.0.post0\n")
    (tmp_path / "reqs" / "limits.txt").write_text("six==1.16.0\n")
    config(tmp_path, '["reqs/all.txt", "idna==3.10"]')
    done = cli("build")
    assert done.code == 0, done.err
    assert releases(tmp_path, "a") == {"six==1.16.0", "python-dateutil==2.9.0.post0", "idna==3.10"}
    config(tmp_path, '["reqs/all.txt", "idna==3.10"]', 'exclude = ["python_dateutil"]')
    done = cli("build")
    assert done.code == 0, done.err
    assert releases(tmp_path, "a") == {"six==1.16.0", "idna==3.10"}


def test_folder_and_own_code(cli: Cli, tmp_path: Path) -> None:
    uv_install(tmp_path / "opt" / "python", ["six==1.17.0"])
    (tmp_path / "opt" / "bin").mkdir()
    (tmp_path / "opt" / "bin" / "tool").write_text("#!/bin/sh\necho hi\n")
    (tmp_path / "opt" / "bin" / "tool").chmod(0o755)
    (tmp_path / "own.py").write_text("x = 1\n")
    config(tmp_path, '"opt/"', 'include = [{ from = "own.py", to = "python/own.py" }]')
    done = cli("build")
    assert done.code == 0, done.err
    assert releases(tmp_path, "a") == {"folder", "include"}
    listing = subprocess.run(
        ["unzip", "-Z", str(tmp_path / "dist/a-python3.12-x86_64.zip")], capture_output=True, text=True, check=True
    ).stdout
    assert "-rwxr-xr-x" in next(line for line in listing.splitlines() if line.endswith("bin/tool"))
    for name in ("python/own.py", "python/six.py", "python/__pycache__/own.cpython-312.pyc"):
        assert any(line.endswith(name) for line in listing.splitlines()), name


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda opt: (opt / "stuff").write_text("x"), "not laid out as /opt"),
        (lambda opt: (opt / "python" / "out").symlink_to("/etc/passwd"), "leaves the layer's folder"),
        (lambda opt: (opt / "python" / "gone").symlink_to("nowhere"), "broken link"),
        (lambda opt: [(opt / "python" / name).write_text(name) for name in ("Read", "read")], "differ only in case"),
        (lambda opt: ((opt / "python" / "s").write_text("x"), (opt / "python" / "s").chmod(0o4755)), "has mode 4755"),
        (lambda opt: os.mkfifo(opt / "python" / "pipe"), "not a regular file"),
    ],
)
def test_folders_that_are_no_layer(make: object, message: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "opt").mkdir()
    if "laid out" not in message:
        (tmp_path / "opt" / "python").mkdir()
        (tmp_path / "opt" / "python" / "a.py").write_text("")
    make(tmp_path / "opt")  # type: ignore[operator]
    config(tmp_path, '"opt/"')
    done = cli("build")
    assert done.code == 1, done.err
    assert message in done.err
    assert "Traceback" not in done.err
    assert not list((tmp_path / "dist").glob("*")) if (tmp_path / "dist").exists() else True
