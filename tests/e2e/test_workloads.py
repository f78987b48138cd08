"""Eight real functions, through the command line: every one answers its events from the unpacked archive."""

import json
import subprocess
from pathlib import Path

import pytest

from running import WORKLOADS, Cli, Done, handle, unzip, uv_install

NAMES = sorted(path.parent.name for path in WORKLOADS.glob("*/app.py"))
TARGETS = ("python3.12/x86_64", "python3.13/arm64")
pytestmark = pytest.mark.e2e

_WATCH = """
import sys
layer = sys.argv[2]
def hook(event, args):
    if event == "compile" and args[0] is not None and str(args[1]).startswith(layer):
        sys.exit("compiled " + str(args[1]))
sys.addaudithook(hook)
sys.path[:0] = sys.argv[1:]
import app
"""


def build(cli: Cli, folder: Path, name: str, *more: str) -> Done:
    targets = [word for target in TARGETS for word in ("--target", target)]
    return cli("build", "-r", str(WORKLOADS / name / "requirements.txt"), "--name", name, "--out", str(folder),
               "--output", "json", "--require-bytecode", *targets, *more)  # fmt: skip


@pytest.mark.parametrize("bytecode", ["hash", "only"])
@pytest.mark.parametrize("name", NAMES)
def test_answers_as_a_plain_installation_does(
    name: str, bytecode: str, cli: Cli, tmp_path: Path, python312: str
) -> None:
    done = build(cli, tmp_path / "dist", name, "--bytecode", bytecode)
    assert done.code == 0, done.err
    assert [it["target"] for it in done.json["archives"]] == list(TARGETS)
    layer = unzip(tmp_path / "dist" / f"{name}-python3.12-x86_64.zip", tmp_path / "opt") / "python"
    plain = uv_install(tmp_path / "plain", ["-r", str(WORKLOADS / name / "requirements.txt")])
    expected = handle(python312, name, plain)
    assert expected.code == 0, expected.err
    assert handle(python312, name, layer).json == expected.json
    watched = subprocess.run(
        [python312, "-I", "-B", "-c", _WATCH, str(WORKLOADS / name), str(layer)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert watched.returncode == 0, watched.stderr
    arm = json.loads((tmp_path / "dist" / f"{name}-python3.13-arm64.manifest.json").read_text())
    assert arm["compiler"].startswith("cpython-3.13.")


def test_the_recipes_layer_fails_where_ours_does_not(tmp_path: Path, python312: str) -> None:
    """The reason for keeping metadata: markdown finds its extensions through entry points."""
    layer = uv_install(tmp_path / "layer", ["-r", str(WORKLOADS / "markdown" / "requirements.txt")])
    subprocess.run(["find", str(layer), "-name", "*.dist-info", "-exec", "rm", "-rf", "{}", "+"], check=True)
    done = handle(python312, "markdown", layer)
    assert done.code != 0
    assert "tables" in done.err
