from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lamella.change.action import ArchiveFile, Direct, FromBucket, Metadata, PublishLayerVersion, PutObject
from lamella.change.kept import KeptVersion
from lamella.change.plan import Plan, PlanKind
from lamella.change.publish import Source
from lamella.change.record import Published
from lamella.change.restore import nothing_to_restore, plan_restore, record_of
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.grant import Statement
from lamella.model.layer import Environment
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
ARN = LayerArn.at(HERE, "prod-data").version(3)
AT = datetime(2026, 1, 1, tzinfo=UTC)
SHA256 = "ab" * 32
METADATA = Metadata("1.4.0 sha256 abab", ("python3.12",), ("arm64",), "MIT")
KEPT = KeptVersion(ARN, AT, METADATA, code_sha256_of(SHA256), 1000, (Statement("s", "*", "o-abcdefghij"),))
ARCHIVE = ArchiveFile(Path("/copy.zip"), SHA256, 1000)
PROD = Environment("prod")
RECORD = Published("prod", "data", "python3.12/arm64", ARN, KEPT.code_sha256, 1000, "1.4.0", AT, "d", AT)
NEWEST = LayerVersion(
    LayerArn.at(HERE, "prod-data").version(9),
    AT,
    METADATA.description,
    "MIT",
    METADATA.runtimes,
    METADATA.architectures,
    KEPT.code_sha256,
    1000,
    (),
)


def planned(
    newest: LayerVersion | None,
    record: Published | None = RECORD,
    environment: Environment = PROD,
    kept: KeptVersion = KEPT,
    archive: ArchiveFile = ARCHIVE,
) -> Plan:
    return plan_restore(environment, kept, archive, newest, record, Source(PlanKind.RESTORE, AT))


def test_the_same_bytes_and_metadata_are_published_again_and_nothing_else_changes() -> None:
    other = replace(NEWEST, code_sha256=code_sha256_of("cd" * 32))
    plan = planned(other)
    (step,) = plan.steps
    assert plan.kind is PlanKind.RESTORE
    assert step.action == PublishLayerVersion(
        HERE, "prod-data", ARCHIVE, Direct(), METADATA, 9, "data", "python3.12/arm64", "1.4.0"
    )
    assert plan.notes == (
        "the version gets a new number; functions, grants and channels stay as they are",
        "it was shared with organisation o-abcdefghij; `lamella share` gives what lamella.toml names",
    )


def test_nothing_happens_where_the_newest_version_has_the_bytes_already() -> None:
    plan = planned(NEWEST)
    assert plan.steps == ()
    assert plan.notes == ()
    assert [left.why for left in plan.left_alone] == ["prod-data:9 has the same bytes and metadata"]


def test_a_version_that_lamella_did_not_publish_goes_by_its_name_in_aws() -> None:
    bare = replace(KEPT, metadata=Metadata("", (), ()), statements=())
    for kept, target in ((KEPT, "python3.12/arm64"), (bare, "any/x86_64")):
        (step,) = planned(None, None, kept=kept).steps
        assert isinstance(step.action, PublishLayerVersion)
        assert (step.action.layer, step.action.target, step.action.label) == ("prod-data", target, "")


def test_a_large_zip_goes_through_the_bucket_of_its_region() -> None:
    with_bucket = replace(PROD, artifact_buckets={"eu-west-1": "artefacts"})
    large = replace(ARCHIVE, size_bytes=52_428_801)
    put, publish = (step.action for step in planned(None, environment=with_bucket, archive=large).steps)
    assert isinstance(put, PutObject)
    assert isinstance(publish, PublishLayerVersion)
    assert publish.content == FromBucket("artefacts", put.key)


def test_a_version_that_is_there_is_left_alone() -> None:
    plan = nothing_to_restore(PROD, ARN, AT)
    assert [(left.subject, left.why) for left in plan.left_alone] == [("prod-data:3", "it is still there")]
    assert plan.steps == ()


def test_the_environments_own_record_comes_first() -> None:
    staging = replace(RECORD, environment="staging")
    other = replace(RECORD, arn=NEWEST.arn)
    assert record_of(ARN, "prod", [other, staging, RECORD]) == RECORD
    assert record_of(ARN, "prod", [other, staging]) == staging
    assert record_of(ARN, "prod", [other]) is None
