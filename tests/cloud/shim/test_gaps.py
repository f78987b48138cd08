"""What ministack does otherwise than Lambda, gap by gap, and that the shim closes it."""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shimmed import Stand, as_request, random_account, zipped


def refused(call: Any, **arguments: Any) -> tuple[str, str, int]:
    """The code, the message and the status of a refusal."""
    with pytest.raises(ClientError) as error:
        call(**arguments)
    response: Any = error.value.response
    return response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"]


def versions_of(stand: Stand, name: str = "report", *, publish: int = 2) -> list[str]:
    """Publish versions of a new function, each with code of its own."""
    stand.function(name)
    made = []
    for number in range(publish):
        if number:
            stand.functions.update_function_code(FunctionName=name, ZipFile=zipped(**{"app.py": f"# {number}"}))
            stand.settle(name)
        made.append(stand.functions.publish_version(FunctionName=name)["Version"])
    return made


class TestLayersOfFunctions:
    def test_gap_six_layers_are_accepted(self, stand: Stand) -> None:
        layers = [stand.layer(f"layer{number}") for number in range(6)]
        create = stand.functions.create_function
        assert refused(create, **stand.function_settings("report", *layers))[:2] == (
            "InvalidParameterValueException",
            "Cannot reference more than 5 layers.",
        )
        stand.function("report", *layers[:5])
        update = stand.functions.update_function_configuration
        assert refused(update, FunctionName="report", Layers=layers)[0] == "InvalidParameterValueException"

    def test_gap_two_versions_of_one_layer_are_accepted(self, stand: Stand) -> None:
        layers = [stand.layer("data"), stand.layer("data")]
        code, message, _ = refused(stand.functions.create_function, **stand.function_settings("report", *layers))
        assert code == "InvalidParameterValueException"
        assert message.startswith("Two different versions of the same layer are not allowed")

    def test_gap_another_accounts_unknown_layer_is_accepted_with_size_0(self, stand: Stand) -> None:
        foreign = f"arn:aws:lambda:eu-west-1:{random_account()}:layer:data:1"
        code, message, status = refused(stand.functions.create_function, **stand.function_settings("report", foreign))
        assert (code, status) == ("AccessDeniedException", 403)
        assert f"lambda:GetLayerVersion on resource: {foreign}" in message
        assert refused(stand.functions.get_layer_version_by_arn, Arn=foreign)[0] == "AccessDeniedException"

    def test_another_accounts_layer_needs_its_grant(self, stand: Stand) -> None:
        owner = random_account()
        theirs = stand.client("lambda", owner)
        published = theirs.publish_layer_version(LayerName="data", Content={"ZipFile": zipped(**{"python/a.py": ""})})
        arn = published["LayerVersionArn"]
        create = stand.functions.create_function
        assert refused(create, **stand.function_settings("report", arn))[0] == "AccessDeniedException"
        theirs.add_layer_version_permission(
            LayerName="data", VersionNumber=1, StatementId="a", Action="lambda:GetLayerVersion", Principal=stand.account
        )
        stand.function("report", arn)
        theirs.delete_layer_version(LayerName="data", VersionNumber=1)
        stand.functions.invoke(FunctionName="report")
        assert [len(layers) for layers in stand.layers] == [1]

    def test_gap_the_content_of_a_deleted_version_that_is_in_use_is_gone(self, stand: Stand) -> None:
        arn = stand.layer("data")
        stand.function("report", arn)
        stand.functions.delete_layer_version(LayerName="data", VersionNumber=1)
        assert "Payload" in stand.functions.invoke(FunctionName="report")
        assert stand.functions.get_function_configuration(FunctionName="report")["Layers"][0]["Arn"] == arn
        update = stand.functions.update_function_configuration
        assert refused(update, FunctionName="report", Layers=[arn])[0] == "InvalidParameterValueException"


