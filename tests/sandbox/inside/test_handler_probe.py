import json
import os
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from lamella.host import interpreters
from lamella.host.interpreters import find

PROBE = files("lamella.sandbox.inside").joinpath("handler_probe.py").read_text()
APP = """
import asyncio
import calendar
import colorsys
import json
import string
import threading
import timeit
import unused_one
import zlib
from constants import LIMIT
from points import Point
import pack.child

def handler(event, context):
    if event == "raise":
        raise KeyError("gone")
    if event == "thread":
        thread = threading.Thread(target=colorsys.rgb_to_hls, args=(1, 1, 1))
        thread.start()
        thread.join()
    if event == "attribute":
        return string.digits
    if event == "native":
        return zlib.crc32(b"x")
    if event == "generated":
        return Point().x
    if event == "late":
        import late
        return late.ONE
    if event == "child":
        return pack.child.work()
    return [event, LIMIT]
"""
MODULES = {
    "app.py": APP,
    "unused_one.py": "def never(): pass",
    "constants.py": "LIMIT = 3",
    "points.py": "import dataclasses\n@dataclasses.dataclass\nclass Point:\n    x: int = 1\n",
    "late.py": "ONE = 1",
    "pack/__init__.py": "",
    "pack/child.py": "def work(): return 1",
}
DRIVER = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import lamella_handler_probe as probe
answers = []
for event in json.loads(sys.argv[3]):
    try:
        answers.append(probe.handler(event, None))
    except KeyError as error:
        answers.append(repr(error))
print(json.dumps(answers))
"""


@pytest.fixture(scope="module", params=[(3, 10), (3, 11), (3, 12), (3, 13)], ids=lambda minor: f"{minor[0]}.{minor[1]}")
def python(request: pytest.FixtureRequest) -> Path:
    with tempfile.TemporaryDirectory() as cache:
        found = find(request.param, os.environ, Path(cache))
    assert found, f"needs {interpreters.searched(request.param, os.environ)}"
    return found.path


def probed(python: Path, folder: Path, events: list[object], *, use: bool = True) -> list[Any]:
    for name, text in MODULES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    inside = folder / "inside"
    inside.mkdir()
    (inside / "lamella_handler_probe.py").write_text(PROBE)
    environ = {"LAMELLA_PROFILED_HANDLER": "app.handler", **({"LAMELLA_PROFILED_USE": "1"} if use else {})}
    done = subprocess.run(
        [python, "-s", "-c", DRIVER, folder, inside, json.dumps([*events, {"lamella.profile": "report"}])],
        env=environ, capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_answers_pass_and_use_is_seen(python: Path, tmp_path: Path) -> None:
    *answers, report = probed(python, tmp_path, ["raise", "thread", "attribute", "native", "child", {"a": 1}])
    assert answers == ["KeyError('gone')", ["thread", 3], "0123456789", 2363233923, 1, [{"a": 1}, 3]]
    used = set(report["used"])
    assert {"app", "colorsys", "string", "zlib", "pack.child", "threading"} <= used
    assert not {"unused_one", "calendar", "timeit", "asyncio", "constants"} & used
    assert report["files"]["app"] == str(tmp_path / "app.py")
    assert "lamella_handler_probe" not in report["files"]


def test_a_generated_method_belongs_to_the_module_that_has_it(python: Path, tmp_path: Path) -> None:
    answer, report = probed(python, tmp_path, ["generated"])
    assert (answer, "points" in report["used"]) == (1, True)


def test_a_module_that_an_event_imports_is_no_import_of_the_init(python: Path, tmp_path: Path) -> None:
    answer, report = probed(python, tmp_path, ["late"])
    assert (answer, "late" in report["files"], "points" in report["used"]) == (1, False, False)


def test_without_the_watch_nothing_is_noted(python: Path, tmp_path: Path) -> None:
    answer, report = probed(python, tmp_path, ["child"], use=False)
    assert (answer, report["used"], "pack.child" in report["files"]) == (1, [], True)
