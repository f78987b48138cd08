"""Actions on functions: performed, found there, refused, drifted; on the embedded cloud and against recorded errors."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from clouds import Cloud
from lamella.aws.access import Access, Caller
from lamella.aws.clients import Clients
from lamella.aws.rollout.observing import observe, users_of
from lamella.aws.rollout.world import AwsFunctionWorld, WorldAction
from lamella.change.rollout.action import (
    AwaitUpdate,
    AwaitVersion,
    PublishVersion,
    RestoreAlias,
    ShiftAlias,
    TagFunction,
    UntagFunction,
    UpdateLayers,
)
from lamella.change.rollout.event import Did, Drifted, NotYet, Refused, Result
from lamella.change.rollout.function import FunctionRef
from lamella.errors import AccessDeniedError, AwsError, CredentialsError, DoubtfulError
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place
from rollout_fleet import REGIONS, RolloutFleet, zipped

TAGS = (("lamella:rollout", "r1"), ("lamella:undo", "x"))


class Stage:
    """A function `report` with two layers, `data` in two versions, and an alias `live` on version 1."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        self.fleet = RolloutFleet(cloud, folder)
        old = self.fleet.layer()
        self.tools = LayerVersionArn.parse(self.fleet.layer("X = 1\n", "tools"))
        self.old = LayerVersionArn.parse(old)
        self.fleet.function("report", [str(self.tools), old], "live", tags={"team": "a"})
        self.new = LayerVersionArn.parse(self.fleet.layer("VERSION = 2\n"))
        self.ref = FunctionRef(Place(self.fleet.account, REGIONS[0]), "report")
        self.before, self.after = (self.tools, self.old), (self.tools, self.new)
        self.clients = Clients(Access(endpoint_url=cloud.endpoint, local_account=self.fleet.account), {})
        self.world = AwsFunctionWorld(self.clients)

    @property
    def forward(self) -> UpdateLayers:
        return UpdateLayers(self.ref, self.before, self.after)

    @property
    def publish(self) -> PublishVersion:
        code = self.fleet.client().get_function_configuration(FunctionName="report")["CodeSha256"]
        return PublishVersion(self.ref, self.after, code, "lamella rollout r1")

    def until(self, action: WorldAction) -> Result:
        """Perform it until it is no more "not yet"."""
        for _ in range(100):
            result = self.world.perform(action)
            if not isinstance(result, NotYet):
                return result
            time.sleep(0.1)
        raise AssertionError(action)

    def moved(self) -> str:
        """Move $LATEST and publish; return the version."""
        assert self.until(self.forward) == Did()
        assert self.until(AwaitUpdate(self.ref, self.after)) == Did()
        published = self.until(self.publish)
        assert isinstance(published, Did)
        assert published.version is not None
        return published.version


@pytest.fixture
def stage(cloud: Cloud, tmp_path: Path) -> Stage:
    return Stage(cloud, tmp_path)


def test_the_whole_way_there_and_back(stage: Stage) -> None:
    world, ref = stage.world, stage.ref
    assert world.perform(TagFunction(ref, TAGS)) == Did()
    assert world.perform(TagFunction(ref, TAGS)) == Did(changed=False)
    version = stage.moved()
    assert version == "2"
    assert world.perform(stage.forward) == Did(changed=False)
    assert world.perform(stage.publish) == Did(version="2")
    assert stage.until(AwaitVersion(ref, version, stage.after)) == Did()
    for weight, found in ((0.1, ("1", {"2": 0.1})), (0.5, ("1", {"2": 0.5})), (1.0, ("2", {}))):
        assert world.perform(ShiftAlias(ref, "live", "1", "2", weight)) == Did()
        assert world.perform(ShiftAlias(ref, "live", "1", "2", weight)) == Did(changed=False)
        assert stage.fleet.alias("report") == found
    assert world.perform(RestoreAlias(ref, "live", "1", "2", stage.after)) == Did()
    assert world.perform(RestoreAlias(ref, "live", "1", "2", stage.after)) == Did(changed=False)
    assert stage.fleet.alias("report") == ("1", {})
    assert stage.until(UpdateLayers(ref, stage.after, stage.before)) == Did()
    assert stage.until(AwaitUpdate(ref, stage.before)) == Did()
    assert world.perform(UntagFunction(ref, "r1")) == Did()
    assert world.perform(UntagFunction(ref, "r1")) == Did(changed=False)
    assert stage.fleet.tags("report") == {"team": "a"}


def test_an_alias_is_restored_where_the_published_version_is_not_known(stage: Stage) -> None:
    stage.moved()
    assert stage.world.perform(ShiftAlias(stage.ref, "live", "1", "2", 0.1)) == Did()
    assert stage.world.perform(RestoreAlias(stage.ref, "live", "1", None, stage.after)) == Did()
    assert stage.fleet.alias("report") == ("1", {})