class TestPublishing:
    def test_gap_unknown_runtimes_are_accepted(self, stand: Stand) -> None:
        settings = stand.function_settings("report") | {"Runtime": "python9"}
        assert "'runtime' failed to satisfy" in refused(stand.functions.create_function, **settings)[1]
        publish = stand.functions.publish_layer_version
        layer = {"LayerName": "data", "Content": {"ZipFile": zipped(a="")}}
        assert "compatibleRuntimes" in refused(publish, **layer, CompatibleRuntimes=["python9"])[1]

    def test_gap_missing_objects_in_s3_are_accepted(self, stand: Stand) -> None:
        s3 = stand.client("s3")
        bucket = f"b-{stand.account}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        publish = stand.functions.publish_layer_version
        missing = {"S3Bucket": bucket, "S3Key": "layers/x.zip"}
        assert "S3 Error Code: NoSuchKey" in refused(publish, LayerName="data", Content=missing)[1]
        nowhere = missing | {"S3Bucket": f"no-{stand.account}"}
        assert "S3 Error Code: NoSuchBucket" in refused(publish, LayerName="data", Content=nowhere)[1]
        settings = stand.function_settings("report") | {"Code": missing}
        assert "S3 Error Code: NoSuchKey" in refused(stand.functions.create_function, **settings)[1]
        s3.put_object(Bucket=bucket, Key="layers/x.zip", Body=zipped(a="b"))
        assert publish(LayerName="data", Content=missing)["Version"] == 1

    def test_gap_zips_over_50_mb_are_accepted(self, stand: Stand) -> None:
        publish = stand.functions.publish_layer_version
        large = bytes(52_428_801)
        assert refused(publish, LayerName="data", Content={"ZipFile": large})[::2] == (
            "RequestEntityTooLargeException",
            413,
        )

    def test_gap_metadata_is_not_checked(self, stand: Stand) -> None:
        layer = {"LayerName": "data", "Content": {"ZipFile": zipped(a="")}}
        publish = stand.functions.publish_layer_version
        assert refused(publish, **layer, Description="x" * 257)[0] == "ValidationException"
        assert refused(publish, **layer, LicenseInfo="x" * 513)[0] == "ValidationException"

    def test_gap_reserved_variables_are_accepted(self, stand: Stand) -> None:
        settings = stand.function_settings("report") | {"Environment": {"Variables": {"AWS_REGION": "x"}}}
        assert (
            "Reserved keys used in this request: AWS_REGION" in refused(stand.functions.create_function, **settings)[1]
        )


class TestUpdates:
    def test_gap_a_second_update_is_accepted_while_one_is_in_progress(self, stand: Stand) -> None:
        stand.function()
        update = stand.functions.update_function_configuration
        update(FunctionName="report", MemorySize=256)
        second = (
            lambda: update(FunctionName="report", MemorySize=512),
            lambda: stand.functions.update_function_code(FunctionName="report", ZipFile=zipped(a="")),
            lambda: stand.functions.publish_version(FunctionName="report"),
        )
        for change in second:
            code, message, status = refused(change)
            assert (code, status) == ("ResourceConflictException", 409)
            assert "An update is in progress for resource: arn:aws:lambda:eu-west-1:" in message
        assert stand.settle("report")["MemorySize"] == 256

    def test_gap_a_new_function_takes_updates_and_events_at_once(self, stand: Stand) -> None:
        stand.functions.create_function(**stand.function_settings("report"))
        assert "state: Pending" in refused(stand.functions.invoke, FunctionName="report")[1]
        update = stand.functions.update_function_configuration
        assert "state: Pending" in refused(update, FunctionName="report", MemorySize=256)[1]

    def test_gap_an_update_makes_a_function_pending(self, stand: Stand) -> None:
        stand.function()
        updated = stand.functions.update_function_configuration(FunctionName="report", MemorySize=256)
        assert (updated["State"], updated["LastUpdateStatus"]) == ("Active", "InProgress")
        shown = stand.functions.get_function(FunctionName="report")["Configuration"]
        assert shown["State"] == "Active"
        assert stand.functions.invoke(FunctionName="report")["StatusCode"] == 200

    def test_gap_the_revision_does_not_change_when_an_update_completes(self, stand: Stand) -> None:
        stand.function()
        update = stand.functions.update_function_configuration
        settled = stand.settle("report")["RevisionId"]
        begun = update(FunctionName="report", MemorySize=256, RevisionId=settled)["RevisionId"]
        done = stand.settle("report")["RevisionId"]
        assert len({settled, begun, done}) == 3
        assert stand.functions.list_functions()["Functions"][0]["RevisionId"] == done
        for stale in (settled, begun):
            assert refused(update, FunctionName="report", MemorySize=512, RevisionId=stale)[::2] == (
                "PreconditionFailedException",
                412,
            )
        code = zipped(**{"app.py": "# new"})
        assert stand.functions.update_function_code(FunctionName="report", ZipFile=code, RevisionId=done)

    def test_gap_a_dry_run_of_new_code_is_performed(self, stand: Stand) -> None:
        stand.function()
        before = stand.settle("report")
        stand.functions.update_function_code(FunctionName="report", ZipFile=zipped(a="b"), DryRun=True)
        assert stand.settle("report")["CodeSha256"] == before["CodeSha256"]

    def test_gap_publish_version_does_not_check_what_is_expected(self, stand: Stand) -> None:
        stand.function()
        publish = stand.functions.publish_version
        assert refused(publish, FunctionName="report", RevisionId="x")[::2] == ("PreconditionFailedException", 412)
        assert "different from current CodeSHA256" in refused(publish, FunctionName="report", CodeSha256="x")[1]
        now = stand.settle("report")
        assert publish(FunctionName="report", RevisionId=now["RevisionId"], CodeSha256=now["CodeSha256"])


