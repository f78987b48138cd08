import pytest

from lamella.build.missed import asked_for, explanation, named_removals
from lamella.build.removals import Removals, Why

WHY = Why("prune", "tests", "unused")
GONE = Removals(
    dict.fromkeys(["python/a/data/x.json", "python/a/part.py", "python/b.py", "python/bee.py"], WHY), (3, 12)
)


@pytest.mark.parametrize(
    ("probed", "message", "expected"),
    [
        (["python/a/data/x.json", "python/none"], "", ("python/a/data/x.json",)),
        (["python/a/data"], "", ("python/a/data/x.json",)),
        (["python/a/dat", ""], "", ()),
        ([], "No module named 'a.part'", ("python/a/part.py",)),
        (["python/b.py"], "No module named 'a.part'", ("python/a/part.py", "python/b.py")),
        ([], "No module named 'other'", ()),
        ([], "Unknown service: 'data'", ("python/a/data/x.json",)),
        ([], "Unknown service: data", ()),
        ([], "'a' is wrong, 'python' too", ()),
    ],
)
def test_removed_files_are_found_by_failed_opens_and_messages(
    probed: list[str], message: str, expected: tuple[str, ...]
) -> None:
    assert asked_for(GONE, probed, message) == expected


def _line(module: str) -> str:
    return f'{{"event": "lamella.absent", "level": "ERROR", "layer": "a", "module": "{module}", "keep": "x"}}\n'


@pytest.mark.parametrize(
    ("message", "log", "expected"),
    [
        ("Can't load plugin", _line("a.part"), ("python/a/part.py",)),
        ("Can't load plugin", "noise\n" + _line("a.part") + _line("b"), ("python/a/part.py", "python/b.py")),
        ("KeyError: 'PART'", _line("a.part") + _line("bee"), ("python/a/part.py",)),
        ("KeyError: 'PART'\nFile python/bee", _line("a.part") + _line("bee"), ("python/a/part.py",)),
        ("Can't load plugin", _line("a.other"), ()),
        ("Can't load plugin", "module a.part", ()),
    ],
)
def test_removed_modules_are_found_by_what_the_finder_logged(message: str, log: str, expected: tuple[str, ...]) -> None:
    assert asked_for(GONE, (), message, log) == expected


def test_the_way_back_names_files_passes_and_the_line() -> None:
    assert explanation(["python/b.py", "python/none"], GONE) == (
        'it looked for python/b.py, which prune left out; to have it back: keep = ["python/b.py"]'
    )
    assert explanation(["python/none"], GONE) == ""
    many = Removals({f"python/{n}.txt": WHY for n in range(7)}, (3, 12))
    assert "python/4.txt and 2 more" in explanation(many.why, many)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("No module named 'foo.gone'", ("python/foo/gone.py",)),
        ('{"errorMessage": "Unable to import module \'app\': No module named \'foo.unseen\'"}',
         ("python/foo/unseen/__init__.py",)),
        ("cannot import name 'gone' from partially initialized module 'foo'", ("python/foo/gone.py",)),
        ("No such file: '/opt/python/foo/data.json'", ("python/foo/data.json",)),
        ("No module named 'foo.other'", ()),
    ],
)  # fmt: skip
def test_messages_name_removed_files(text: str, paths: tuple[str, ...]) -> None:
    foo = {"python/foo/gone.py": WHY, "python/foo/unseen/__init__.py": WHY, "python/foo/data.json": WHY}
    assert named_removals(text, Removals(foo, (3, 12))) == paths
