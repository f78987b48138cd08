"""Grants on the embedded cloud, through the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, lamella, new_account
from iam_enforcement import door_before
from running import Done

pytestmark = pytest.mark.e2e

IRELAND, VIRGINIA = "eu-west-1", "us-east-1"
PARTNER, STRANGER = "999988887777", "123412341234"
# An empty zip is one: 22 bytes.
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
CONFIG = """
[layers.data]
source = "src/"
targets = ["python3.12/x86_64"]
[layers.data.share]
accounts = ["{partner}"]
organizations = ["o-abcdefghij"]
versions = "latest"

[environments.prod]
accounts = [{{ id = "{account}" }}]
regions = ["{ireland}", "{virginia}"]
name_template = "prod-{{layer}}"
"""


class Account:
    """An account with two versions in two Regions, and a project that shares the newest."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        self.cloud, self.folder, self.id = cloud, folder, new_account()
        (folder / "src" / "python").mkdir(parents=True)
        (folder / "src" / "python" / "data.py").touch()
        text = CONFIG.format(partner=PARTNER, account=self.id, ireland=IRELAND, virginia=VIRGINIA)
        (folder / "lamella.toml").write_text(text)
        for region in (IRELAND, VIRGINIA):
            for _ in range(2):
                self.client(region).publish_layer_version(LayerName="prod-data", Content={"ZipFile": EMPTY_ZIP})

    def client(self, region: str = IRELAND) -> Any:
        return self.cloud.client("lambda", self.id, region)

    def grant(self, version: int, sid: str, principal: str, region: str = IRELAND) -> None:
        self.client(region).add_layer_version_permission(
            LayerName="prod-data",
            VersionNumber=version,
            StatementId=sid,
            Action="lambda:GetLayerVersion",
            Principal=principal,
        )

    def sids(self, version: int, region: str = IRELAND) -> set[str]:
        client = self.client(region)
        try:
            policy = client.get_layer_version_policy(LayerName="prod-data", VersionNumber=version)["Policy"]
        except client.exceptions.ResourceNotFoundException:
            return set()
        return {statement["Sid"] for statement in json.loads(policy)["Statement"]}

    def lamella(self, *arguments: str) -> Done:
        return self.cloud.lamella(self.id, self.folder, *arguments)


@pytest.fixture
def account(cloud: Cloud, tmp_path: Path) -> Account:
    return Account(cloud, tmp_path)


WANTED = {f"lamella-account-{PARTNER}", "lamella-organization-o-abcdefghij"}


def test_the_plan_changes_nothing_and_apply_makes_it_so(account: Account) -> None:
    planned = account.lamella("share", "--env", "prod", "--detailed-exitcode")
    assert planned.code == 4, planned.err
    assert account.sids(2) == set()
    assert account.lamella("share", "--env", "prod", "--apply").code == 0
    for region in (IRELAND, VIRGINIA):
        assert account.sids(2, region) == WANTED
        assert account.sids(1, region) == set()
    again = account.lamella("share", "--env", "prod", "--detailed-exitcode", "--output", "json")
    assert again.code == 0
    assert again.json["steps"] == []
    assert account.lamella("grants", "audit", "--env", "prod").code == 0


def test_grants_that_the_file_does_not_name_go_with_revoke_alone(account: Account) -> None:
    account.grant(2, "mine", STRANGER)
    account.grant(1, "old", PARTNER)
    account.grant(2, "by-hand", PARTNER)
    audited = account.lamella("grants", "audit", "--env", "prod", "--output", "json")
    assert audited.code == 3
    assert {found["statement_id"]: found["verdict"] for found in audited.json["statements"]} == {
        "mine": "unknown-account",
        "old": "not-in-file",
        "by-hand": "wanted",
    }
    assert account.lamella("share", "--env", "prod", "--apply").code == 0
    assert account.sids(2) == {"mine", "by-hand", "lamella-organization-o-abcdefghij"}
    revoked = account.lamella("share", "--env", "prod", "--revoke", "--apply", "--output", "json")
    assert revoked.code == 0
    assert "Functions that use a version go on" in revoked.json["notes"][0]
    assert account.sids(2) == {"by-hand", "lamella-organization-o-abcdefghij"}
    assert account.sids(1) == set()


def test_a_statement_id_that_somebody_else_holds_is_replaced_with_revoke_alone(account: Account) -> None:
    account.grant(2, f"lamella-account-{PARTNER}", STRANGER)
    kept = account.lamella("share", "--env", "prod", "--apply", "--output", "json")
    assert any("another statement has the id" in left["why"] for left in kept.json["left_alone"])
    replaced = account.lamella("share", "--env", "prod", "--revoke", "--apply")
    assert replaced.code == 0, replaced.out + replaced.err
    policy = account.client().get_layer_version_policy(LayerName="prod-data", VersionNumber=2)["Policy"]
    principals = {statement["Sid"]: statement["Principal"] for statement in json.loads(policy)["Statement"]}
    assert PARTNER in str(principals[f"lamella-account-{PARTNER}"])


