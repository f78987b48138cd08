"""Manifest, bill of materials and lock of a real build."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from running import Cli

pytestmark = pytest.mark.e2e


@pytest.fixture
def built(cli: Cli, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "lamella.toml").write_text(
        '[layers.data]\nsource = ["numpy==2.1.3", "boto3==1.35.44"]\ntargets = ["python3.12/x86_64"]\n'
    )
    done = cli("build", "--output", "json")
    assert done.code == 0, done.err
    archive: dict[str, Any] = done.json["archives"][0]
    return archive


def test_json_report(built: dict[str, Any], tmp_path: Path) -> None:
    path = Path(built["path"])
    assert path == tmp_path / "dist" / "data-python3.12-x86_64.zip"
    data = path.read_bytes()
    assert built["sha256"] == hashlib.sha256(data).hexdigest()
    assert built["size_bytes"] == len(data)
    with zipfile.ZipFile(path) as opened:
        assert built["files"] == len(opened.namelist())
        assert built["unzipped_bytes"] == sum(info.file_size for info in opened.infolist())
    assert built["packages"] == 8


def test_manifest_explains_every_file_that_is_gone(built: dict[str, Any]) -> None:
    manifest = json.loads(Path(built["path"].replace(".zip", ".manifest.json")).read_text())
    assert manifest["archive"]["code_sha256"] == built["code_sha256"]
    before = sum(package["before_files"] for package in manifest["packages"])
    rules = [rule for step in manifest["passes"] for rule in step["rules"]]
    removed = sum(len(rule["removed"]) for rule in rules)
    added = sum(change["before_bytes"] == 0 < change["after_bytes"] for rule in rules for change in rule["changed"])
    assert before - removed + added == manifest["archive"]["files"]
    assert removed > 500
    assert all(rule["reason"] for rule in rules), [rule["rule"] for rule in rules if not rule["reason"]]
    assert {package["licence"] for package in manifest["packages"]} >= {"Apache License 2.0", "MIT"}


def test_bill_of_materials_is_valid_and_names_vendored_libraries(built: dict[str, Any]) -> None:
    text = Path(built["path"].replace(".zip", ".cdx.json")).read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    numpy = next(it for it in bom["components"] if it["name"] == "numpy")
    assert numpy["purl"] == "pkg:pypi/numpy@2.1.3"
    assert len(numpy["hashes"][0]["content"]) == 64
    assert any("openblas" in it["name"] for it in numpy["components"])
    edges = {it["ref"]: it["dependsOn"] for it in bom["dependencies"]}
    assert any(ref.startswith("pkg:pypi/botocore@") for ref in edges["pkg:pypi/boto3@1.35.44"])


def test_records_match_what_is_left(built: dict[str, Any]) -> None:
    with zipfile.ZipFile(built["path"]) as opened:
        names = set(opened.namelist())
        listed: set[str] = set()
        for record in (name for name in names if name.endswith(".dist-info/RECORD")):
            for line in opened.read(record).decode().splitlines():
                path = f"python/{line.split(',')[0]}"
                assert path in names, path
                listed.add(path)
    assert names == listed
