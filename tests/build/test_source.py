from pathlib import Path

import pytest

from lamella.build.source import (
    Folder,
    ProjectFile,
    PyLock,
    Requirements,
    Source,
    UvLock,
    classify,
    digest,
    is_file_entry,
)
from lamella.errors import ConfigError

ROOT = Path("/project")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("requirements.txt", True),
        ("requirements.in", True),
        ("pyproject.toml", True),
        ("uv.lock", True),
        ("sub/folder", True),
        ("./here", True),
        ("requests", False),
        ("requests>=2", False),
        ("name[extra]==1.0; python_version < '3.12'", False),
        ("name @ https://example.org/a/name-1.0-py3-none-any.whl", False),
        ("git+https://example.org/a/b.txt", False),
    ],
)
def test_what_counts_as_a_file(entry: str, *, expected: bool) -> None:
    assert is_file_entry(entry) is expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (("requirements.txt", "boto3"), Requirements((ROOT / "requirements.txt",), ("boto3",))),
        (("pyproject.toml",), ProjectFile(ROOT / "pyproject.toml", ("g",), ("e",))),
        (("uv.lock",), UvLock(ROOT / "uv.lock", ("g",), ("e",))),
        (("pylock.prod.toml",), PyLock(ROOT / "pylock.prod.toml")),
        (("layer/",), Folder(ROOT / "layer")),
    ],
)
def test_classify(entries: tuple[str, ...], expected: Source) -> None:
    groups = ("g",) if isinstance(expected, ProjectFile | UvLock) else ()
    extras = ("e",) if groups else ()
    assert classify(entries, ROOT, groups, extras, lambda path: path.name == "layer") == expected


@pytest.mark.parametrize(
    ("entries", "groups", "message"),
    [
        (("uv.lock", "boto3"), (), "stands alone"),
        (("other.toml",), (), "not a source that lamella knows"),
        (("requirements.txt",), ("dev",), "need a pyproject.toml"),
    ],
)
def test_what_cannot_be_a_source(entries: tuple[str, ...], groups: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        classify(entries, ROOT, groups, (), lambda _: False)


def test_digest_follows_nested_files_and_ignores_the_place() -> None:
    texts = {"a.txt": "-r b.txt\nx\n", "b.txt": "-c c.txt\ny\n", "c.txt": "z\n"}
    source = Requirements((ROOT / "a.txt",), ())
    first = digest(source, (), lambda path: texts[path.name])
    assert first == digest(Requirements((Path("/else/a.txt"),), ()), (), lambda path: texts[path.name])
    assert first != digest(source, ("boto3",), lambda path: texts[path.name])
    texts["c.txt"] = "z==2\n"
    assert first != digest(source, (), lambda path: texts[path.name])


def test_files_that_include_each_other_end() -> None:
    assert digest(Requirements((ROOT / "a.txt",), ()), (), lambda _: "-r a.txt\n")


def test_a_missing_nested_file_is_named() -> None:
    def read(path: Path) -> str:
        if path.name != "a.txt":
            raise FileNotFoundError(path)
        return "-r gone.txt\n"

    with pytest.raises(ConfigError, match=r"gone\.txt does not exist"):
        digest(Requirements((ROOT / "a.txt",), ()), (), read)
