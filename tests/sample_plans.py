"""Plans of each kind over the fake world, and the world that they were made for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from fake_world import FakeWorld
from lamella.change.action import (
    AddLayerVersionPermission,
    ArchiveFile,
    DeleteLayerVersion,
    Direct,
    FromBucket,
    KeepLayerVersion,
    Metadata,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
)
from lamella.change.plan import Plan, PlanKind, Step
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.grant import Grant
from lamella.model.place import Place

MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
IRELAND = Place("111122223333", "eu-west-1")
OREGON = Place("444455556666", "us-west-2")
PARTNER = Grant("777788889999")
ORGANIZATION = Grant("*", "o-abcdefghij")


@dataclass(frozen=True)
class Sample:
    """A Plan, and how the world was when it was made."""

    plan: Plan
    world: Callable[[], FakeWorld]


def archive(content: str) -> ArchiveFile:
    return ArchiveFile(Path(f"/dist/{content}.zip"), sha256(content.encode()).hexdigest(), 1000 + len(content))


def metadata(target: str = "python3.12/x86_64", description: str = "1.0") -> Metadata:
    runtime, _, architecture = target.partition("/")
    return Metadata(description, (runtime,), (architecture,), "MIT")


def steps_of_a_version(place: Place, name: str, target: str, newest: int | None, *, bucket: bool) -> list[Step]:
    """Upload, publish, two grants, a pointer: each after what it rests on."""
    zipped = archive(f"{name}-{target.replace('/', '-')}-new")
    key = f"layers/{zipped.sha256}.zip"
    told = f"{name} {target} {place}"
    upload = [Step(f"upload {told}", PutObject(place, "artifacts", key, zipped), "bucket")] if bucket else []
    publish = Step(
        f"publish {told}",
        PublishLayerVersion(
            place,
            name,
            zipped,
            FromBucket("artifacts", key) if bucket else Direct(),
            metadata(target),
            newest,
            name,
            target,
            "1.0",
        ),
        "new content",
        tuple(step.id for step in upload),
    )
    grants = [
        Step(
            f"grant {grant} {told}",
            AddLayerVersionPermission(place, PublishedBy(publish.id), grant),
            "the file says so",
            (publish.id,),
        )
        for grant in (PARTNER, ORGANIZATION)
    ]
    before = str(LayerArn.at(place, name).version(newest)) if newest else None
    pointer = Step(
        f"point {told}",
        PutParameter(place, f"/lamella/{name}/{target}/stable", PublishedBy(publish.id), before),
        "channel",
        (publish.id, *(step.id for step in grants)),
    )
    return [*upload, publish, *grants, pointer]


def publish_plan() -> Sample:
    """Two places, one layer with two targets of the same name; in Ireland a version is there before."""
    steps = [
        *steps_of_a_version(IRELAND, "data", "python3.12/x86_64", 1, bucket=True),
        *steps_of_a_version(IRELAND, "data", "python3.12/arm64", None, bucket=False),
        *steps_of_a_version(OREGON, "data", "python3.12/x86_64", None, bucket=False),
    ]

    def world() -> FakeWorld:
        made = FakeWorld()
        old = made.put(LayerArn.at(IRELAND, "data"), code_sha256_of("00" * 32), metadata())
        made.parameters[IRELAND, "/lamella/data/python3.12/x86_64/stable"] = str(old)
        return made

    return Sample(Plan(PlanKind.PUBLISH, "prod", (IRELAND, OREGON), tuple(steps), MADE, commit="0a1b"), world)


def one_version_plan() -> Sample:
    """One version with all that follows it."""
    steps = steps_of_a_version(IRELAND, "data", "python3.12/x86_64", None, bucket=True)
    return Sample(Plan(PlanKind.PUBLISH, "prod", (IRELAND,), tuple(steps), MADE), FakeWorld)


def same_content_plan() -> Sample:
    """The content was published before, and another since: only a newer version counts as this Plan's."""
    steps = steps_of_a_version(IRELAND, "data", "python3.12/x86_64", 2, bucket=False)[:1]
    again = steps[0].action
    assert isinstance(again, PublishLayerVersion)

    def world() -> FakeWorld:
        made = FakeWorld()
        layer = LayerArn.at(IRELAND, "data")
        made.put(layer, again.archive.code_sha256, metadata())
        made.put(layer, code_sha256_of("00" * 32), metadata())
        return made

    return Sample(Plan(PlanKind.PUBLISH, "prod", (IRELAND,), tuple(steps), MADE), world)


def share_plan() -> Sample:
    """One grant given, one taken."""
    version = LayerArn.at(IRELAND, "data").version(1)
    gone = RemoveLayerVersionPermission(IRELAND, version, PARTNER.statement_id, PARTNER)
    steps = (
        Step("grant", AddLayerVersionPermission(IRELAND, version, ORGANIZATION), "the file says so"),
        Step("revoke", gone, "not in the file"),
    )

    def world() -> FakeWorld:
        made = FakeWorld()
        there = made.put(LayerArn.at(IRELAND, "data"), code_sha256_of("00" * 32), metadata())
        made.versions[there].grants.add(PARTNER)
        return made

    return Sample(Plan(PlanKind.SHARE, "prod", (IRELAND,), steps, MADE), world)


def clean_plan() -> Sample:
    """Two of three versions go, in two places; a copy of each is kept before."""
    steps: list[Step] = []
    for place in (IRELAND, OREGON):
        for number in (1, 2):
            version = LayerArn.at(place, "data").version(number)
            sha = code_sha256_of(f"0{number}" * 32)
            keep = Step(f"keep {version}", KeepLayerVersion(place, version, sha, 10, "/copies"), "way back")
            delete = Step(f"delete {version}", DeleteLayerVersion(place, version, sha, 10), "old", (keep.id,))
            steps += [keep, delete]

    def world() -> FakeWorld:
        made = FakeWorld()
        for place in (IRELAND, OREGON):
            for number in (1, 2, 3):
                made.put(LayerArn.at(place, "data"), code_sha256_of(f"0{number}" * 32), metadata())
        return made

    return Sample(Plan(PlanKind.CLEAN, "prod", (IRELAND, OREGON), tuple(steps), MADE), world)


SAMPLES: Mapping[str, Callable[[], Sample]] = {
    "publish": publish_plan,
    "one version": one_version_plan,
    "same content": same_content_plan,
    "share": share_plan,
    "clean": clean_plan,
}
