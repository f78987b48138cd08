"""Reads layer versions and their policies."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import AwsError, NotFoundError
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn, layer_versions_in
from lamella.model.grant import Statement
from lamella.model.place import Place

_PAGE = 50
_ROOT = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")
_ACTION = "lambda:GetLayerVersion"
# AWS's own word; a 404 of a proxy or gateway says nothing of what is there.
_NOT_THERE = "ResourceNotFoundException"


def layer_names(clients: Clients, place: Place) -> tuple[str, ...]:
    """Return the names of the layers that have a version, sorted (ListLayers).

    Raises:
        AwsError: They could not be read.
    """
    with translated(Call(f"list the layers of {place}", "lambda:ListLayers")):
        pages = clients.lambda_(place).get_paginator("list_layers").paginate(PaginationConfig={"PageSize": _PAGE})
        return tuple(sorted({it["LayerName"] for page in pages for it in page["Layers"]}))


def layer_versions(clients: Clients, layer: LayerArn) -> tuple[LayerVersion, ...]:
    """Return every version, lowest number first, without digests (ListLayerVersions); none for an unknown layer.

    Raises:
        AwsError: They could not be read.
    """
    # AWS answers an unknown layer with an empty list; emulators may answer 404.
    try:
        with translated(Call(f"list the versions of {layer.name} in {layer.place}", "lambda:ListLayerVersions")):
            pages = (
                clients.lambda_(layer.place)
                .get_paginator("list_layer_versions")
                .paginate(LayerName=layer.name, PaginationConfig={"PageSize": _PAGE})
            )
            found = [_listed(layer, it) for page in pages for it in page["LayerVersions"]]
    except NotFoundError as error:
        if error.code != _NOT_THERE:
            raise
        return ()
    return tuple(sorted(found, key=lambda it: it.arn.number))


def layer_version(clients: Clients, arn: LayerVersionArn) -> LayerVersion | None:
    """Return a version with its digest and size (GetLayerVersion); `None` when it is not there.

    Raises:
        AwsError: It could not be read.
    """
    found = located(clients, arn)
    return found[0] if found else None


def located(clients: Clients, arn: LayerVersionArn) -> tuple[LayerVersion, str] | None:
    """Return a version as `layer_version` does, and the address of its zip, which is valid for 10 minutes.

    Raises:
        AwsError: It could not be read.
    """
    try:
        with translated(Call(f"read {arn}", "lambda:GetLayerVersion")):
            told = clients.lambda_(arn.place).get_layer_version(LayerName=arn.layer.name, VersionNumber=arn.number)
    except NotFoundError as error:
        if error.code != _NOT_THERE:
            raise
        return None
    content = told["Content"]
    version = LayerVersion(
        arn,
        _moment(told["CreatedDate"]),
        told.get("Description", ""),
        told.get("LicenseInfo", ""),
        tuple(told.get("CompatibleRuntimes", ())),
        tuple(told.get("CompatibleArchitectures", ())),
        content["CodeSha256"],
        content["CodeSize"],
    )
    return version, content["Location"]


def newest(
    clients: Clients, layer: LayerArn, runtimes: Sequence[str], architectures: Sequence[str]
) -> LayerVersion | None:
    """Return the highest version with exactly these runtimes and architectures (in any order), with its digest.

    Raises:
        AwsError: It could not be read.
    """
    fitting = [it for it in layer_versions(clients, layer) if fits(it, runtimes, architectures)]
    return layer_version(clients, fitting[-1].arn) if fitting else None


def fits(version: LayerVersion, runtimes: Sequence[str], architectures: Sequence[str]) -> bool:
    """Whether a version is for exactly these runtimes and architectures."""
    return version.made_for == (frozenset(runtimes), frozenset(architectures))


def statements(clients: Clients, arn: LayerVersionArn) -> tuple[Statement, ...]:
    """Return the statements of a version's policy; none when it has no policy, or is not there.

    Raises:
        AwsError: They could not be read.
    """
    return policy(clients, arn)[0]


def policy(clients: Clients, arn: LayerVersionArn) -> tuple[tuple[Statement, ...], str | None]:
    """Return the statements of a version's policy and its RevisionId; none and `None` when it has no policy.

    Raises:
        AwsError: They could not be read.
    """
    try:
        with translated(Call(f"read the policy of {arn}", "lambda:GetLayerVersionPolicy")):
            told = clients.lambda_(arn.place).get_layer_version_policy(
                LayerName=arn.layer.name, VersionNumber=arn.number
            )
    except NotFoundError as error:
        if error.code != _NOT_THERE:
            raise
        return (), None
    try:
        written = json.loads(told["Policy"])["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise AwsError(f"the policy of {arn} is not one that IAM writes", why=str(error)) from error
    listed = [written] if isinstance(written, dict) else written
    return tuple(_statement(it) for it in listed), told.get("RevisionId")


def _listed(layer: LayerArn, told: Any) -> LayerVersion:  # noqa: ANN401 - a TypedDict of the stubs
    arn = layer.version(told["Version"])
    if layer_versions_in(told["LayerVersionArn"]) != (arn,):
        # Functions name a version by AWS's ARN: under another one its users would not be found.
        raise AwsError(
            f"the versions of {layer.name} in {layer.place} are not those that were asked for",
            why=f"AWS lists {told['LayerVersionArn']} instead of {arn}",
            hint="check credentials, roles and --endpoint-url: they lead to another account or Region",
        )
    return LayerVersion(
        arn,
        _moment(told["CreatedDate"]),
        told.get("Description", ""),
        told.get("LicenseInfo", ""),
        tuple(told.get("CompatibleRuntimes", ())),
        tuple(told.get("CompatibleArchitectures", ())),
    )


def _moment(text: str) -> datetime:
    """Read `2026-11-25T02:08:26.000+0000`."""
    return datetime.fromisoformat(text)


def _statement(written: Mapping[str, Any]) -> Statement:
    principal, organization, other = _principal(written.get("Principal")), None, []
    if written.get("Action") != _ACTION:
        other.append(f"action {written.get('Action')}")
    if written.get("Effect", "Allow") != "Allow":
        other.append(f"effect {written['Effect']}")
    for operator, keys in written.get("Condition", {}).items():
        for key, value in keys.items():
            if (operator, key) == ("StringEquals", "aws:PrincipalOrgID") and isinstance(value, str):
                organization = value
            else:
                other.append(f"condition {operator} {key} {value}")
    return Statement(str(written.get("Sid", "")), principal, organization, ", ".join(other))


def _principal(written: object) -> str:
    if isinstance(written, dict):
        written = written.get("AWS", written)
    text = written if isinstance(written, str) else json.dumps(written, sort_keys=True)
    root = _ROOT.fullmatch(text)
    return root[1] if root else text
