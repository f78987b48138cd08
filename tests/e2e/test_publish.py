"""publish, promote, resolve and lock through the command line, on the embedded cloud."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, new_account
from running import Cli, Done

pytestmark = pytest.mark.e2e

REGIONS = ("eu-west-1", "us-east-1")
TOML = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
version = "1.0"
{layer}
[layers.web]
source = "web/"
targets = ["python3.12/x86_64", "python3.13/arm64"]
bytecode = "off"
[environments.prod]
regions = ["eu-west-1", "us-east-1"]
name_template = "{{env}}-{{layer}}"
{prod}
[environments.staging]
regions = ["eu-west-1"]
name_template = "{{env}}-{{layer}}"
"""


@dataclass(frozen=True)
class Project:
    """A project of two layers, in an account of its own."""

    folder: Path
    account: str
    environ: Mapping[str, str]
    cli: Cli
    cloud: Cloud

    def __call__(self, *arguments: str, **environ: str) -> Done:
        return self.cli(*arguments, cwd=self.folder, environ={**self.environ, **environ})

    def client(self, service: str, region: str = "eu-west-1", account: str = "") -> Any:
        return self.cloud.client(service, account or self.account, region)

    def write(self, layer: str = "", prod: str = "") -> None:
        (self.folder / "lamella.toml").write_text(TOML.format(layer=layer, prod=prod))

    def content(self, text: str, layer: str = "data") -> None:
        module = self.folder / layer / "python" / f"{layer}.py"
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(text)

    def versions(self, name: str, region: str = "eu-west-1", account: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client("lambda", region, account).list_layer_versions(LayerName=name)[
            "LayerVersions"
        ]
        return sorted(found, key=lambda it: int(it["Version"]))


@pytest.fixture
def project(tmp_path: Path, cli: Cli, cloud: Cloud) -> Project:
    account = new_account()
    # Each test has its own records: two tests must not see each other's.
    environ = cloud.environ(account)
    made = Project(tmp_path / "project", account, environ, cli, cloud)
    made.folder.mkdir()
    made.content("A = 1\n")
    made.content("B = 1\n", "web")
    made.write(prod='state_store = "prod.db"')
    return made


def published(project: Project, *arguments: str) -> Done:
    done = project("publish", "--env", "prod", "--apply", *arguments)
    assert done.code == 0, done.err
    return done


def test_a_plan_changes_nothing_and_applied_it_reaches_every_region_once(project: Project) -> None:
    planned = project("publish", "--env", "prod", "--detailed-exitcode", "--output", "json")
    assert planned.code == 4, planned.err
    assert len(planned.json["steps"]) == 2 * 3 * 2
    assert [project.versions("prod-data", region) for region in REGIONS] == [[], []]
    published(project)
    for region in REGIONS:
        (version,) = project.versions("prod-data", region)
        assert version["CompatibleRuntimes"] == ["python3.12"]
        assert version["CompatibleArchitectures"] == ["x86_64"]
        assert version["Description"].startswith("1.0 sha256 ")
        assert len(project.versions("prod-web", region)) == 2
        name = "/lamella/prod-data/python3.12/x86_64/stable"
        value = project.client("ssm", region).get_parameter(Name=name)["Parameter"]["Value"]
        assert value == version["LayerVersionArn"]
    again = project("publish", "--env", "prod", "--detailed-exitcode", "--output", "json")
    assert (again.code, again.json["steps"]) == (0, []), again.err
    published(project)
    assert len(project.versions("prod-data")) == 1


def test_other_content_is_a_new_version_and_the_channel_follows(project: Project) -> None:
    published(project, "data")
    project.content("A = 2\n")
    assert len(project.versions("prod-data")) == 1
    published(project, "data", "--no-channel")
    first, second = project.versions("prod-data")
    resolved = project("resolve", "data", "--env", "prod", "--region", "eu-west-1")
    assert (resolved.code, resolved.out) == (0, f"{first['LayerVersionArn']}\n")
    published(project, "data")
    published(project, "data", "--channel", "beta")
    for asked in ("data@stable", "data@beta", "prod-data@beta"):
        resolved = project("resolve", asked, "--env", "prod", "--region", "eu-west-1")
        assert (resolved.code, resolved.out) == (0, f"{second['LayerVersionArn']}\n")
    assert len(project.versions("prod-data")) == 2
    everywhere = project("resolve", "data", "--env", "prod", "--output", "json").json
    assert [it["region"] for it in everywhere["versions"]] == list(REGIONS)
    missing = project("resolve", "data@gamma", "--env", "prod")
    assert missing.code == 1
    assert "there is no channel gamma of prod-data" in missing.err


def test_grants_are_in_place_before_the_channel_moves_and_completed_later(project: Project) -> None:
    share = '[layers.data.share]\naccounts = ["{}"]'
    project.write(share.format("444455556666"), 'state_store = "prod.db"')
    steps = project("publish", "data", "--env", "prod", "--output", "json").json["steps"]
    assert len(steps) == 6
    published(project, "data")
    project.write(share.format('444455556666", "777788889999'), 'state_store = "prod.db"')
    published(project, "data")
    (version,) = project.versions("prod-data")
    policy = project.client("lambda").get_layer_version_policy(LayerName="prod-data", VersionNumber=version["Version"])
    assert policy["Policy"].count('"Sid"') == 2
    assert all(account in policy["Policy"] for account in ("444455556666", "777788889999"))


def test_zips_travel_through_the_regions_bucket(project: Project) -> None:
    bucket = f"artifacts-{project.account}"
    project.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    project.write(prod=f'artifact_buckets = {{ eu-west-1 = "{bucket}" }}')
    published(project, "data")
    (listed,) = project.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    versions = [project.versions("prod-data", region)[0] for region in REGIONS]
    sha256 = versions[0]["Description"].rpartition(" ")[2]
    assert listed["Key"] == f"layers/{sha256}.zip"
    got = [
        project.client("lambda", region).get_layer_version(LayerName="prod-data", VersionNumber=1)["Content"]
        for region in REGIONS
    ]
    assert got[0]["CodeSha256"] == got[1]["CodeSha256"]
    assert got[0]["CodeSize"] == listed["Size"]


def test_a_layer_that_fails_its_tests_is_not_published(project: Project) -> None:
    project.write('test.imports = ["absent"]', 'state_store = "prod.db"')
    planned = project("publish", "data", "--env", "prod")
    assert planned.code == 0, planned.err
    for more in (["--apply"], ["--out", "plan.json"]):
        failed = project("publish", "data", "--env", "prod", *more)
        assert failed.code == 3
        assert "data python3.12/x86_64 fails its tests" in failed.err
    assert project.versions("prod-data") == []
    assert not (project.folder / "plan.json").exists()
    skipped = published(project, "data", "--skip-tests")
    assert "the tests were skipped" in skipped.out + skipped.err
    assert len(project.versions("prod-data")) == 1


def test_a_saved_plan_is_performed_elsewhere_and_refused_when_the_world_changed(project: Project) -> None:
    done = project("publish", "data", "--env", "prod", "--out", "plan.json")
    assert (done.code, project.versions("prod-data")) == (0, []), done.err
    applied = project("apply", "plan.json")
    assert applied.code == 0, applied.err
    assert len(project.versions("prod-data")) == 1
    project.content("A = 2\n")
    assert project("publish", "data", "--env", "prod", "--out", "plan.json").code == 0
    project.content("A = 3\n")
    published(project, "data")
    refused = project("apply", "plan.json")
    assert refused.code == 1
    assert len(project.versions("prod-data")) == 2


def test_promote_gives_another_account_the_same_bytes(project: Project) -> None:
    prod = new_account()
    role = project.client("iam", "us-east-1", prod).create_role(
        RoleName="layers", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []})
    )["Role"]["Arn"]
    project.write(prod=f'accounts = [{{ id = "{prod}", role_arn = "{role}" }}]')
    assert project("promote", "staging", "prod").code == 1
    staged = project("publish", "--env", "staging", "--apply")
    assert staged.code == 0, staged.err
    # What is promoted is what was published, not what a build would give now.
    project.content("A = 2\n")
    planned = project("promote", "staging", "prod", "data", "--detailed-exitcode")
    assert (planned.code, project.versions("prod-data", account=prod)) == (4, []), planned.err
    done = project("promote", "staging", "prod", "--apply")
    assert done.code == 0, done.err

    def code(name: str, region: str, account: str) -> str:
        content = project.client("lambda", region, account).get_layer_version(LayerName=name, VersionNumber=1)[
            "Content"
        ]
        found: str = content["CodeSha256"]
        return found

    for layer in ("data", "web"):
        for region in REGIONS:
            there = code(f"prod-{layer}", region, prod)
            assert there == code(f"staging-{layer}", "eu-west-1", project.account)
    assert project.versions("prod-data") == []
    again = project("promote", "staging", "prod", "--detailed-exitcode")
    assert again.code == 0, again.out + again.err


