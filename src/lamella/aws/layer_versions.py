"""Publishes and deletes layer versions."""

from typing import TYPE_CHECKING

from lamella.aws.artifacts import verified_bytes
from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.aws.versions import fits, layer_version, layer_versions
from lamella.change.action import DeleteLayerVersion, Direct, FromBucket, PublishLayerVersion
from lamella.change.world import Effect
from lamella.errors import AwsError
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn

if TYPE_CHECKING:
    from types_boto3_lambda.type_defs import LayerVersionContentInputTypeDef


def found_published(clients: Clients, action: PublishLayerVersion) -> Effect | None:
    """See `World.found`: the newest version of this content for this target, above the one the Plan was made with."""
    for version in reversed(_fitting(clients, action)):
        if version.arn.number <= (action.newest or 0):
            return None
        read = layer_version(clients, version.arn)
        if read is not None and read.code_sha256 == action.archive.code_sha256:
            return Effect(read.arn, already=True)
    return None


def published_differs(clients: Clients, action: PublishLayerVersion) -> str | None:
    """See `World.differs`: another version became the newest for this target."""
    fitting = _fitting(clients, action)
    newest = fitting[-1].arn.number if fitting else None
    if newest == action.newest:
        return None
    name = f"{action.layer_name} for {action.target} in {action.place}"
    return f"the newest version of {name} is {newest or 'none'}, it was {action.newest or 'none'}"


def publish(clients: Clients, action: PublishLayerVersion) -> Effect:
    """Publish once, without retries.

    Raises:
        DoubtfulError: The version may be there.
        AwsError: It was refused.
        OSError: The zip cannot be read.
    """
    content: LayerVersionContentInputTypeDef
    match action.content:
        case Direct():
            content = {"ZipFile": verified_bytes(action.archive)}
        case FromBucket(bucket, key, reference):
            content = {"S3Bucket": bucket, "S3Key": key}
            if reference:
                content["S3ObjectStorageMode"] = "REFERENCE"
    metadata = action.metadata
    doing = f"publish {action.layer_name} in {action.place}"
    with translated(Call(doing, "lambda:PublishLayerVersion", changes=True)):
        told = clients.lambda_once(action.place).publish_layer_version(
            LayerName=action.layer_name,
            Content=content,
            Description=metadata.description,
            CompatibleRuntimes=list(metadata.runtimes),  # type: ignore[arg-type] # the stubs' list is older
            CompatibleArchitectures=list(metadata.architectures),  # type: ignore[arg-type]
            **({"LicenseInfo": metadata.license_info} if metadata.license_info else {}),
        )
    arn = LayerVersionArn.parse(told["LayerVersionArn"])
    published = told["Content"].get("CodeSha256")
    if published != action.archive.code_sha256:
        raise AwsError(
            f"{arn} was published with other bytes than {action.archive.path}",
            why=f"CodeSha256 is {published}, the archive has {action.archive.code_sha256}",
            hint="the object in the bucket was replaced: delete the version and the object, then publish again",
        )
    return Effect(arn)


def found_deleted(clients: Clients, action: DeleteLayerVersion) -> Effect | None:
    """See `World.found`."""
    return Effect(already=True) if layer_version(clients, action.version) is None else None


def deleted_differs(clients: Clients, action: DeleteLayerVersion) -> str | None:
    """See `World.differs`: the version holds other bytes than those that were looked at."""
    there = layer_version(clients, action.version)
    if there is None or there.code_sha256 == action.code_sha256:
        return None
    return f"{action.version} has CodeSha256 {there.code_sha256}, it was {action.code_sha256}"


def delete(clients: Clients, action: DeleteLayerVersion) -> Effect:
    """Delete; a version that is gone is fine (AWS answers 204 for it as well).

    Raises:
        AwsError: It was refused.
    """
    doing = f"delete {action.version}"
    with translated(Call(doing, "lambda:DeleteLayerVersion", changes=True)):
        clients.lambda_(action.place).delete_layer_version(
            LayerName=action.version.layer.name, VersionNumber=action.version.number
        )
    return Effect()


def _fitting(clients: Clients, action: PublishLayerVersion) -> list[LayerVersion]:
    metadata = action.metadata
    versions = layer_versions(clients, LayerArn.at(action.place, action.layer_name))
    return [it for it in versions if fits(it, metadata.runtimes, metadata.architectures)]
