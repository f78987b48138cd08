from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamella.change.action import (
    AddLayerVersionPermission,
    ArchiveFile,
    Direct,
    FromBucket,
    Metadata,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
)
from lamella.change.plan import PlanKind
from lamella.change.publish import Source, publish_plan
from lamella.change.record import Published
from lamella.change.wanted import Item, Seen, Wanted, difference, unrecorded
from lamella.errors import ConfigError
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.grant import Grant, Statement
from lamella.model.layer import Environment
from lamella.model.place import Place

IRELAND = Place("111122223333", "eu-west-1")
CHINA = Place("111122223333", "cn-north-1")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SHA = "ab" * 32
PROD = Environment("prod")
SOURCE = Source(PlanKind.PUBLISH, NOON, "c0ffee1", ("a note",))
METADATA = Metadata(f"1.0 commit 0123456 sha256 {SHA}", ("python3.12",), ("x86_64",), "MIT")
ACCOUNT, ORGANIZATION = Grant("444455556666"), Grant("*", "o-abcdefghij")
DATA = Wanted(
    "data", "python3.12/x86_64", "prod-data", ArchiveFile(Path("/a.zip"), SHA, 100), METADATA, (ACCOUNT,), "1.0"
)
POINTER = "/lamella/prod-data/python3.12/x86_64/stable"


def version(number: int, place: Place = IRELAND) -> LayerVersion:
    return LayerVersion(
        arn=LayerArn.at(place, "prod-data").version(number),
        created_at=NOON,
        description=METADATA.description,
        license_info="MIT",
        runtimes=("python3.12",),
        architectures=("x86_64",),
        code_sha256=code_sha256_of(SHA),
        code_size_bytes=100,
        statements=(Statement("other-sid", ACCOUNT.principal),),
    )


SAME = version(3)
OTHER = replace(SAME, code_sha256=code_sha256_of("cd" * 32))


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (None, "there is no version for python3.12/x86_64 yet"),
        (SAME, ""),
        (replace(SAME, description=METADATA.description.replace("0123456", "7654321-dirty")), ""),
        (OTHER, "the zip differs from prod-data:3, the newest for python3.12/x86_64"),
        (replace(SAME, description="1.1"), "same zip as prod-data:3; other metadata: description"),
        (replace(SAME, license_info=""), "same zip as prod-data:3; other metadata: licences"),
        (
            replace(SAME, license_info="", description=""),
            "same zip as prod-data:3; other metadata: description, licences",
        ),
    ],
)
def test_a_version_is_wanted_where_bytes_or_metadata_differ(newest: LayerVersion | None, expected: str) -> None:
    assert difference(DATA, newest) == expected


def test_a_new_version_is_published_granted_and_then_pointed_at() -> None:
    wanted = replace(DATA, grants=(ACCOUNT, ORGANIZATION))
    plan = publish_plan(PROD, [Item(wanted, IRELAND, Seen(OTHER, "arn:old:layer:prod-data:3"))], SOURCE)
    publish, account, organization, pointer = plan.steps
    assert publish.id == "publish data python3.12/x86_64 111122223333 eu-west-1"
    assert publish.after == ()
    assert publish.action == PublishLayerVersion(
        IRELAND, "prod-data", DATA.archive, Direct(), METADATA, 3, "data", "python3.12/x86_64", "1.0"
    )
    made = PublishedBy(publish.id)
    assert account.action == AddLayerVersionPermission(IRELAND, made, ACCOUNT)
    assert organization.action == AddLayerVersionPermission(IRELAND, made, ORGANIZATION)
    assert account.after == organization.after == (publish.id,)
    assert pointer.action == PutParameter(IRELAND, POINTER, made, "arn:old:layer:prod-data:3")
    assert pointer.after == (publish.id, account.id, organization.id)
    assert len({step.id for step in plan.steps}) == 4
    assert all(step.why for step in plan.steps)
    assert (plan.kind, plan.environment, plan.places) == (PlanKind.PUBLISH, "prod", (IRELAND,))
    assert (plan.made_at, plan.commit, plan.notes) == (NOON, "c0ffee1", ("a note",))


@pytest.mark.parametrize(
    ("statements", "parameter", "expected"),
    [
        ((Statement("x", "444455556666"),), str(SAME.arn), []),
        ((Statement("x", "444455556666"),), None, [PutParameter(IRELAND, POINTER, SAME.arn, None)]),
        (
            (),
            "elsewhere",
            [
                AddLayerVersionPermission(IRELAND, SAME.arn, ACCOUNT),
                PutParameter(IRELAND, POINTER, SAME.arn, "elsewhere"),
            ],
        ),
        (
            (Statement("x", "444455556666", other="Condition"),),
            str(SAME.arn),
            [AddLayerVersionPermission(IRELAND, SAME.arn, ACCOUNT)],
        ),
    ],
)
def test_a_version_that_is_there_stays_and_gets_what_it_lacks(
    statements: tuple[Statement, ...], parameter: str | None, expected: list[object]
) -> None:
    plan = publish_plan(PROD, [Item(DATA, IRELAND, Seen(replace(SAME, statements=statements), parameter))], SOURCE)
    assert [step.action for step in plan.steps] == expected
    assert [step.after for step in plan.steps] == [(), *([(plan.steps[0].id,)] if len(plan.steps) == 2 else [])][
        : len(plan.steps)
    ]
    assert [(it.subject, it.why) for it in plan.left_alone] == [
        ("data python3.12/x86_64", "prod-data:3 has the same bytes and metadata")
    ]