def test_updates_that_are_under_way_are_waited_for(stage: Stage) -> None:
    assert stage.world.perform(stage.forward) == Did()
    assert stage.world.perform(AwaitUpdate(stage.ref, stage.after)) == NotYet("an update is in progress")
    assert stage.world.perform(stage.publish) == NotYet("an update is in progress")
    assert stage.world.perform(UpdateLayers(stage.ref, stage.after, stage.before)) == NotYet("an update is in progress")


def test_what_somebody_else_changed_is_not_touched(stage: Stage) -> None:
    client, ref = stage.fleet.client(), stage.ref
    stage.moved()
    client.publish_version(FunctionName="report")
    client.update_function_code(FunctionName="report", ZipFile=zipped({"app.py": "def handler(*_): return 2\n"}))
    time.sleep(1)
    other = str(client.publish_version(FunctionName="report")["Version"])
    client.update_alias(FunctionName="report", Name="live", FunctionVersion=other)
    drifted = Drifted(f"somebody else moved alias live: it has version {other}")
    assert stage.world.perform(ShiftAlias(ref, "live", "1", "2", 0.1)) == drifted
    assert stage.world.perform(RestoreAlias(ref, "live", "1", "2", stage.after)) == drifted
    client.update_function_configuration(FunctionName="report", Layers=[str(stage.tools)])
    time.sleep(1)
    changed = Drifted("somebody else changed $LATEST: it has tools:1")
    for action in (
        UpdateLayers(ref, stage.before, stage.after),
        AwaitUpdate(ref, stage.after),
        PublishVersion(ref, stage.after, "x", ""),
    ):
        assert stage.world.perform(action) == changed
    assert stage.world.perform(PublishVersion(ref, (stage.tools,), "x", "")) == Drifted(
        "somebody else changed the code of $LATEST"
    )
    client.delete_alias(FunctionName="report", Name="live")
    assert stage.world.perform(ShiftAlias(ref, "live", "1", "2", 1.0)) == Drifted("alias live is gone")
    assert stage.world.perform(AwaitVersion(ref, "99", stage.after)) == Drifted("version 99 is gone")
    assert stage.world.perform(AwaitVersion(ref, "1", stage.after)) == Drifted("version 1 has tools:1, data:1")


def test_another_rollouts_function_is_refused_and_keeps_its_tags(stage: Stage) -> None:
    stage.fleet.client().tag_resource(Resource=stage.ref.arn, Tags={"lamella:rollout": "other"})
    refused = stage.world.perform(TagFunction(stage.ref, TAGS))
    assert isinstance(refused, Refused)
    assert "rollout other owns it" in refused.why
    assert stage.world.perform(UntagFunction(stage.ref, "r1")) == Did(changed=False)
    assert stage.fleet.tags("report")["lamella:rollout"] == "other"


def test_a_function_that_is_gone(stage: Stage) -> None:
    stage.fleet.client().delete_function(FunctionName="report")
    gone = Refused("the function does not exist any more", gone=True)
    for action in (
        TagFunction(stage.ref, TAGS),
        stage.forward,
        AwaitUpdate(stage.ref, stage.after),
        AwaitVersion(stage.ref, "1", stage.after),
        ShiftAlias(stage.ref, "live", "1", "2", 1.0),
        RestoreAlias(stage.ref, "live", "1", "2", stage.after),
        UntagFunction(stage.ref, "r1"),
    ):
        assert stage.world.perform(action) == gone


def test_what_lambda_refuses_for_good(stage: Stage) -> None:
    absent = stage.new.layer.version(99)
    refused = stage.world.perform(UpdateLayers(stage.ref, stage.before, (stage.tools, absent)))
    assert isinstance(refused, Refused)
    assert "InvalidParameterValueException" in refused.why
    assert stage.fleet.layers_of("report") == ["tools:1", "data:1"]


def test_what_is_observed(stage: Stage) -> None:
    stage.fleet.function("other", [str(stage.tools)])
    stage.fleet.client().put_provisioned_concurrency_config(
        FunctionName="report", Qualifier="live", ProvisionedConcurrentExecutions=2
    )
    place = stage.ref.place
    assert users_of(stage.clients, place, stage.new.layer) == ("report",)
    with ThreadPoolExecutor(2) as executor:
        (found,), gaps = observe(stage.clients, place, ["report", "absent"], executor)
    assert gaps == ()
    assert (found.ref, found.latest.layers, found.latest.runtime) == (stage.ref, stage.before, "python3.12")
    assert found.latest.content == found.versions["1"].content
    assert found.latest.code_sha256 == found.versions["1"].code_sha256
    assert [(alias.name, alias.version, alias.provisioned) for alias in found.aliases] == [("live", "1", 2)]
    assert found.tags == {"team": "a"}
    stage.fleet.client().update_function_configuration(FunctionName="report", MemorySize=256)
    time.sleep(1)
    with ThreadPoolExecutor(2) as executor:
        (changed,), _ = observe(stage.clients, place, ["report"], executor)
    assert changed.latest.content != changed.versions["1"].content


