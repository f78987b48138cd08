"""Each Action on the embedded cloud: performed, found, performed again, and what differs when others were there."""

from dataclasses import replace
from pathlib import Path

import pytest

from aws_places import ZipOf, publishing
from clouds import Cloud
from lamella.aws import copies, parameters, versions
from lamella.aws.clients import Clients
from lamella.aws.world import AwsWorld
from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    DeleteLayerVersion,
    FromBucket,
    KeepLayerVersion,
    PublishedBy,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
)
from lamella.errors import AwsError, ChangedError, ConflictError
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Grant
from lamella.model.place import Place

ACCOUNT = Grant("111122223333")


@pytest.fixture(name="world")
def _world(clients: Clients) -> AwsWorld:
    return AwsWorld(clients)


def published(
    world: AwsWorld, place: Place, zip_of: ZipOf, text: str = "a", newest: int | None = None
) -> LayerVersionArn:
    version = world.perform(publishing(place, zip_of(text), newest)).version
    assert version is not None
    return version


def twice(world: AwsWorld, action: Action) -> None:
    assert world.found(action) is None
    assert not world.perform(action).already
    assert world.found(action) is not None
    assert world.perform(action).already


def test_a_version_arrives_as_it_was_meant(world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf) -> None:
    archive = zip_of("a")
    version = published(world, place, zip_of)
    read = versions.layer_version(clients, version)
    assert read is not None
    assert read.code_sha256 == archive.code_sha256
    assert (read.description, read.runtimes, read.architectures, read.license_info, read.code_size_bytes) == (
        "made in a test",
        ("python3.12",),
        ("x86_64",),
        "MIT",
        archive.size_bytes,
    )
    assert read.created_at.tzinfo is not None


def test_what_others_published_is_seen(world: AwsWorld, place: Place, zip_of: ZipOf) -> None:
    first = publishing(place, zip_of("a"))
    assert world.differs(first) is None
    published(world, place, zip_of, "b")
    assert world.differs(first) == f"the newest version of data for python3.12/x86_64 in {place} is 1, it was none"
    assert world.found(first) is None
    published(world, place, zip_of, "a", 1)
    found = world.found(first)
    assert found is not None
    assert found.version == LayerArn.at(place, "data").version(2)
    assert world.found(replace(first, newest=2)) is None


def test_other_runtimes_do_not_count(world: AwsWorld, place: Place, zip_of: ZipOf) -> None:
    published(world, place, zip_of)
    other = publishing(place, zip_of("a"))
    other = replace(other, metadata=replace(other.metadata, runtimes=("python3.13",)))
    assert world.differs(other) is None
    assert world.found(other) is None


def test_a_zip_that_changed_since_is_not_published(
    world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf
) -> None:
    archive = zip_of("a")
    archive.path.write_bytes(zip_of("b").path.read_bytes())
    with pytest.raises(ChangedError):
        world.perform(publishing(place, archive))
    archive.path.unlink()
    with pytest.raises(ChangedError, match="is not the archive of the plan"):
        world.perform(publishing(place, archive))
    assert versions.layer_versions(clients, LayerArn.at(place, "data")) == ()


def test_through_a_bucket(world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf) -> None:
    bucket, archive = f"artefacts-{place.account}", zip_of("a")
    clients.s3(place).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    key = f"layers/{archive.sha256}.zip"
    twice(world, PutObject(place, bucket, key, archive))
    from_bucket = replace(publishing(place, archive), content=FromBucket(bucket, key))
    assert world.perform(from_bucket).version == LayerArn.at(place, "data").version(1)


def test_a_replaced_object_is_noticed(world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf) -> None:
    bucket, archive = f"artefacts-{place.account}", zip_of("a")
    clients.s3(place).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    clients.s3(place).put_object(Bucket=bucket, Key="k", Body=zip_of("b").path.read_bytes())
    with pytest.raises(AwsError, match="was published with other bytes"):
        world.perform(replace(publishing(place, archive), content=FromBucket(bucket, "k")))


@pytest.mark.parametrize("grant", [ACCOUNT, Grant("*", "o-abcdefghij"), Grant("*")], ids=str)
def test_grants_come_and_go(world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf, grant: Grant) -> None:
    version = published(world, place, zip_of)
    other = AddLayerVersionPermission(place, version, Grant("999988887777"))
    world.perform(other)
    twice(world, AddLayerVersionPermission(place, version, grant))
    assert {it.grant for it in versions.statements(clients, version)} == {grant, other.grant}
    removal = RemoveLayerVersionPermission(place, version, grant.statement_id, grant)
    assert world.differs(removal) is None
    twice(world, removal)
    assert [it.grant for it in versions.statements(clients, version)] == [other.grant]


