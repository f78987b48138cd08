"""Which sources stay: paths and contents of small packages."""

import pytest

from lamella.build.globs import Globs
from lamella.build.staying import staying
from lamella.model.tree import File

READS = "inspect.getsource(f)"
READS_MODULES = "try: inspect.getsource(module)\nexcept OSError: pass"
LIBRARY = "import numba\n@numba.njit(cache=True)\ndef f(): ..."


class Texts:
    def __init__(self, by_path: dict[str, str]) -> None:
        self.by_path = by_path

    def read(self, file: File) -> bytes:
        return self.by_path[file.path].encode()


def stay(by_path: dict[str, str], *keep: str, mode: int = 0o644) -> dict[str, str]:
    by_path = {f"python/{path}": text for path, text in by_path.items()}
    files = [File(path, len(text), "", mode, "x==1") for path, text in by_path.items()]
    found = staying(files, Texts(by_path), Globs(keep))
    return {path.removeprefix("python/"): reason for path, reason in found.items()}


PACKAGE = {"a/__init__.py": "", "a/b/__init__.py": "", "a/b/c.py": "", "other.py": ""}


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        pytest.param({}, set(), id="nothing"),
        pytest.param({"a/r.py": READS}, {"a/__init__.py", "a/b/__init__.py", "a/b/c.py", "a/r.py"}, id="a reader"),
        pytest.param({"other.py": READS}, {"other.py"}, id="a reader that is a single module"),
        pytest.param({"a/r.py": READS_MODULES}, {"a/__init__.py", "a/b/__init__.py"}, id="it can do without"),
        pytest.param({"a/b/c.py": LIBRARY}, {"a/b/c.py"}, id="code that a library reads"),
        pytest.param({"a/tests/r.py": READS, "a/tests/__init__.py": ""}, {"a/tests/r.py"}, id="a test reads"),
        pytest.param({"a/conftest.py": READS}, {"a/conftest.py"}, id="a test's fixtures read"),
        pytest.param({"a/__main__.py": READS}, {"a/__main__.py"}, id="a program reads"),
        pytest.param({"a/templates/env.py": ""}, {"a/templates/env.py"}, id="a template, as alembic has"),
        pytest.param({"a/part/x.py": "", "a/y.py": "from .part.x import y"}, set(), id="a part that is imported"),
        pytest.param({"space/name/__init__.py": "", "space/name/x.py": "", "space/z.py": ""}, set(), id="a namespace"),
    ],
)
def test_what_stays(added: dict[str, str], expected: set[str]) -> None:
    assert set(stay(PACKAGE | added)) == expected


def test_each_importable_folder_has_its_own_packages() -> None:
    site = "lib/python3.12/site-packages/"
    found = stay({"a/r.py": READS, "a/__init__.py": "", f"{site}b/__init__.py": "", f"{site}a.py": ""})
    assert set(found) == {"a/r.py", "a/__init__.py"}


def test_the_users_globs() -> None:
    assert stay(PACKAGE, "python/a/b/**") == {"a/b/__init__.py": "`keep` names it", "a/b/c.py": "`keep` names it"}


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        ("#!/usr/bin/python\n", 0o755, {"bin/run.py": "it is a program"}),
        ("#!/usr/bin/python\n", 0o644, {}),
        ("x = 1\n", 0o755, {}),
    ],
)
def test_programs(text: str, mode: int, expected: dict[str, str]) -> None:
    assert stay({"bin/run.py": text}, mode=mode) == expected


def test_the_reason_names_the_place() -> None:
    assert stay({"a/__init__.py": "", "a/r.py": f"\n{READS}"})["a/__init__.py"] == "a/r.py line 2: inspect.getsource"
