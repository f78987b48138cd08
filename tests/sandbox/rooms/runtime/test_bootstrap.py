"""The bootstrap in this interpreter, with a client that prints what it is given."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

MINOR = f"python{sys.version_info.major}.{sys.version_info.minor}"
CLIENT = """
import json, os, sys
def main(arguments):
    import here
    private = sorted(name for name in os.environ if name.startswith("_LAMELLA"))
    print(json.dumps({"path": sys.path, "arguments": arguments[1:], "private": private, "here": here.__file__,
                      "pth": getattr(sys, "pth", [])}))
"""


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name, content in {
        "runtime/awslambdaric/__init__.py": "",
        "runtime/awslambdaric/__main__.py": CLIENT,
        "runtime/here.py": "",
        "task/awslambdaric/__init__.py": "raise SystemExit('shadowed')",
        f"opt/python/lib/{MINOR}/site-packages/one.pth": "import sys; sys.pth = getattr(sys, 'pth', []) + ['one']\n",
        "opt/python/two.pth": "import sys; sys.pth = getattr(sys, 'pth', []) + ['two']\nextra\n",
        "opt/python/extra/x.py": "",
        "opt/python/here.py": "",
        "boto3/boto3.py": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    bootstrap = files("lamella.sandbox.rooms").joinpath("runtime", "bootstrap.py").read_text("utf-8")
    (tmp_path / "runtime" / "bootstrap.py").write_text(bootstrap)
    return tmp_path


def run(folders: Path, environ: Mapping[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, str(folders / "runtime" / "bootstrap.py")],
        env={
            "LAMBDA_TASK_ROOT": f"{folders}/task",
            "LAMBDA_RUNTIME_DIR": f"{folders}/runtime",
            "_LAMELLA_OPT": f"{folders}/opt",
            "_HANDLER": "app.handler",
            **environ,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_function_before_layers_before_runtime_before_library(folders: Path) -> None:
    found = run(folders, {"_LAMELLA_SITE_PACKAGES": f"{folders}/boto3"})
    packages = f"{folders}/opt/python/lib/{MINOR}/site-packages"
    assert found["path"][:4] == [f"{folders}/task", packages, f"{folders}/opt/python", f"{folders}/runtime"]
    assert found["path"][-2:] == [f"{folders}/boto3", f"{folders}/opt/python/extra"]
    assert str(Path(os.__file__).parent) in found["path"]
    assert found["path"].count(f"{folders}/runtime") == 1
    assert found["arguments"] == ["app.handler"]
    assert found["here"] == f"{folders}/opt/python/here.py"
    assert found["pth"] == ["one", "two"]
    assert found["private"] == []


def test_pythonpath_takes_the_layers_out(folders: Path) -> None:
    found = run(folders, {"PYTHONPATH": f"{folders}/opt/python/extra"})
    assert found["path"][:2] == [f"{folders}/task", f"{folders}/runtime"]
    assert f"{folders}/opt/python" not in found["path"]
    assert found["pth"] == []


@pytest.mark.parametrize(("variable", "own"), [({}, True), ({"_LAMELLA_SITE_PACKAGES": ""}, False)])
def test_the_interpreters_own_packages_are_taken_off_where_asked(
    variable: Mapping[str, str], folders: Path, *, own: bool
) -> None:
    path = run(folders, variable)["path"]
    assert any(each.endswith("site-packages") and not each.startswith(str(folders)) for each in path) == own