def test_lock_finds_what_differs(project: Project) -> None:
    published(project)
    exported = project("lock", "export", "--env", "prod")
    assert exported.code == 0, exported.err
    file = project.folder / "lamella.published.json"
    assert len(json.loads(file.read_text())["versions"]) == 2 * 3
    agreed = project("lock", "check", "--env", "prod")
    assert (agreed.code, agreed.out) == (0, "checked 6 versions in 2 places: 0 differences, 0 gaps\n")
    project.client("lambda").delete_layer_version(LayerName="prod-data", VersionNumber=1)
    project.client("ssm", "us-east-1").put_parameter(
        Name="/lamella/prod-data/python3.12/x86_64/stable", Value="elsewhere", Type="String", Overwrite=True
    )
    drifted = project("lock", "check", "--env", "prod", "--output", "json")
    assert drifted.code == 3
    assert [(it["layer"], it["kind"]) for it in drifted.json["drifts"]] == [("data", "gone"), ("data", "pointer")]


def test_a_version_without_a_record_is_found_and_recorded(project: Project) -> None:
    published(project, "data")
    for path in project.folder.glob("prod*.db*"):
        path.unlink()
    assert project("lock", "export", "--env", "prod", "-o", "-").json["versions"] == []
    found = published(project, "data")
    assert "not in the state store" in found.out + found.err
    assert len(project("lock", "export", "--env", "prod", "-o", "-").json["versions"]) == 2
    assert len(project.versions("prod-data")) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["publish", "dat"], 2, "did you mean `data`?"),
        (["publish", "--channel", "a b"], 2, "is not the name of a channel"),
        (["publish", "--channel", "a", "--no-channel"], 2, "not allowed with"),
        (["publish", "--env", "nowhere"], 2, "there is no environment `nowhere`"),
        (["promote", "prod", "prod"], 2, "cannot be promoted to itself"),
        (["promote", "staging", "prod", "data"], 1, "has no published version of data to promote"),
        (["resolve", "web", "--env", "prod"], 2, "layer web has several targets"),
        (["lock", "check", "absent.json"], 2, "there is no file"),
    ],
)
def test_mistakes_are_told_with_what_to_do(project: Project, arguments: list[str], code: int, said: str) -> None:
    done = project(*arguments)
    assert (done.code, said in done.err, "Traceback" in done.err) == (code, True, False), done.err
