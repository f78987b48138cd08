"""The same lock gives the same bytes, whatever the machine looks like."""

import os
from pathlib import Path

import pytest

from running import Cli

pytestmark = pytest.mark.e2e

CONFIG = """
[layers.data]
source = ["numpy==2.1.3", "requests==2.32.3", "markdown==3.4.1"]
targets = ["python3.12/x86_64", "python3.13/arm64"]
include = [{ from = "own", to = "python/own" }]
"""


def project(folder: Path, lock: Path | None = None) -> Path:
    (folder / "own").mkdir(parents=True)
    (folder / "lamella.toml").write_text(CONFIG)
    (folder / "own" / "__init__.py").write_text("VALUE = {'a', 'b', 'c'}\n")
    (folder / "own" / "run.sh").write_text("#!/bin/sh\n")
    (folder / "own" / "run.sh").chmod(0o700)
    if lock:
        (folder / "lamella.lock").write_bytes(lock.read_bytes())
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "dist").iterdir())}


def test_cold_and_warm_one_worker_and_many_other_user_settings(cli: Cli, tmp_path: Path) -> None:
    first = project(tmp_path / "first")
    one = cli("build", cwd=first, environ={"LAMELLA_CACHE": str(tmp_path / "cache-1"), "PYTHONHASHSEED": "1"})
    assert one.code == 0, one.err
    expected = outputs(first)
    assert len(expected) == 6
    variants = {
        "warm": {"LAMELLA_CACHE": str(tmp_path / "cache-1")},
        "cold": {
            "LAMELLA_CACHE": str(tmp_path / "cache-2"),
            "LAMELLA_JOBS": "1",
            "PYTHONHASHSEED": "77",
            "TZ": "Asia/Kathmandu",
            "LC_ALL": "C",
            "HOME": str(tmp_path / "home"),
            "PYENV_ROOT": os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")),
            "UV_CACHE_DIR": str(tmp_path / "uv"),
        },
        "many": {"LAMELLA_CACHE": str(tmp_path / "cache-3"), "LAMELLA_JOBS": "7"},
    }
    for name, environ in variants.items():
        folder = project(tmp_path / f"other place {name}", first / "lamella.lock")
        old = os.umask(0o077 if name == "cold" else 0o002)
        try:
            done = cli("build", cwd=folder, environ=environ)
        finally:
            os.umask(old)
        assert done.code == 0, done.err
        found = outputs(folder)
        assert found.keys() == expected.keys()
        for file, content in found.items():
            assert content == expected[file], f"{file} differs in {name}"
        assert (folder / "lamella.lock").read_bytes() == (first / "lamella.lock").read_bytes()


def test_without_bytecode_the_tree_digest_is_the_same(cli: Cli, tmp_path: Path) -> None:
    digests = []
    for bytecode in ("hash", "off"):
        done = cli("build", "--bytecode", bytecode, "--output", "json", cwd=project(tmp_path / bytecode))
        assert done.code == 0, done.err
        digests.append({it["target"]: (it["tree_sha256"], it["sha256"]) for it in done.json["archives"]})
    for target, (tree, archive) in digests[0].items():
        assert digests[1][target][0] == tree
        assert digests[1][target][1] != archive