class TestVersions:
    def test_gap_function_version_all_lists_latest_alone(self, stand: Stand) -> None:
        versions_of(stand, "a")
        stand.function("b")
        versions_of(stand, "c", publish=1)
        pages = stand.functions.get_paginator("list_functions").paginate(
            FunctionVersion="ALL", PaginationConfig={"PageSize": 2}
        )
        found = [[(each["FunctionName"], each["Version"]) for each in page["Functions"]] for page in pages]
        assert found == [
            [("a", "$LATEST"), ("a", "1")],
            [("a", "2"), ("b", "$LATEST")],
            [("c", "$LATEST"), ("c", "1")],
        ]
        every = stand.functions.list_functions(FunctionVersion="ALL")
        assert "NextMarker" not in every
        arns = [each["FunctionArn"].partition(":function:")[2] for each in every["Functions"]]
        assert arns == ["a:$LATEST", "a:1", "a:2", "b:$LATEST", "c:$LATEST", "c:1"]

    def test_gap_states_are_listed(self, stand: Stand) -> None:
        stand.function()
        for listed in (
            stand.functions.list_functions()["Functions"][0],
            stand.functions.list_functions(FunctionVersion="ALL")["Functions"][0],
            stand.functions.list_versions_by_function(FunctionName="report")["Versions"][0],
        ):
            assert {"State", "LastUpdateStatus", "RuntimeVersionConfig"}.isdisjoint(listed)
            assert listed["CodeSha256"]

    def test_gap_the_code_of_a_version_is_that_of_latest(self, stand: Stand) -> None:
        versions_of(stand)
        located = stand.functions.get_function(FunctionName="report", Qualifier="1")["Code"]["Location"]
        answer = stand.shim.handle(as_request("GET", located, {}, b""), stand.upstream)
        assert answer is not None
        assert answer.body == zipped(**{"app.py": "# report"})
        latest = stand.functions.get_function(FunctionName="report")["Code"]["Location"]
        assert stand.upstream.send(as_request("GET", latest, {}, b"")).body == zipped(**{"app.py": "# 1"})

    def test_each_version_runs_its_own_code(self, stand: Stand) -> None:
        versions_of(stand)
        stand.functions.invoke(FunctionName="report", Qualifier="1")
        stand.functions.invoke(FunctionName="report", Qualifier="2")
        codes = [sandbox.function.code for sandbox in stand.sandboxes]
        assert [code.read_bytes() for code in codes if code] == [
            zipped(**{"app.py": "# report"}),
            zipped(**{"app.py": "# 1"}),
        ]


