import os
from pathlib import Path

import pytest

from lamella.config.project import Overrides
from lamella.errors import ConfigError, LamellaError, UsageError
from lamella.model.target import Target
from lamella.run.config import load_project
from lamella.run.init import Wanted, write_starter

PROJECT = '[project]\nname = "My Shop"\nrequires-python = ">=3.11,<3.13"\ndependencies = ["boto3"]\n'
ARM = Target.parse("python3.13/arm64")
NOTHING = Wanted()


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("files", "wanted", "source", "target", "name"),
    [
        ({"requirements.txt": "x"}, NOTHING, "requirements.txt", "python3.13/x86_64", "my-app"),
        ({"pyproject.toml": PROJECT}, NOTHING, "pyproject.toml", "python3.12/x86_64", "My-Shop"),
        (
            {"pyproject.toml": PROJECT, "uv.lock": "", "requirements.txt": "x"},
            NOTHING,
            "uv.lock",
            "python3.12/x86_64",
            "My-Shop",
        ),
        (
            {"pyproject.toml": PROJECT, "requirements.txt": "x"},
            NOTHING,
            "pyproject.toml",
            "python3.12/x86_64",
            "My-Shop",
        ),
        (
            {"pyproject.toml": "[tool.black]", "requirements.txt": "x"},
            NOTHING,
            "requirements.txt",
            "python3.13/x86_64",
            "my-app",
        ),
        ({"uv.lock": "", "requirements.txt": "x"}, NOTHING, "requirements.txt", "python3.13/x86_64", "my-app"),
        (
            {"requirements.txt": "x", ".python-version": "3.11.4"},
            NOTHING,
            "requirements.txt",
            "python3.11/x86_64",
            "my-app",
        ),
        (
            {"pyproject.toml": PROJECT, "reqs/lambda.in": "x"},
            Wanted(Path("reqs/lambda.in"), "deps", (ARM,)),
            "reqs/lambda.in",
            "python3.13/arm64",
            "deps",
        ),
        ({"reqs": "x"}, Wanted(Path("reqs")), "./reqs", "python3.13/x86_64", "my-app"),
        (
            {"service/pyproject.toml": PROJECT, "service/uv.lock": ""},
            Wanted(Path("service/uv.lock")),
            "service/uv.lock",
            "python3.12/x86_64",
            "My-Shop",
        ),
        ({"../other.txt": "x"}, Wanted(Path("../other.txt")), "../other.txt", "python3.13/x86_64", "my-app"),
    ],
)
def test_a_file_is_written_from_what_is_there(
    tmp_path: Path, files: dict[str, str], wanted: Wanted, source: str, target: str, name: str
) -> None:
    cwd = tmp_path / "my app"
    put(cwd, files)
    written = write_starter(wanted, {}, cwd)
    assert written.path == cwd / "lamella.toml"
    layer = load_project(None, Overrides(), {}, cwd).layers[name]
    assert layer == written.layer
    assert (layer.source, [str(each) for each in layer.targets]) == ((source,), [target])


def test_variables_of_the_environment_do_not_get_into_the_file(tmp_path: Path) -> None:
    put(tmp_path, {"requirements.txt": "x"})
    written = write_starter(NOTHING, {"LAMELLA_SLIM": "off", "LAMELLA_TARGETS": "nonsense"}, tmp_path)
    assert str(written.layer.targets[0]) == "python3.13/x86_64"


@pytest.mark.parametrize(("requirements", "proposed"), [("Boto3==1\n", True), ("botocore", True), ("moto", False)])
def test_the_sdk_of_the_runtime_is_pointed_out(tmp_path: Path, requirements: str, proposed: bool) -> None:  # noqa: FBT001
    put(tmp_path, {"requirements.txt": requirements})
    text = write_starter(NOTHING, {}, tmp_path).path.read_text()
    assert ("# botocore_services = " in text) is proposed


@pytest.mark.parametrize(
    ("files", "wanted", "error", "what"),
    [
        ({"lamella.toml": "mine", "requirements.txt": ""}, NOTHING, UsageError, "this folder has a lamella.toml"),
        (
            {"pyproject.toml": "[tool.lamella]", "requirements.txt": ""},
            NOTHING,
            UsageError,
            "this folder has a pyproject.toml with [tool.lamella]",
        ),
        ({"requirements.txt": ""}, Wanted(name="a.b"), UsageError, "`a.b` is not a name for a layer"),
        ({}, NOTHING, ConfigError, "nothing in"),
        ({}, Wanted(Path("x.txt")), ConfigError, "--from: x.txt is not there"),
        ({"x/y": ""}, Wanted(Path("x")), ConfigError, "--from: x is a folder"),
        ({"uv.lock": ""}, Wanted(Path("uv.lock")), ConfigError, "--from: uv.lock has no pyproject.toml beside it"),
        (
            {"pyproject.toml": "[project]"},
            Wanted(Path("pyproject.toml")),
            ConfigError,
            "--from: pyproject.toml has no dependencies",
        ),
        ({"pyproject.toml": "[project"}, NOTHING, ConfigError, "pyproject.toml:1:9 is not TOML"),
        (
            {"pyproject.toml": PROJECT.replace(">=3.11,<3.13", ">=3.20")},
            NOTHING,
            ConfigError,
            "requires-python `>=3.20` admits no runtime",
        ),
    ],
)
def test_nothing_is_written_when_something_is_wrong(
    tmp_path: Path, files: dict[str, str], wanted: Wanted, error: type[LamellaError], what: str
) -> None:
    put(tmp_path, files)
    before = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(error) as caught:
        write_starter(wanted, {}, tmp_path)
    assert caught.value.what.startswith(what)
    assert caught.value.exit_code == 2
    assert caught.value.hint or caught.value.why
    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_requirements_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes(b"caf\xe9")
    with pytest.raises(ConfigError, match=r"(?m)^requirements\.txt is not UTF-8$"):
        write_starter(NOTHING, {}, tmp_path)


def test_a_link_that_leads_nowhere_counts_as_a_file(tmp_path: Path) -> None:
    put(tmp_path, {"requirements.txt": ""})
    (tmp_path / "lamella.toml").symlink_to("nowhere")
    with pytest.raises(UsageError, match=r"this folder has a lamella\.toml"):
        write_starter(NOTHING, {}, tmp_path)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"requirements.txt": "", "lamella.toml": "theirs"})
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(UsageError, match=r"this folder has a lamella\.toml"):
        write_starter(NOTHING, {}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lamella.toml", "requirements.txt"]
    assert (tmp_path / "lamella.toml").read_text() == "theirs"


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"requirements.txt": ""})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "hardlink_to", full)
    with pytest.raises(LamellaError, match="cannot write") as caught:
        write_starter(NOTHING, {}, tmp_path)
    assert caught.value.why == "No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["requirements.txt"]


def test_the_written_file_has_the_modes_of_the_umask(tmp_path: Path) -> None:
    put(tmp_path, {"requirements.txt": ""})
    written = write_starter(NOTHING, {}, tmp_path)
    assert written.path.stat().st_mode == (tmp_path / "requirements.txt").stat().st_mode
    assert written.path.stat().st_nlink == 1
