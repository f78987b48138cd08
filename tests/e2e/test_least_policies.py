"""The policy of a verb's page is enough for the verb, and every action in it is needed.

The command meets the embedded cloud through a door that enforces the page's policy (`iam_enforcement`), since
ministack's own authorisation does not tell the actions of layers apart.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from iam_enforcement import Door, door_before
from iam_rules import as_list
from lamella.cli.main import VERBS, main

pytestmark = pytest.mark.e2e

PAGES = Path(__file__).parents[2] / "docs" / "commands"
PARTNER = "999988887777"
REGION = "eu-west-1"
BUCKET_IN_PAGES = "BUCKET"
PUBLISHING = ("publish", "data", "--env", "prod", "--skip-tests", "--apply", "--yes")

CONFIG = """
[layers.data]
source = "src/"
targets = ["python3.12/x86_64"]
[layers.data.share]
accounts = ["{partner}"]

[environments.prod]
accounts = [{{ id = "{account}" }}]
regions = ["{region}"]
name_template = "prod-{{layer}}"
artifact_buckets = {{ {region} = "{bucket}" }}

[environments.qa]
accounts = [{{ id = "{account}" }}]
regions = ["{region}"]
name_template = "qa-{{layer}}"
artifact_buckets = {{ {region} = "{bucket}" }}
"""


@dataclass
class Stage:
    """An account of its own, a project, and the door in front of the cloud."""

    door: Door
    account: str
    folder: Path
    main: Callable[..., int]

    @property
    def bucket(self) -> str:
        return f"artifacts-{self.account}"

    def client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=REGION,
            endpoint_url=self.door.url,
            aws_access_key_id=self.account,
            aws_secret_access_key="test",  # noqa: S106 - of the embedded cloud
        )

    def layer_version(self, name: str, content: str) -> int:
        """Publish a version behind lamella's back."""
        version: int = self.client("lambda").publish_layer_version(
            LayerName=name,
            Content={"ZipFile": zipped({"python/data.py": content})},
            CompatibleRuntimes=["python3.12"],
            CompatibleArchitectures=["x86_64"],
        )["Version"]
        return version

    def keys(self) -> list[str]:
        """Return what is in the bucket."""
        listed = self.client("s3").list_objects_v2(Bucket=self.bucket)
        return [each["Key"] for each in listed.get("Contents", [])]

    def lamella(self, *command: str) -> int:
        """Run the command with every right."""
        self.door.put(None)
        return self.main(*command)