def test_a_statement_of_the_same_id_that_gives_something_else(
    world: AwsWorld, cloud: Cloud, place: Place, zip_of: ZipOf
) -> None:
    version = published(world, place, zip_of)
    cloud.client("lambda", place.account).add_layer_version_permission(
        LayerName="data",
        VersionNumber=1,
        StatementId=ACCOUNT.statement_id,
        Action="lambda:GetLayerVersion",
        Principal="999988887777",
    )
    action = AddLayerVersionPermission(place, version, ACCOUNT)
    assert "gives a right to account 999988887777" in str(world.differs(action))
    with pytest.raises(ConflictError):
        world.perform(action)
    removal = RemoveLayerVersionPermission(place, version, ACCOUNT.statement_id, ACCOUNT)
    assert "it was to account 111122223333" in str(world.differs(removal))


def test_a_reference_to_a_version_that_is_not_there_yet_differs_from_nothing(world: AwsWorld, place: Place) -> None:
    assert world.differs(AddLayerVersionPermission(place, PublishedBy("step"), ACCOUNT)) is None


def test_parameters(world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf) -> None:
    name, version = "/lamella/data/python3.12/x86_64/stable", published(world, place, zip_of)
    action = PutParameter(place, name, version, None)
    assert world.differs(action) is None
    twice(world, action)
    assert world.differs(action) is None
    assert parameters.parameters_below(clients, place, "/lamella/") == {name: str(version)}
    clients.ssm(place).put_parameter(Name=name, Value="other", Type="String", Overwrite=True)
    assert world.differs(action) == f"parameter {name} is other, it was not there"
    with pytest.raises(ConflictError):
        world.perform(action)
    world.perform(replace(action, before="other"))
    assert parameters.get_parameter(clients, place, name) == str(version)


@pytest.mark.parametrize("in_bucket", [False, True], ids=["folder", "bucket"])
def test_copies_and_deletion(
    world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf, tmp_path: Path, *, in_bucket: bool
) -> None:
    archive, version, bucket = zip_of("a"), published(world, place, zip_of), f"copies-{place.account}"
    clients.s3(place).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    world.perform(AddLayerVersionPermission(place, version, ACCOUNT))
    destination = f"s3://{bucket}/kept" if in_bucket else str(tmp_path / "kept")
    assert copies.read_kept(clients, destination, version, tmp_path / "back.zip") is None
    twice(world, KeepLayerVersion(place, version, archive.code_sha256, archive.size_bytes, destination))
    deletion = DeleteLayerVersion(place, version, archive.code_sha256, archive.size_bytes)
    assert world.differs(replace(deletion, code_sha256="other"))
    assert world.differs(deletion) is None
    world.perform(deletion)
    assert world.found(deletion) is not None
    world.perform(deletion)
    kept = copies.read_kept(clients, destination, version, tmp_path / "back.zip")
    assert kept is not None
    assert (kept.metadata.description, kept.statements[0].grant) == ("made in a test", ACCOUNT)
    assert (tmp_path / "back.zip").read_bytes() == archive.path.read_bytes()


def test_a_damaged_copy_is_not_given_back(
    world: AwsWorld, clients: Clients, place: Place, zip_of: ZipOf, tmp_path: Path
) -> None:
    archive, version = zip_of("a"), published(world, place, zip_of)
    action = KeepLayerVersion(place, version, archive.code_sha256, archive.size_bytes, str(tmp_path / "kept"))
    world.perform(action)
    (kept_zip,) = (tmp_path / "kept").rglob("layer.zip")
    kept_zip.write_bytes(b"damaged")
    assert world.found(action) is None
    with pytest.raises(AwsError, match="is damaged"):
        copies.read_kept(clients, str(tmp_path / "kept"), version, tmp_path / "back.zip")
    assert not (tmp_path / "back.zip").exists()
    kept_zip.unlink()
    assert copies.read_kept(clients, str(tmp_path / "kept"), version, tmp_path / "back.zip") is None


def test_a_copy_of_a_version_that_is_gone(world: AwsWorld, place: Place, tmp_path: Path) -> None:
    gone = LayerArn.at(place, "data").version(7)
    with pytest.raises(ChangedError, match="is gone"):
        world.perform(KeepLayerVersion(place, gone, "x" * 43 + "=", 1, str(tmp_path)))
