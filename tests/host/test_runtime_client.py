"""The pins as data, and one real fetch: once from the index, then from the cache without any."""

import os
import subprocess
from pathlib import Path

import pytest

from lamella.errors import ConfigError, ToolError
from lamella.host import interpreters
from lamella.host.interpreters import Interpreter
from lamella.host.runtime_client import RuntimeFolders, Source, pins, releases, runtime_folders
from lamella.host.uv import Uv
from lamella.limits import limits
from lamella.model.target import Architecture, Target

TARGET = Target.parse("python3.12/x86_64")
INTERPRETER = Interpreter(Path("/nonexistent/python3.12"), "3.12.0", "cb0d0d0a")
OFFLINE = {**os.environ, "UV_OFFLINE": "1"}


@pytest.mark.parametrize("architecture", Architecture)
@pytest.mark.parametrize("runtime", limits().runtimes)
def test_every_target_has_a_pinned_client(runtime: str, architecture: Architecture) -> None:
    found = releases(pins()["client"], Target(runtime, architecture))
    assert [each.name for each in found] == ["awslambdaric", "simplejson", "snapshot-restore-py"]
    assert all(len(each.sha256) == 64 for each in found)


def test_no_digest_stands_for_two_targets() -> None:
    targets = [Target(runtime, each) for runtime in limits().runtimes for each in Architecture]
    digests = {releases(pins()["client"], target)[0].sha256 for target in targets}
    assert len(digests) == len(targets)


def fetched(folder: Path, target: Target, boto3: str | None, environ: dict[str, str]) -> RuntimeFolders:
    interpreter = interpreters.find(target.python_minor, os.environ, folder)
    assert interpreter is not None
    return runtime_folders(Source(target, interpreter, boto3, b"# start\n"), Uv(environ, Path("/")), folder)


def closed(folders: RuntimeFolders) -> tuple[Path, Path | None]:
    folders.runtime.close()
    if folders.site_packages:
        folders.site_packages.close()
    return folders.runtime.path, folders.site_packages.path if folders.site_packages else None


@pytest.mark.e2e
def test_fetched_once_compiled_and_then_offline(tmp_path: Path) -> None:
    runtime, packages = closed(fetched(tmp_path, TARGET, None, dict(os.environ)))
    assert (runtime / "bootstrap.py").read_bytes() == b"# start\n"
    assert packages is not None
    assert not list(runtime.glob("bin")) + list(packages.glob("bin")) + list(packages.glob(".lock"))
    for source in (runtime / "awslambdaric" / "bootstrap.py", packages / "botocore" / "session.py"):
        [compiled] = (source.parent / "__pycache__").glob(f"{source.stem}.cpython-312.pyc")
        assert compiled.read_bytes()[4:8] == b"\1\0\0\0"  # unchecked hash
    assert {path.stat().st_mode & 0o005 for path in runtime.rglob("*")} <= {0o004, 0o005}
    assert closed(fetched(tmp_path, TARGET, None, OFFLINE)) == (runtime, packages)
    python = interpreters.find((3, 12), os.environ, tmp_path)
    assert python is not None
    subprocess.run([python.path, "-I", "-c", f"import sys; sys.path[:0] = [{str(runtime)!r}]; import runtime_client"],
                   check=True)  # fmt: skip


@pytest.mark.e2e
def test_a_line_of_boto3_is_resolved_once(tmp_path: Path) -> None:
    runtime, packages = closed(fetched(tmp_path, TARGET, "1.40", dict(os.environ)))
    assert packages is not None
    assert next(packages.glob("boto3-*.dist-info")).name.startswith("boto3-1.40.")
    assert closed(fetched(tmp_path, TARGET, "1.40", OFFLINE)) == (runtime, packages)


@pytest.mark.e2e
def test_before_3_11_boto3_lies_beside_the_client(tmp_path: Path) -> None:
    runtime, packages = closed(fetched(tmp_path, Target.parse("python3.10/x86_64"), None, dict(os.environ)))
    assert packages is None
    assert (runtime / "boto3").is_dir()
    assert (runtime / "awslambdaric").is_dir()


def test_offline_and_not_there_says_what_to_do(tmp_path: Path) -> None:
    environ = {**OFFLINE, "UV_CACHE_DIR": str(tmp_path / "uv")}
    with pytest.raises(ToolError, match=r"for python3.12/x86_64 could not be fetched") as raised:
        runtime_folders(Source(TARGET, INTERPRETER, boto3=False, bootstrap=b""), Uv(environ, tmp_path), tmp_path)
    assert "run it once with a network" in raised.value.hint
    assert list((tmp_path / "runtime").iterdir()) == []


@pytest.mark.parametrize("version", ["latest", "1", "1.40.*", ">=1.40", ""])
def test_what_is_no_version(version: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is no version of boto3"):
        runtime_folders(Source(TARGET, INTERPRETER, version, b""), Uv(OFFLINE, tmp_path), tmp_path)