def zipped(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return buffer.getvalue()


def nothing(_: Stage) -> None:
    pass


def with_versions(stage: Stage) -> None:
    for content in "12":
        stage.layer_version("prod-data", content)


def with_statements(stage: Stage) -> None:
    with_versions(stage)
    stage.client("lambda").add_layer_version_permission(
        LayerName="prod-data", VersionNumber=1, StatementId="odd", Action="lambda:GetLayerVersion", Principal="*"
    )


def with_bucket(stage: Stage) -> None:
    where = {"LocationConstraint": REGION}
    stage.client("s3").create_bucket(Bucket=stage.bucket, CreateBucketConfiguration=where)


def with_bucket_and_version(stage: Stage) -> None:
    with_bucket(stage)
    stage.layer_version("prod-data", "earlier")


def promotable(stage: Stage) -> None:
    published(stage)
    stage.layer_version("qa-data", "earlier")
    # Both environments have one bucket here.
    (key,) = stage.keys()
    stage.client("s3").delete_object(Bucket=stage.bucket, Key=key)


def published(stage: Stage) -> None:
    with_bucket(stage)
    assert stage.lamella(*PUBLISHING) == 0


def planned(stage: Stage) -> None:
    with_bucket(stage)
    assert stage.lamella(*PUBLISHING[:-2], "--out", "plan.json") == 0


def to_be_cleaned(stage: Stage) -> None:
    with_bucket(stage)
    for content in "123":
        stage.layer_version("prod-data", content)
    functions = stage.client("lambda")
    made = functions.create_function(
        FunctionName="report",
        Runtime="python3.12",
        Role=f"arn:aws:iam::{stage.account}:role/any",
        Handler="app.handler",
        Code={"ZipFile": zipped({"app.py": "def handler(event, context): ..."})},
        Layers=[f"arn:aws:lambda:{REGION}:{stage.account}:layer:prod-data:1"],
        Publish=True,
    )
    assert made["Version"] == "1"
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    stage.client("cloudformation").create_stack(StackName="reports", TemplateBody=json.dumps(template))


def in_use(stage: Stage) -> None:
    """A function with an alias, which has provisioned concurrency, and a newer version of its layer."""
    stage.layer_version("prod-data", "VALUE = 1")
    functions = stage.client("lambda")
    functions.create_function(
        FunctionName="report",
        Runtime="python3.12",
        Role=f"arn:aws:iam::{stage.account}:role/any",
        Handler="app.handler",
        Code={"ZipFile": zipped({"app.py": "def handler(event, context): return 1"})},
        Layers=[f"arn:aws:lambda:{REGION}:{stage.account}:layer:prod-data:1"],
        Publish=True,
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="report")
    functions.create_alias(FunctionName="report", Name="live", FunctionVersion="1")
    functions.put_provisioned_concurrency_config(
        FunctionName="report", Qualifier="live", ProvisionedConcurrentExecutions=1
    )
    stage.layer_version("prod-data", "VALUE = 2")


def rolling_out(stage: Stage) -> None:
    in_use(stage)
    topic = stage.client("sns").create_topic(Name="told")["TopicArn"]
    with (stage.folder / "lamella.toml").open("a") as file:
        file.write(f'[rollout]\nnotify = {{ sns = "{topic}" }}\n')
    watch = stage.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName="quiet",
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    watch.set_alarm_state(AlarmName="quiet", StateValue="OK", StateReason="a test")
    how = ("--strategy", "all-at-once", "--bake", "0s", "--alarm", "quiet", "--smoke", "{}")
    assert stage.lamella("rollout", "start", "prod-data", "--env", "prod", *how, "--apply") == 0


def cleaned(stage: Stage) -> None:
    to_be_cleaned(stage)
    assert stage.lamella(*CLEANING) == 0


def built_and_published(stage: Stage) -> None:
    with_bucket(stage)
    assert stage.lamella(*PUBLISHING) == 0


STARTING = ("rollout", "start", "prod-data", "--env", "prod", "--apply")
COUNTING = frozenset({"cloudwatch:GetMetricData"})
TELLING = frozenset({"sns:Publish"})
CLEANING = ("clean", "--all-layers", "--keep", "1", "--env", "prod", "--apply", "--yes", "--force")


@dataclass(frozen=True)
class Scenario:
    """A command that needs everything in its page's policy.

    Attributes:
        arrange: Makes what the command finds, with every right.
        command: `ACCOUNT` in it becomes the stage's account.
        part: The heading below which the policy stands, where the page has several.
        told: Actions without which the command does its work all the same, and says what is missing.
    """

    page: str
    arrange: Callable[[Stage], None]
    command: Sequence[str]
    code: int = 0
    part: str = ""
    told: frozenset[str] = frozenset()


SCENARIOS = [
    Scenario("grants", with_statements, ("grants", "audit", "--env", "prod"), code=3),
    Scenario("check", in_use, ("check", "--all", "--env", "prod"), told=frozenset({"lambda:GetLayerVersionPolicy"})),
    Scenario("verify", built_and_published, ("verify", f"arn:aws:lambda:{REGION}:ACCOUNT:layer:prod-data:1")),
    Scenario("share", with_statements, ("share", "data", "--env", "prod", "--revoke", "--apply", "--yes")),
    Scenario("publish", with_bucket_and_version, PUBLISHING),
    Scenario("apply", planned, ("apply", "plan.json", "--yes")),
    Scenario("promote", promotable, ("promote", "prod", "qa", "--apply", "--yes")),
    Scenario("resolve", published, ("resolve", "prod-data@stable", "--env", "prod")),
    Scenario("lock", published, ("lock", "check", "--env", "prod")),
    Scenario("clean", to_be_cleaned, CLEANING),
    Scenario(
        "rollout", in_use, ("rollout", "start", "prod-data", "--env", "prod", "--apply"), part="start", told=COUNTING
    ),
    Scenario("rollout", rolling_out, ("rollout", "run", "--env", "prod"), part="run", told=TELLING),
    Scenario(
        "restore",
        cleaned,
        ("restore", f"arn:aws:lambda:{REGION}:ACCOUNT:layer:prod-data:2", "--env", "prod", "--apply", "--yes"),
    ),
]

VERB_NAMES = {verb.name for verb in VERBS}
OF_VERBS = [scenario for scenario in SCENARIOS if scenario.page in VERB_NAMES]


def policy_of(scenario: Scenario) -> dict[str, Any]:
    """Return the policy block of a verb's page."""
    section = policy_section(PAGES / f"{scenario.page}.md")
    if scenario.part:
        section = section.partition(f"### {scenario.part}\n")[2]
    found: dict[str, Any] = json.loads(section.partition("```json\n")[2].partition("```")[0])
    return found


def policy_section(page: Path) -> str:
    return page.read_text("utf-8").partition("\n## Least IAM policy\n")[2].partition("\n## ")[0]


def actions_of(policy: Mapping[str, Any]) -> list[str]:
    return [action for statement in policy["Statement"] for action in as_list(statement["Action"])]


def without(policy: Mapping[str, Any], action: str) -> dict[str, Any]:
    """Return the policy with an action taken away."""
    statements = []
    for statement in policy["Statement"]:
        left = [each for each in as_list(statement["Action"]) if each != action]
        if left:
            statements.append({**statement, "Action": left})
    return {**policy, "Statement": statements}


@pytest.fixture(scope="module")
def door(cloud: Any) -> Iterator[Door]:
    with door_before(cloud.endpoint) as made:
        yield made


@pytest.fixture
def stages(
    door: Door, tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Stage]]:
    """Makes stages; the last one made is the one that commands see."""

    def stage() -> Stage:
        account = f"{random.randrange(10**11, 10**12)}"  # noqa: S311 - no secret
        folder = tmp_path / account
        (folder / "src" / "python").mkdir(parents=True)
        (folder / "src" / "python" / "data.py").write_text("VALUE = 1\n")
        made = Stage(door, account, folder, lambda *command: main([*command, "--endpoint-url", door.url]))
        text = CONFIG.format(account=account, region=REGION, partner=PARTNER, bucket=made.bucket)
        (folder / "lamella.toml").write_text(text)
        monkeypatch.chdir(folder)
        for name, value in {
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "LAMELLA_STATE": str(folder / "state"),
            "LAMELLA_CACHE": str(shared_cache),
            "COLUMNS": "300",
        }.items():
            monkeypatch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "LAMELLA_LOCAL"):
            monkeypatch.delenv(name, raising=False)
        return made

    yield stage
    door.put(None)


