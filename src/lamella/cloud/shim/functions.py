"""Functions and their versions: CreateFunction, updates, PublishVersion, GetFunction."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lamella.cloud.http.message import Request, Response, without
from lamella.cloud.shim import guards
from lamella.cloud.shim.answers import RefusedRequestError, decoded, invalid, result
from lamella.cloud.shim.call import Call, succeeded
from lamella.cloud.shim.names import LATEST, layer_version_name
from lamella.cloud.shim.shown import revision, shown
from lamella.model.digests import sha256_of

CODE_PATH = "/_lamella/code/"


def create(call: Call) -> Response:
    """CreateFunction: layers, runtime, variables and code are checked; layers are kept.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    code = body.get("Code") or {}
    _hold_code(call, code)
    guards.hold_runtime(body.get("Runtime"))
    guards.hold_environment(body.get("Environment"))
    layers = _hold_layers(call, body)
    answer = call.forward()
    if succeeded(answer):
        call.keep_layers(layers)
        if body.get("Publish"):
            call.keep_code(str(decoded(answer).get("FunctionName", "")))
    return settled(answer)


def update_code(call: Call) -> Response:
    """UpdateFunctionCode: not while an update is in progress; `DryRun` changes nothing.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    _hold_code(call, body)
    with call.alone():
        latest = call.latest()
        guards.hold_settled(latest)
        request = _translated(call, body, latest)
        if body.get("DryRun"):
            return result(shown(latest))
        answer = call.ministack.upstream.send(request)
        if body.get("Publish") and succeeded(answer):
            call.keep_code(call.function.name)
    return settled(answer)


def update_configuration(call: Call) -> Response:
    """UpdateFunctionConfiguration: not while an update is in progress; layers are checked and kept.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    guards.hold_runtime(body.get("Runtime"))
    guards.hold_environment(body.get("Environment"))
    with call.alone():
        latest = call.latest()
        guards.hold_settled(latest)
        request = _translated(call, body, latest)
        layers = _hold_layers(call, body)
        answer = call.ministack.upstream.send(request)
    if succeeded(answer):
        call.keep_layers(layers)
    return settled(answer)


def publish_version(call: Call) -> Response:
    """PublishVersion: not while an update is in progress; `RevisionId` and `CodeSha256` are checked; code is kept.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    with call.alone():
        latest = call.latest()
        guards.hold_settled(latest)
        _hold_revision(body, latest)
        _hold_digest(body, latest)
        call.keep_code(call.function.name)
        return settled(call.forward())


def get(call: Call) -> Response:
    """GetFunction: a published version's code is that version's, not $LATEST's."""
    answer = settled(call.forward())
    found = decoded(answer)
    configuration = found.get("Configuration", {})
    if answer.status != 200 or configuration.get("Version", LATEST) == LATEST or not configuration.get("CodeSha256"):
        return answer
    if call.zips.held(configuration["CodeSha256"]) is None:
        return answer
    address = f"{call.ministack.upstream.public_endpoint}{CODE_PATH}{sha256_of(configuration['CodeSha256'])}"
    found["Code"]["Location"] = address
    return _with(answer, found)


def get_signing(call: Call) -> Response:
    """GetFunctionCodeSigningConfig: no function here has one, and there is no function that is not there.

    Raises:
        RefusedRequestError: There is no such function.
    """
    call.latest()
    return result({"FunctionName": call.function.name, "CodeSigningConfigArn": ""})


def settled(answer: Response) -> Response:
    """Return an answer with functions as Lambda would show them."""
    found = decoded(answer)
    if not 200 <= answer.status < 300 or not found:
        return answer
    if "Configuration" in found:
        found["Configuration"] = shown(found["Configuration"])
    return _with(answer, shown(found))


def _with(answer: Response, body: object) -> Response:
    headers = without(answer.headers, "Content-Length", "Content-Encoding")
    return replace(answer, headers=headers, body=json.dumps(body).encode())


def _hold_code(call: Call, code: Mapping[str, Any]) -> None:
    guards.hold_source(code)
    guards.hold_size(len(call.request.body), code.get("ZipFile"), call.route.name)
    if code.get("S3Bucket") and code.get("S3Key"):
        version = str(code.get("S3ObjectVersion") or "")
        guards.hold_object(*call.ministack.object_status(str(code["S3Bucket"]), str(code["S3Key"]), version))


def _hold_layers(call: Call, body: Mapping[str, Any]) -> list[str]:
    arns = [str(arn) for arn in body.get("Layers") or ()]
    guards.hold_layers(arns)
    for arn in arns:
        foreign = layer_version_name(arn).account != call.ministack.account
        if foreign and call.ministack.layer_version(arn) is None:
            raise guards.layer_denied(call.ministack.account, arn)
    return arns


def _translated(call: Call, body: Mapping[str, Any], latest: Mapping[str, Any]) -> Request:
    """Return the request with ministack's own revision in the place of the one that was shown."""
    if not body.get("RevisionId"):
        return call.request
    _hold_revision(body, latest)
    own = dict(body) | {"RevisionId": latest["RevisionId"]}
    return call.request.with_body(json.dumps(own).encode())


def _hold_revision(body: Mapping[str, Any], latest: Mapping[str, Any]) -> None:
    wanted = body.get("RevisionId")
    if wanted and wanted != revision(latest):
        words = (
            "The RevisionId provided does not match the latest RevisionId for the Lambda function or alias. "
            "Call the GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource."
        )
        raise RefusedRequestError(412, "PreconditionFailedException", words)


def _hold_digest(body: Mapping[str, Any], latest: Mapping[str, Any]) -> None:
    digest, current = body.get("CodeSha256"), latest.get("CodeSha256")
    if digest and digest != current:
        invalid(
            f"CodeSHA256 ({digest}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with "
            "the CodeSHA256 in $LATEST."
        )
