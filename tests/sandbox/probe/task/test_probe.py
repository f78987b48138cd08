"""The probe, by the interpreters that there are, outside of any sandbox."""

import os
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lamella.archive.modules import Named
from lamella.host import interpreters
from lamella.sandbox import probe
from lamella.sandbox.probe.answer import Answer, answer_of, entry_point_question, module_question

TASK = Path(probe.__file__).parent / "task"
RUN = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import probe
for event in json.loads(sys.argv[3]):
    answer = probe.handler(event)
    print("ANSWER" + json.dumps(answer))
"""
FILES = {
    "good.py": "import json, os\nprint('hello')\n",
    "wraps.py": "try:\n  import zzz\nexcept ImportError as e:\n  raise ImportError('install zzz') from e\n",
    "leaves.py": "raise SystemExit(3)\n",
    "crash.py": "import os\nos.kill(os.getpid(), 11)\n",
    "hangs.py": "while True: pass\n",
    "twice.py": "import sys\nassert not hasattr(sys, 'been')\nsys.been = 1\n",
    "foo_bar-1.dist-info/METADATA": "Name: Foo.Bar\nVersion: 1\n",
    "pack/__init__.py": "",
    "pack/part.py": "import zzz\n",
    "foo_bar-1.dist-info/entry_points.txt": "[g]\nok = good\nattr = good:no\nno = pack:no\npart = pack:part\n",
}


@pytest.fixture(params=[(3, 10), (3, 11), (3, 12), (3, 13)])
def python(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    found = interpreters.find(request.param, os.environ, tmp_path)
    assert found is not None, "the tests need the interpreters of Lambda's runtimes, such as from `uv python install`"
    return str(found.path)


def ask(python: str, folder: Path, *questions: dict[str, Any]) -> list[Answer]:
    site = folder / "python"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    events = msgspec.json.encode(questions).decode()
    done = subprocess.run(
        [python, "-I", "-B", "-c", RUN, str(TASK), str(site), events], capture_output=True, text=True, check=True
    )
    payloads = [line[6:] for line in done.stdout.splitlines() if line.startswith("ANSWER")]
    answers = [answer_of(payload) for payload in payloads]
    return [answer for answer in answers if answer is not None]


def test_modules_are_imported_each_in_a_fresh_process(python: str, tmp_path: Path) -> None:
    names = ["good", "wraps", "leaves", "crash", "twice", "twice", "not.there"]
    answers = ask(python, tmp_path, *(module_question(name, 20) for name in names))
    troubles = [answer.error for answer in answers]
    told = [(trouble.error_type, trouble.message, trouble.name) if trouble else None for trouble in troubles]
    assert told == [
        None,
        ("ImportError", "install zzz", ""),
        ("SystemExit", "3", ""),
        ("ProcessEnded", "the process ended while it imported: SIGSEGV", ""),
        None,
        None,
        ("ModuleNotFoundError", "No module named 'not'", "not"),
    ]
    assert troubles[1] is not None
    assert [each.name for each in troubles[1].chain] == [None, "zzz"]
    assert answers[0].recompiled == ("python/good.py",)


def test_valid_bytecode_is_not_recompiled(python: str, tmp_path: Path) -> None:
    ask(python, tmp_path)
    subprocess.run(
        [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(tmp_path)], check=True
    )
    [answer] = ask(python, tmp_path, module_question("good", 20))
    assert answer == Answer(None, (), answer.seconds)


def test_entry_points_are_found_as_python_finds_them_and_loaded(python: str, tmp_path: Path) -> None:
    points = [
        Named("foo-bar", "g", "ok"),
        Named("foo-bar", "g", "attr"),
        Named("foo-bar", "g", "no"),
        Named("foo-bar", "g", "part"),
        Named("foo-bar", "g", "none"),
        Named("other", "g", "ok"),
    ]
    answers = ask(python, tmp_path, *(entry_point_question(point, 20) for point in points))
    assert [answer.error.error_type if answer.error else None for answer in answers] == [
        None,
        "AttributeError",
        "AttributeError",
        "ModuleNotFoundError",
        "LookupError",
        "LookupError",
    ]


def test_an_import_without_end_is_ended(python: str, tmp_path: Path) -> None:
    [answer] = ask(python, tmp_path, module_question("hangs", 0.2))
    assert answer.error is not None
    assert answer.error.error_type == "TimeoutError"


def test_what_is_no_answer_is_told_from_one() -> None:
    assert answer_of('{"x": 1}') is None
    assert answer_of("nope") is None