def test_a_saved_plan_is_performed_by_another_process_unless_the_world_changed(account: Account) -> None:
    saved = account.lamella("share", "--env", "prod", "--out", "plan.json", "--output", "json")
    assert saved.code == 0, saved.err
    refused = account.lamella("share", "--env", "prod", "--apply", "--digest", "0" * 64)
    assert refused.code == 3
    account.grant(2, f"lamella-account-{PARTNER}", STRANGER, VIRGINIA)
    changed = account.lamella("apply", "plan.json", "--yes")
    assert changed.code == 1, changed.out
    assert account.sids(2) == set()
    account.client(VIRGINIA).remove_layer_version_permission(
        LayerName="prod-data", VersionNumber=2, StatementId=f"lamella-account-{PARTNER}"
    )
    assert account.lamella("apply", "plan.json", "--yes", "--digest", saved.json["digest"]).code == 0
    assert account.sids(2, VIRGINIA) == WANTED


@pytest.mark.parametrize("argument", ["prod-data", "arn:aws:lambda:eu-west-1:{account}:layer:prod-data"])
def test_a_published_layer_is_named_as_aws_names_it(account: Account, argument: str) -> None:
    named = argument.format(account=account.id)
    assert account.lamella("share", named, "--env", "prod", "--apply").code == 0
    assert account.sids(2) == WANTED
    assert account.sids(2, VIRGINIA) == (set() if named.startswith("arn:") else WANTED)


def test_without_a_file_everything_is_a_finding_and_can_be_revoked(
    account: Account, tmp_path_factory: pytest.TempPathFactory
) -> None:
    account.grant(1, "old", PARTNER)
    account.folder = tmp_path_factory.mktemp("empty")
    audited = account.lamella("grants", "audit", "--region", IRELAND, "--output", "csv")
    assert audited.code == 3
    assert 'unknown-account,"named nowhere in the file' in audited.out
    refused = account.lamella("share", "prod-data", "--region", IRELAND)
    assert refused.code == 2
    assert "nothing says with whom it should be shared" in refused.err
    assert account.lamella("share", "prod-data", "--region", IRELAND, "--revoke", "--apply").code == 0
    assert account.sids(1) == set()


def test_a_policy_that_cannot_be_read_is_a_gap(account: Account) -> None:
    account.grant(2, "public", "*", VIRGINIA)
    readable = f"arn:aws:lambda:{IRELAND}:{account.id}:layer:*:*"
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["lambda:ListLayers", "lambda:ListLayerVersions"], "Resource": "*"},
            {"Effect": "Allow", "Action": "lambda:*", "Resource": readable},
        ],
    }
    environ = {
        "LAMELLA_STATE": str(account.folder / "state"),
        "AWS_ACCESS_KEY_ID": account.id,
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    with door_before(account.cloud.endpoint) as door:
        door.put(policy)
        asked = ("--env", "prod", "--endpoint-url", door.url)
        audited = lamella(account.folder, environ, "grants", "audit", *asked, "--output", "json")
        assert audited.code == 5
        assert len(audited.json["gaps"]) == 2
        assert all("lambda:GetLayerVersionPolicy" in gap["why"] for gap in audited.json["gaps"])
        shared = lamella(account.folder, environ, "share", *asked, "--apply")
    assert shared.code == 5
    assert account.sids(2) == WANTED
    assert account.sids(2, VIRGINIA) == {"public"}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("share", "policy", "--apply"), "--apply is no option of `lamella share policy`"),
        (("share", "policy", "--output", "csv"), "--output csv is no option"),
        (("share", "--kind", "scp"), "it belongs to `lamella share policy`"),
        (("share", "policy", "--also", "nonsense"), "`nonsense` is not a pattern of layer ARNs"),
        (("share", "policy", "--kind", "grants"), "needs --publisher"),
        (("share", "dta", "--env", "prod"), "did you mean `data`?"),
        (("grants", "audit", "--env", "prd"), "there is no environment `prd`"),
    ],
)
def test_wrong_usage(account: Account, command: tuple[str, ...], says: str) -> None:
    done = account.lamella(*command, *(() if "--env" in command else ("--env", "prod")))
    assert done.code == 2
    assert says in done.err


def test_policies_for_those_who_use_the_layer(account: Account) -> None:
    done = account.lamella("share", "policy", "data", "--env", "prod", "--output", "json")
    assert done.code == 0, done.err
    kinds = {policy["kind"]: policy["document"]["Statement"][0] for policy in done.json["policies"]}
    assert kinds["scp"]["Condition"] == {
        "ForAnyValue:StringNotLike": {"lambda:Layer": [f"arn:aws:lambda:*:{account.id}:layer:prod-data:*"]}
    }
    assert kinds.keys() == {"identity", "scp", "perimeter"}
    assert [left["kind"] for left in done.json["left_out"]] == ["grants"]
    shown = account.lamella("share", "policy", "--env", "prod", "--publisher", "arn:aws:iam::*:role/publisher")
    assert "Why no policy on the layer itself" in shown.out
    assert "AddLayerVersionPermission" in shown.out


def test_the_policy_of_the_caller_s_own_account_needs_no_environment(account: Account) -> None:
    done = account.lamella("share", "policy", "data", "--kind", "scp", "--output", "json")
    assert done.code == 0, done.err
    assert f":{account.id}:layer:data:*" in done.out
