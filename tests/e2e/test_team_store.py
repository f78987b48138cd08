"""A state store that machines share: what one published the other knows."""

from pathlib import Path

import pytest

from clouds import Cloud, lamella, new_account

pytestmark = pytest.mark.e2e

LAMELLA_TOML = """
[layers.data]
source = "./layer"
targets = ["python3.12/x86_64"]

[environments.team]
regions = ["eu-west-1"]
name_template = "{env}-{layer}"
state_store = "dynamodb://lamella"
"""


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    (tmp_path / "lamella.toml").write_text(LAMELLA_TOML)
    (tmp_path / "layer" / "python").mkdir(parents=True)
    (tmp_path / "layer" / "python" / "shared.py").write_text("ANSWER = 42\n")
    return tmp_path


def test_what_one_machine_published_the_other_knows(cloud: Cloud, project: Path, tmp_path: Path) -> None:
    account = new_account()
    publish = ("publish", "data", "--env", "team", "--skip-tests", "--output", "json")

    missing = cloud.lamella(account, project, *publish)
    assert missing.code == 1
    assert "there is no table lamella" in missing.err
    assert "create-table" in missing.err

    cloud.client("dynamodb", account, "eu-west-1").create_table(
        TableName="lamella",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        BillingMode="PAY_PER_REQUEST",
    )
    first = cloud.lamella(account, project, *publish, "--apply")
    assert first.code == 0, first.err

    # Another machine: another state folder, and the way that leads to AWS itself.
    runner = {
        "LAMELLA_STATE": str(tmp_path / "runner"),
        "LAMELLA_CACHE": str(cloud.cache),
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    there = ("--env", "team", "--endpoint-url", cloud.endpoint)
    again = lamella(project, runner, "publish", "data", "--skip-tests", "--detailed-exitcode", *there)
    assert again.code == 0, again.err
    exported = lamella(project, runner, "lock", "export", *there)
    assert exported.code == 0, exported.err
    arn = f"arn:aws:lambda:eu-west-1:{account}:layer:team-data:1"
    assert arn in (project / "lamella.published.json").read_text()
    resolved = lamella(project, runner, "resolve", "data@stable", "--region", "eu-west-1", *there)
    assert resolved.out.strip() == arn