def test_no_channel_moves_no_pointer_and_no_grant_gives_none() -> None:
    quiet = replace(PROD, channel="")
    plan = publish_plan(quiet, [Item(replace(DATA, grants=()), IRELAND, Seen())], SOURCE)
    assert [type(step.action) for step in plan.steps] == [PublishLayerVersion]
    assert publish_plan(quiet, [Item(replace(DATA, grants=()), IRELAND, Seen(SAME))], SOURCE).steps == ()


LARGE = replace(DATA, archive=replace(DATA.archive, size_bytes=52_428_801))
FULL = replace(DATA, archive=replace(DATA.archive, size_bytes=52_428_800))
BUCKET = replace(PROD, artifact_buckets={"eu-west-1": "artifacts"})


@pytest.mark.parametrize(
    ("environment", "wanted", "place", "content"),
    [
        (PROD, FULL, IRELAND, Direct()),
        (BUCKET, DATA, IRELAND, FromBucket("artifacts", f"layers/{SHA}.zip")),
        (BUCKET, LARGE, IRELAND, FromBucket("artifacts", f"layers/{SHA}.zip")),
        (BUCKET, DATA, CHINA, Direct()),
        (replace(BUCKET, reference=True), DATA, IRELAND, FromBucket("artifacts", f"layers/{SHA}.zip", reference=True)),
    ],
)
def test_zips_travel_through_the_regions_bucket_where_there_is_one(
    environment: Environment, wanted: Wanted, place: Place, content: Direct | FromBucket
) -> None:
    plan = publish_plan(environment, [Item(wanted, place, Seen())], SOURCE)
    steps = {type(step.action): step for step in plan.steps}
    publish = steps[PublishLayerVersion]
    assert isinstance(publish.action, PublishLayerVersion)
    assert publish.action.content == content
    if isinstance(content, FromBucket):
        upload = steps[PutObject]
        assert upload.action == PutObject(place, content.bucket, content.key, wanted.archive)
        assert publish.after == (upload.id,)
    else:
        assert PutObject not in steps


@pytest.mark.parametrize(
    ("environment", "wanted", "why"),
    [
        (PROD, LARGE, "52,428,801 bytes"),
        (BUCKET, LARGE, "52,428,801 bytes"),
        (replace(PROD, reference=True), DATA, "reference"),
    ],
)
def test_without_the_bucket_it_needs_a_plan_is_an_error_that_names_the_key(
    environment: Environment, wanted: Wanted, why: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        publish_plan(environment, [Item(wanted, CHINA, Seen())], SOURCE)
    assert caught.value.what == "data python3.12/x86_64 cannot be published to cn-north-1 without a bucket"
    assert why in caught.value.why
    assert 'artifact_buckets = { cn-north-1 = "BUCKET" }' in caught.value.hint


def test_a_large_zip_that_is_there_already_needs_no_bucket() -> None:
    assert publish_plan(PROD, [Item(LARGE, IRELAND, Seen(SAME, str(SAME.arn)))], SOURCE).steps == ()


def test_a_place_that_could_not_be_read_is_a_gap_and_the_others_stand() -> None:
    gap = Gap(IRELAND, "versions of prod-data", "AccessDenied")
    plan = publish_plan(PROD, [Item(DATA, IRELAND, gap), Item(DATA, CHINA, Seen())], SOURCE)
    assert plan.gaps == (gap,)
    assert {step.action.place for step in plan.steps} == {CHINA}
    assert plan.places == (CHINA, IRELAND)


def test_versions_that_no_record_knows_are_to_be_recorded() -> None:
    items = [
        Item(DATA, IRELAND, Seen(SAME)),
        Item(DATA, CHINA, Seen(replace(OTHER, arn=version(9, CHINA).arn))),
        Item(replace(DATA, target="python3.12/arm64"), IRELAND, Seen()),
        Item(replace(DATA, layer="web"), IRELAND, Gap(IRELAND, "x", "y")),
    ]
    expected = Published(
        "prod", "data", "python3.12/x86_64", SAME.arn, code_sha256_of(SHA), 100, "1.0", NOON, digest=""
    )
    assert unrecorded("prod", items, []) == (expected,)
    assert unrecorded("prod", items, [replace(expected, environment="dev")]) == (expected,)
    assert unrecorded("prod", items, [replace(expected, digest="d" * 64)]) == ()
