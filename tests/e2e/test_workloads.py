"""Eight real functions, through the command line: every one answers its events from the unpacked archive."""

import json
import subprocess
from pathlib import Path

import pytest

from running import WORKLOADS, Cli, Done, handle, unzip, uv_install

NAMES = sorted(path.parent.name for path in WORKLOADS.glob("*/app.py"))
X86, ARM = "python3.12/x86_64", "python3.13/arm64"
# pandas 2.2.2 has no wheel for Python 3.13.
WITHOUT_ARM_WHEEL = {"pandas"}
pytestmark = pytest.mark.e2e

_WATCH = """
import sys
layer = sys.argv[2]
def hook(event, args):
    # Packages call compile() themselves (anyio); only the import system's calls stand for missing bytecode.
    by_import = event == "compile" and sys._getframe(1).f_code.co_filename.startswith("<frozen importlib")
    if by_import and str(args[1]).startswith(layer):
        sys.exit("compiled " + str(args[1]))
sys.addaudithook(hook)
sys.path[:0] = sys.argv[1:]
import app
"""


def build(cli: Cli, folder: Path, name: str, targets: list[str], *more: str) -> Done:
    chosen = [word for target in targets for word in ("--target", target)]
    return cli("build", "-r", str(WORKLOADS / name / "requirements.txt"), "--name", name, "--out", str(folder),
               "--output", "json", "--require-bytecode", *chosen, *more)  # fmt: skip


@pytest.mark.parametrize("bytecode", ["hash", "only"])
@pytest.mark.parametrize("name", NAMES)
def test_answers_as_a_plain_installation_does(
    name: str, bytecode: str, cli: Cli, tmp_path: Path, python312: str
) -> None:
    targets = [X86] if name in WITHOUT_ARM_WHEEL else [X86, ARM]
    done = build(cli, tmp_path / "dist", name, targets, "--bytecode", bytecode)
    assert done.code == 0, done.err
    assert [it["target"] for it in done.json["archives"]] == targets
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
    for archive in done.json["archives"]:
        manifest = json.loads(Path(archive["path"].replace(".zip", ".manifest.json")).read_text())
        assert manifest["compiler"].startswith("cpython-" + archive["target"][6:10])


def test_the_recipes_layer_fails_where_ours_does_not(tmp_path: Path, python312: str) -> None:
    """The reason for keeping metadata: markdown finds its extensions through entry points."""
    layer = uv_install(tmp_path / "layer", ["-r", str(WORKLOADS / "markdown" / "requirements.txt")])
    subprocess.run(["find", str(layer), "-name", "*.dist-info", "-exec", "rm", "-rf", "{}", "+"], check=True)
    done = handle(python312, "markdown", layer)
    assert done.code != 0
    assert "tables" in done.err