def perform(scenario: Scenario, stage: Stage, policy: Mapping[str, Any]) -> int:
    """Arrange with every right, then run the command under the policy."""
    stage.door.put(None)
    scenario.arrange(stage)
    text = json.dumps(policy).replace(BUCKET_IN_PAGES, stage.bucket).replace("ACCOUNT", stage.account)
    stage.door.put(json.loads(text))
    return stage.main(*(part.replace("ACCOUNT", stage.account) for part in scenario.command))


@pytest.mark.parametrize("scenario", OF_VERBS, ids=lambda scenario: f"{scenario.page} {scenario.part}".strip())
def test_the_policy_of_the_page_is_enough_and_no_more(scenario: Scenario, stages: Callable[[], Stage]) -> None:
    policy, stage = policy_of(scenario), stages()
    assert perform(scenario, stage, policy) == scenario.code
    assert stage.door.denied == []
    assert {asked.action for asked in stage.door.asked} == set(actions_of(policy))


@pytest.mark.parametrize("scenario", OF_VERBS, ids=lambda scenario: f"{scenario.page} {scenario.part}".strip())
def test_each_action_is_needed(
    scenario: Scenario, stages: Callable[[], Stage], capsys: pytest.CaptureFixture[str]
) -> None:
    policy = policy_of(scenario)
    for action in actions_of(policy):
        stage = stages()
        code = perform(scenario, stage, without(policy, action))
        said = capsys.readouterr()
        assert {asked.action for asked in stage.door.denied} == {action}
        assert (code == scenario.code) is (action in scenario.told), action
        assert code != 0 or action in scenario.told, action
        # What is missing is named, so that it can be added to the policy.
        assert action in said.out + said.err, action


def test_every_verb_that_meets_aws_has_a_scenario() -> None:
    pages = {page.stem for page in PAGES.glob("*.md") if "```json" in policy_section(page)}
    assert pages == {scenario.page for scenario in OF_VERBS}