class TestAliases:
    @pytest.mark.parametrize(
        ("version", "weights", "code"),
        [
            ("1", {"2": 1.5}, "ValidationException"),
            ("1", {"2": -0.5}, "ValidationException"),
            ("1", {"9": 0.5}, "ResourceNotFoundException"),
            ("9", {}, "ResourceNotFoundException"),
            ("$LATEST", {"1": 0.5}, "InvalidParameterValueException"),
            ("1", {"1": 0.5}, "InvalidParameterValueException"),
        ],
    )
    def test_gap_bad_weights_are_accepted(
        self, stand: Stand, version: str, weights: dict[str, float], code: str
    ) -> None:
        versions_of(stand)
        routing = {"AdditionalVersionWeights": weights}
        alias = {"FunctionName": "report", "Name": "live", "FunctionVersion": version, "RoutingConfig": routing}
        assert refused(stand.functions.create_alias, **alias)[0] == code
        stand.functions.create_alias(FunctionName="report", Name="live", FunctionVersion="1")
        assert refused(stand.functions.update_alias, **alias)[0] == code

    def test_an_update_is_held_against_what_stays(self, stand: Stand) -> None:
        versions_of(stand)
        half = {"AdditionalVersionWeights": {"2": 0.5}}
        live = {"FunctionName": "report", "Name": "live"}
        stand.functions.create_alias(**live, FunctionVersion="1", RoutingConfig=half)
        assert "already included" in refused(stand.functions.update_alias, **live, FunctionVersion="2")[1]
        moved = stand.functions.update_alias(
            **live, FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {}}
        )
        assert (moved["FunctionVersion"], "RoutingConfig" in moved) == ("2", False)

    def test_gap_weights_are_not_applied_on_invoke(self, stand: Stand) -> None:
        versions_of(stand)
        half = {"AdditionalVersionWeights": {"2": 0.3}}
        stand.functions.create_alias(FunctionName="report", Name="live", FunctionVersion="1", RoutingConfig=half)
        seen = []
        for stand.drawn in (0.0, 0.29, 0.3, 0.9):
            seen.append(stand.functions.invoke(FunctionName="report", Qualifier="live")["ExecutedVersion"])
        assert seen == ["2", "2", "1", "1"]

    def test_gap_aliases_are_not_filtered_by_version(self, stand: Stand) -> None:
        versions_of(stand)
        half = {"AdditionalVersionWeights": {"2": 0.3}}
        for name, version, routing in (("a", "1", {}), ("b", "2", {}), ("c", "1", half), ("d", "$LATEST", {})):
            stand.functions.create_alias(
                FunctionName="report", Name=name, FunctionVersion=version, RoutingConfig=routing
            )
        pages = stand.functions.get_paginator("list_aliases").paginate(
            FunctionName="report", FunctionVersion="2", PaginationConfig={"PageSize": 1}
        )
        assert [alias["Name"] for page in pages for alias in page["Aliases"]] == ["b", "c"]


class TestOperationsThatAreNotImplemented:
    def test_gap_code_signing_answers_200(self, stand: Stand) -> None:
        stand.function()
        profile = "arn:aws:signer:eu-west-1:111122223333:/signing-profiles/p/1"
        publishers = {"SigningProfileVersionArns": [profile]}
        config = f"arn:aws:lambda:eu-west-1:{stand.account}:code-signing-config:csc-0123456789abcdef0"
        calls = (
            lambda: stand.functions.create_code_signing_config(AllowedPublishers=publishers),
            lambda: stand.functions.put_function_code_signing_config(
                FunctionName="report", CodeSigningConfigArn=config
            ),
            lambda: stand.functions.delete_function_code_signing_config(FunctionName="report"),
            lambda: stand.functions.get_runtime_management_config(FunctionName="report"),
            lambda: stand.functions.invoke_with_response_stream(FunctionName="report"),
        )
        for call in calls:
            code, message, status = refused(call)
            assert (code, status) == ("NotImplementedException", 501)
            assert "lamella's embedded cloud does not implement" in message

    def test_no_function_has_a_signing_configuration(self, stand: Stand) -> None:
        stand.function()
        assert stand.functions.list_code_signing_configs()["CodeSigningConfigs"] == []
        found = stand.functions.get_function_code_signing_config(FunctionName="report")
        assert found["CodeSigningConfigArn"] == ""
        get = stand.functions.get_function_code_signing_config
        assert refused(get, FunctionName="other")[0] == "ResourceNotFoundException"


def test_temporary_keys_belong_to_their_roles_account(stand: Stand) -> None:
    other = random_account()
    sts = stand.client("sts")
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{other}:role/deploy", RoleSessionName="session")["Credentials"]
    theirs = stand.client("lambda", keys["AccessKeyId"])
    settings = stand.function_settings("report") | {"Role": f"arn:aws:iam::{other}:role/r"}
    assert f":{other}:function:report" in theirs.create_function(**settings)["FunctionArn"]
    for _ in range(100):
        if theirs.get_function_configuration(FunctionName="report")["State"] == "Active":
            break
        time.sleep(0.05)
    theirs.invoke(FunctionName="report")
    assert [sandbox.function.account_id for sandbox in stand.sandboxes] == [other]
