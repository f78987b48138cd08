"""The finder: known by its hash, owned by a RECORD, and heard when a removed module is imported."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from lamella.build.way_back.files import FINDER_PATH, FINDER_SHA256, START_PATH, START_SHA256, way_back

REMOVED = [
    "python/pkg/__init__.py", "python/pkg/sub/__init__.py", "python/pkg/sub/m.py", "python/single.py", "python/x.bin",
    "python/native.cpython-312-x86_64-linux-gnu.so", "python/pkg/__pycache__/m.cpython-312.pyc", "bin/tool.py",
    f"python/lib/python3.{sys.version_info.minor}/site-packages/deep.py", "python/half/gone.py", "python/space/in.py",
]  # fmt: skip


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "python"


def run(site: Path, code: str) -> tuple[str, str]:
    """Run code as Lambda's bootstrap would with the folder as /opt/python."""
    start = f"import site, sys; site.addsitedir({str(site)!r})\n"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", start + code], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def raised(site: Path, statement: str) -> tuple[str, list[dict[str, str]]]:
    code = f"try:\n    {statement}\nexcept Exception as e:\n    print(type(e).__name__, e.name, e)"
    out, err = run(site, code)
    return out.strip(), [json.loads(line) for line in err.splitlines()]


def test_check_knows_the_files() -> None:
    files = way_back("data", REMOVED)
    assert hashlib.sha256(files[FINDER_PATH]).hexdigest() == FINDER_SHA256
    assert hashlib.sha256(files[START_PATH]).hexdigest() == START_SHA256


def test_nothing_removed_needs_no_finder() -> None:
    assert way_back("data", ["python/p/words.txt", "python/p/__pycache__/a.cpython-312.pyc", "bin/x.py"]) == {}


def test_a_distribution_owns_the_files() -> None:
    files = way_back("My-layer", REMOVED)
    assert "python/lamella_absent_my_layer-1.dist-info/RECORD" in files
    record = files["python/lamella_absent_my_layer-1.dist-info/RECORD"].decode()
    assert {f"python/{line.partition(',')[0]}" for line in record.splitlines()} == files.keys()


@pytest.mark.parametrize(
    ("statement", "module", "keep"),
    [
        ("import pkg", "pkg", "python/pkg/**"),
        ("import pkg.sub.m", "pkg", "python/pkg/**"),
        ("import single", "single", "python/single.py"),
        ("import native", "native", "python/native.cpython-312-x86_64-linux-gnu.so"),
        ("import deep", "deep", f"python/lib/python3.{sys.version_info.minor}/site-packages/deep.py"),
        ("import half.gone", "half.gone", "python/half/gone.py"),
        ("from half import gone", "half.gone", "python/half/gone.py"),
        ("from half import *", "half.gone", "python/half/gone.py"),
        ("import importlib; importlib.import_module('half.gone')", "half.gone", "python/half/gone.py"),
        ("import importlib.util; importlib.util.find_spec('single')", "single", "python/single.py"),
    ],
)
def test_a_removed_module_says_how_to_have_it_back(tmp_path: Path, statement: str, module: str, keep: str) -> None:
    site = put(tmp_path, {**way_back("data", REMOVED), "python/half/__init__.py": b"__all__ = ['gone']"})
    out, log = raised(site, statement)
    assert out.startswith(f"ImportError {module} {module} was left out of the layer `data`")
    assert f'[layers.data] of lamella.toml: keep = ["{keep}"]' in out
    assert log == [{"event": "lamella.absent", "level": "ERROR", "layer": "data", "module": module, "keep": keep}]


@pytest.mark.parametrize("statement", ["import nothing", "import half.nothing", "import singl", "import pk"])
def test_of_other_modules_it_knows_nothing(tmp_path: Path, statement: str) -> None:
    site = put(tmp_path, {**way_back("data", REMOVED), "python/half/__init__.py": b""})
    out, log = raised(site, statement)
    assert out.startswith("ModuleNotFoundError")
    assert log == []


def test_what_another_layer_brings_is_found(tmp_path: Path) -> None:
    site = put(tmp_path, {**way_back("data", REMOVED), "python/single.py": b"print('here')"})
    assert run(site, "import single") == ("here\n", "")


def test_several_layers_stand_beside_each_other(tmp_path: Path) -> None:
    files = {**way_back("one", ["python/a.py"]), **way_back("two", ["python/b.py"])}
    site = put(tmp_path, files)
    assert "[layers.one]" in raised(site, "import a")[0]
    assert "[layers.two]" in raised(site, "import b")[0]


def test_each_module_is_logged_once(tmp_path: Path) -> None:
    site = put(tmp_path, way_back("data", REMOVED))
    code = "for _ in range(3):\n    try: import single\n    except ImportError: pass"
    assert len(run(site, code)[1].splitlines()) == 1


def test_metadata_is_valid(tmp_path: Path) -> None:
    site = put(tmp_path, way_back("data", REMOVED))
    found: Distribution = PathDistribution(site / "lamella_absent_data-1.dist-info")
    assert (found.metadata["Name"], found.version) == ("lamella-absent-data", "1")
    assert {str(path) for path in found.files or ()} >= {"_lamella_absent.py", "_lamella_absent.pth"}
