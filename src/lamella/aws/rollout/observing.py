"""Reads what planning a rollout needs to know of functions."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from hashlib import sha256
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.aws.functions import aliases_of, function_versions
from lamella.aws.rollout.told import NOT_THERE, layers_in, read
from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.observed import Configuration, ObservedAlias, ObservedFunction
from lamella.errors import AwsError, NotFoundError
from lamella.fleet.fleet import LATEST, Alias, Gap
from lamella.model.arn import LayerArn
from lamella.model.place import Place

# What a published version does not take from $LATEST, and what changes without anybody changing it.
_NOT_CONTENT = frozenset(
    {
        "FunctionName",
        "FunctionArn",
        "Version",
        "Description",
        "LastModified",
        "RevisionId",
        "CodeSha256",
        "CodeSize",
        "Layers",
        "MasterArn",
        "State",
        "StateReason",
        "StateReasonCode",
        "LastUpdateStatus",
        "LastUpdateStatusReason",
        "LastUpdateStatusReasonCode",
        "RuntimeVersionConfig",
        "ConfigSha256",
    }
)


def users_of(clients: Clients, place: Place, layer: LayerArn) -> tuple[str, ...]:
    """Return the functions of a place that list any version of a layer, in $LATEST or in a published version; sorted.

    Raises:
        AwsError: They could not be listed.
    """
    found = function_versions(clients, place)
    return tuple(sorted({it.name for it in found if any(version.layer == layer for version in it.layers)}))


def observe(
    clients: Clients, place: Place, names: Sequence[str], executor: Executor
) -> tuple[tuple[ObservedFunction, ...], tuple[Gap, ...]]:
    """Return functions with the versions that their aliases serve, in the order of `names`.

    Those that are gone are left out. Two calls a function, one more for each version that an alias serves, and one for
    functions with aliases. What could not be read is a Gap.
    """
    signing, gaps = _signing(clients, place)
    reads = [(name, executor.submit(_observed, clients, FunctionRef(place, name), signing)) for name in names]
    found: list[ObservedFunction] = []
    for name, reading in reads:
        try:
            observed = reading.result()
        except AwsError as error:
            gaps.append(Gap(place, f"function {name}", error.in_one_line))
        else:
            found += [] if observed is None else [observed]
    return tuple(found), tuple(gaps)


def _observed(clients: Clients, ref: FunctionRef, signing: Mapping[str, str]) -> ObservedFunction | None:
    try:
        told = read(clients, ref)
        aliases = aliases_of(clients, ref.place, ref.name)
        provisioned = _provisioned(clients, ref) if aliases else {}
        served = sorted({version for alias in aliases for version in (alias.version, *alias.weights)} - {LATEST})
        signed_by = signing.get(ref.arn, "")
        versions = {
            version: _configuration(read(clients, ref, version).configuration, version, signed_by) for version in served
        }
    except NotFoundError as error:
        if error.code != NOT_THERE:
            raise
        return None
    names = {alias.name for alias in aliases}
    return ObservedFunction(
        ref,
        _configuration(told.configuration, LATEST, signed_by),
        versions,
        tuple(_alias(alias, provisioned) for alias in aliases),
        dict(told.tags),
        frozenset(qualifier for qualifier in provisioned if qualifier not in names),
    )


def _alias(alias: Alias, provisioned: Mapping[str, int]) -> ObservedAlias:
    return ObservedAlias(alias.name, alias.version, dict(alias.weights), provisioned.get(alias.name, 0))


def _configuration(told: Mapping[str, Any], version: str, signed_by: str) -> Configuration:
    layers = told.get("Layers") or ()
    return Configuration(
        version,
        layers_in(told),
        told.get("CodeSha256", ""),
        content_of(told, version),
        told.get("Runtime", ""),
        (told.get("Architectures") or ["x86_64"])[0],
        told.get("CodeSize", 0),
        tuple(layer.get("CodeSize", 0) for layer in layers),
        told.get("State", ""),
        told.get("LastUpdateStatus", ""),
        (told.get("SnapStart") or {}).get("ApplyOn") == "PublishedVersions",
        signed_by,
        told.get("PackageType") == "Image",
    )


def content_of(told: Mapping[str, Any], version: str) -> str:
    """Return the digest of all that PublishVersion freezes beside code and layers; see `Configuration.content`.

    A setting that this lamella does not know counts; an environment that could not be decrypted is equal to none.
    """
    content = {key: value for key, value in told.items() if key not in _NOT_CONTENT and value not in (None, "", [], {})}
    if "SnapStart" in content:
        content["SnapStart"] = content["SnapStart"].get("ApplyOn")
    if (content.get("Environment") or {}).get("Error"):
        content["unread environment of"] = version
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _provisioned(clients: Clients, ref: FunctionRef) -> Mapping[str, int]:
    """Return provisioned concurrency by alias or version."""
    doing = f"list the provisioned concurrency of {ref}"
    with translated(Call(doing, "lambda:ListProvisionedConcurrencyConfigs")):
        pages = (
            clients.lambda_(ref.place)
            .get_paginator("list_provisioned_concurrency_configs")
            .paginate(FunctionName=ref.name)
        )
        told = [it for page in pages for it in page["ProvisionedConcurrencyConfigs"]]
    return {it["FunctionArn"].rpartition(":")[2]: it.get("RequestedProvisionedConcurrentExecutions", 0) for it in told}


def _signing(clients: Clients, place: Place) -> tuple[Mapping[str, str], list[Gap]]:
    """Return the code signing configuration of each function that has one, by the function's ARN."""
    found: dict[str, str] = {}
    try:
        with translated(Call(f"list code signing configurations of {place}", "lambda:ListCodeSigningConfigs")):
            client = clients.lambda_(place)
            pages = client.get_paginator("list_code_signing_configs").paginate()
            arns = [it["CodeSigningConfigArn"] for page in pages for it in page["CodeSigningConfigs"]]
        for arn in arns:
            doing = f"list the functions of {arn}"
            with translated(Call(doing, "lambda:ListFunctionsByCodeSigningConfig")):
                listed = client.get_paginator("list_functions_by_code_signing_config").paginate(
                    CodeSigningConfigArn=arn
                )
                found |= {function: arn for page in listed for function in page["FunctionArns"]}
    except AwsError as error:
        return {}, [Gap(place, "code signing configurations", error.in_one_line)]
    return found, []
