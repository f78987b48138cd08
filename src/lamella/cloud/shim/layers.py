"""PublishLayerVersion, GetLayerVersion and GetLayerVersionByArn."""

from lamella.cloud.http.message import Response
from lamella.cloud.shim import guards
from lamella.cloud.shim.answers import decoded
from lamella.cloud.shim.call import Call


def publish(call: Call) -> Response:
    """PublishLayerVersion: name, metadata, size and the object in S3 are checked.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    content = body.get("Content") or {}
    guards.hold_source(content)
    guards.hold_size(len(call.request.body), content.get("ZipFile"), call.route.name)
    guards.hold_layer_metadata(call.route.parameters["layer"], body)
    if content.get("S3Bucket") and content.get("S3Key"):
        version = str(content.get("S3ObjectVersion") or "")
        guards.hold_object(*call.ministack.object_status(str(content["S3Bucket"]), str(content["S3Key"]), version))
    return call.forward()


def get(call: Call) -> Response:
    """GetLayerVersion and GetLayerVersionByArn: another account's unknown version is denied, not empty.

    Raises:
        RefusedRequestError: ministack made one up.
    """
    answer = call.forward()
    found = decoded(answer)
    if answer.status == 200 and not found.get("Content", {}).get("CodeSha256"):
        raise guards.layer_denied(call.ministack.account, str(found.get("LayerVersionArn", "")))
    return answer