PLACE = Place("111122223333", "eu-west-1")
REF = FunctionRef(PLACE, "report")
ARN = LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:1")
NEW = LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:2")
FORWARD = UpdateLayers(REF, (ARN,), (NEW,))
Stubbed = Callable[[], tuple[AwsFunctionWorld, Stubber]]


@pytest.fixture
def stubbed() -> Stubbed:
    """A world whose client of Lambda answers what is written down."""

    def made() -> tuple[AwsFunctionWorld, Stubber]:
        clients = Clients(Access(endpoint_url="http://127.0.0.1:1", local_account=PLACE.account), {})
        clients._caller = Caller(PLACE.account, "arn")  # noqa: SLF001 - nobody answers who the caller is
        stub = Stubber(clients.lambda_(PLACE))
        stub.activate()
        return AwsFunctionWorld(clients), stub

    return made


def told(**said: Any) -> dict[str, Any]:
    configuration = {"FunctionName": "report", "RevisionId": "r", "CodeSha256": "c", "Layers": [{"Arn": str(ARN)}]}
    return {"Configuration": {**configuration, "State": "Active", "LastUpdateStatus": "Successful", **said}}


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("PreconditionFailedException", 412, NotYet),
        ("ResourceConflictException", 409, NotYet),
        ("InvalidParameterValueException", 400, Refused),
        ("CodeVerificationFailedException", 400, Refused),
        ("AccessDeniedException", 403, AccessDeniedError),
        ("ExpiredTokenException", 403, CredentialsError),
        ("ServiceException", 500, DoubtfulError),
        ("EC2ThrottledException", 502, DoubtfulError),
        ("TooManyRequestsException", 429, AwsError),
    ],
)
def test_errors_of_a_change(stubbed: Stubbed, code: str, status: int, expected: type[Any]) -> None:
    world, stub = stubbed()
    stub.add_response("get_function", told())
    stub.add_client_error("update_function_configuration", code, "words", status)
    if issubclass(expected, Exception):
        with pytest.raises(expected):
            world.perform(FORWARD)
    else:
        assert isinstance(world.perform(FORWARD), expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"State": "Pending", "StateReason": "making a snapshot"},
            NotYet("version 2 is being made: making a snapshot"),
        ),
        ({"State": "Active"}, Did()),
        ({"State": "Inactive"}, Did()),
        ({"State": "Failed", "StateReason": "init"}, Refused("version 2 failed: init")),
        ({"Layers": []}, Drifted("version 2 has no layers")),
    ],
)
def test_a_snapstart_version_is_waited_for(stubbed: Stubbed, said: dict[str, Any], expected: Result) -> None:
    world, stub = stubbed()
    stub.add_response("get_function", told(**said), {"FunctionName": "report", "Qualifier": "2"})
    assert world.perform(AwaitVersion(REF, "2", (ARN,))) == expected


def test_an_update_that_failed_is_told_with_its_reason(stubbed: Stubbed) -> None:
    world, stub = stubbed()
    stub.add_response("get_function", told(LastUpdateStatus="Failed", LastUpdateStatusReason="no such key"))
    assert world.perform(AwaitUpdate(REF, (ARN,))) == Refused("the update failed: no such key")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("IN_PROGRESS", NotYet("the provisioned concurrency of alias live is not ready")),
        ("FAILED", Refused("the provisioned concurrency of alias live failed: no room")),
        ("READY", Did()),
    ],
)
def test_provisioned_concurrency_must_be_ready(stubbed: Stubbed, status: str, expected: Result) -> None:
    world, stub = stubbed()
    stub.add_response("get_alias", {"FunctionVersion": "1", "RevisionId": "r"})
    stub.add_response("get_provisioned_concurrency_config", {"Status": status, "StatusReason": "no room"})
    if status == "READY":
        stub.add_response(
            "update_alias",
            {},
            {
                "FunctionName": "report",
                "Name": "live",
                "FunctionVersion": "1",
                "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.1}},
                "RevisionId": "r",
            },
        )
    assert world.perform(ShiftAlias(REF, "live", "1", "2", 0.1, provisioned=True)) == expected
    stub.assert_no_pending_responses()


def test_tags_that_may_not_be_read_are_no_missing_tags(stubbed: Stubbed) -> None:
    world, stub = stubbed()
    stub.add_response(
        "get_function",
        {**told(), "TagsError": {"ErrorCode": "AccessDenied", "Message": "may not: lambda:ListTags " * 9}},
    )
    with pytest.raises(AccessDeniedError, match="tags"):
        world.perform(TagFunction(REF, TAGS))
