from typing import Any

import pytest

from lamella.build.removals import Why, keep_line, removals


def manifest(*paths: str) -> dict[str, Any]:
    removed = [{"path": path, "size_bytes": 1} for path in paths]
    return {"passes": [{"pass": "prune", "rules": [{"rule": "tests", "reason": "unused", "removed": removed}]}]}


def test_what_is_not_in_the_archive_was_removed_but_for_bytecode_and_replaced_sources() -> None:
    found = removals(
        manifest(
            "python/a/gone.py",
            "python/a/b.py",
            "python/a/x.json",
            "python/a/__pycache__/c.cpython-312.pyc",
            "python/d.py",
        ),
        ["python/a/b.pyc", "python/d.py"],
        (3, 12),
    )
    assert found.why == {
        "python/a/gone.py": Why("prune", "tests", "unused"),
        "python/a/x.json": Why("prune", "tests", "unused"),
    }
    assert found.of_module("a.gone") == "python/a/gone.py"
    assert found.of_module("a.b") is None
    assert found.among(["python/a/x.json", "python/other"]) == ("python/a/x.json",)
    assert found.in_folder("a") == ("python/a/gone.py", "python/a/x.json")
    assert found.in_folder("a.x") == ()


@pytest.mark.parametrize(
    "document",
    [{}, {"passes": 1}, {"passes": [1, {"rules": 2}, {"rules": [{"removed": [3, {"path": 4}]}]}]}],
)
def test_a_document_of_another_form_removes_nothing(document: dict[str, Any]) -> None:
    assert not removals(document, [], (3, 12)).why


@pytest.mark.parametrize(
    ("paths", "line"),
    [
        (["python/a/x.json"], 'keep = ["python/a/x.json"]'),
        (["python/a/__init__.py", "python/b.py"], 'keep = ["python/a/**", "python/b.py"]'),
        (["python/a/__init__.py", "python/a/__init__.pyc"], 'keep = ["python/a/**"]'),
        (["python/__init__.py"], 'keep = ["python/__init__.py"]'),
    ],
)
def test_keep_lines(paths: list[str], line: str) -> None:
    assert keep_line(paths) == line
