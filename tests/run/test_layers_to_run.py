import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lamella.config.project import Overrides, Project
from lamella.errors import ConfigError, HostileArchiveError, UsageError
from lamella.model.layer import Layer
from lamella.model.layer_test import LayerTest
from lamella.model.target import Architecture, Target
from lamella.run import layers_to_run
from lamella.run.config import load_project
from lamella.run.layers_to_run import Named, choose_target, described, ready, runtime_boto3_of

TODAY = date(2026, 11, 25)
X86, ARM = "python3.12/x86_64", "python3.13/arm64"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers_to_run, "machine_architecture", lambda: Architecture.X86_64)


def zipped(path: Path, target: str | None = None) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("python/a.py", "x")
        made.writestr("python/b/c.py", "xyz")
    if target is not None:
        rules = [{"rule": "unread", "reason": "r", "removed": [{"path": "python/gone.py", "size_bytes": 1},
                                                                {"path": "python/a.py", "size_bytes": 1}]}]  # fmt: skip
        document = {"target": target, "passes": [{"pass": "traced", "rules": rules}]}
        path.with_suffix(".manifest.json").write_text(json.dumps(document))
    return path


def project(folder: Path) -> Project:
    (folder / "lamella.toml").write_text(f'[layers.data]\nsource = ["six==1.17.0"]\ntargets = ["{ARM}", "{X86}"]\n')
    return load_project(None, Overrides(), {"HOME": str(folder)}, folder)


def no_project() -> Project:
    raise ConfigError("there is no lamella.toml")


def layer_of(folder: Path) -> Layer:
    return project(folder).layers["data"]


def test_files_and_names(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip")
    named = Named(["a.zip", "data"], lambda: project(tmp_path))
    assert named.entries(tmp_path) == (tmp_path / "a.zip", layer_of(tmp_path))


@pytest.mark.parametrize(("word", "words"), [("b.zip", "there is no zip b.zip"), ("dist/b", "no zip dist/b")])
def test_what_looks_like_a_file_is_none_of_a_name(word: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        Named([word], no_project).entries(tmp_path)


def test_a_folder_is_no_layer(tmp_path: Path) -> None:
    (tmp_path / "unpacked").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        Named(["./unpacked"], no_project).entries(tmp_path)


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no layer `dat`"):
        Named(["dat"], lambda: project(tmp_path)).entries(tmp_path)


@pytest.mark.parametrize(
    ("told", "runtime", "expected"),
    [
        ([X86], None, X86),
        ([ARM, X86], None, X86),
        ([ARM], None, ARM),
        ([None, X86], None, X86),
        ([None], "python3.11", "python3.11/x86_64"),
        ([ARM], "python3.13", ARM),
        ([X86], "python3.11", "python3.11/x86_64"),
        ([X86], "python3.11/arm64", "python3.11/arm64"),
    ],
)
def test_the_runtime_is_what_was_asked_for_or_what_layers_tell(
    told: list[str | None], runtime: str | None, expected: str, tmp_path: Path
) -> None:
    entries = [zipped(tmp_path / f"{number}.zip", target) for number, target in enumerate(told)]
    assert choose_target(entries, runtime) == Target.parse(expected)


def test_a_layer_of_the_file_tells_its_runtime(tmp_path: Path) -> None:
    assert choose_target([layer_of(tmp_path)], None) == Target.parse(X86)


def test_nothing_tells_the_runtime(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not known which runtime") as raised:
        choose_target([zipped(tmp_path / "a.zip")], None)
    assert "--runtime" in raised.value.hint


@pytest.mark.parametrize(
    ("said", "expected"), [((), None), ((None, "1.40", False), "1.40"), ((None, False), False), ((None,), None)]
)
def test_the_runtimes_boto3_is_what_the_first_layer_says(
    said: tuple[str | bool | None, ...],
    expected: str | bool | None,  # noqa: FBT001 - a value of a table
    tmp_path: Path,
) -> None:
    layers = [replace(layer_of(tmp_path), test=LayerTest(runtime_boto3=each)) for each in said]
    assert runtime_boto3_of([tmp_path / "a.zip", *layers]) == expected


def test_a_layer_that_is_not_for_the_target(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"layer data is not built for python3\.11/x86_64") as raised:
        ready([layer_of(tmp_path)], Target.parse("python3.11/x86_64"), lambda: project(tmp_path), {}, TODAY)
    assert X86 in raised.value.why


def test_a_zip_with_its_manifest(tmp_path: Path) -> None:
    layer = described(zipped(tmp_path / "a.zip", X86))
    assert (layer.target, layer.unzipped_bytes) == (Target.parse(X86), 4)
    assert layer.removals is not None
    assert list(layer.removals.why) == ["python/gone.py"]


@pytest.mark.parametrize("text", [None, "no json", "[]", '{"target": "x"}'])
def test_a_zip_without_one(text: str | None, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip")
    if text is not None:
        path.with_suffix(".manifest.json").write_text(text)
    layer = described(path)
    assert (layer.target, layer.removals) == (None, None)


def test_a_hostile_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK no zip")
    with pytest.raises(HostileArchiveError, match=r"a\.zip: "):
        described(tmp_path / "a.zip")
