"""ListFunctions, ListVersionsByFunction and ListAliases as Lambda pages and fills them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from lamella.cloud.http.message import Request, Response, without
from lamella.cloud.shim.answers import decoded, invalid, result
from lamella.cloud.shim.call import Call
from lamella.cloud.shim.ministack import Ministack
from lamella.cloud.shim.names import LATEST
from lamella.cloud.shim.shown import shown

_MOST = 50
_BETWEEN = "\n"
# Lambda's API reference, ListFunctions: these fields are not returned.
_NOT_LISTED = frozenset({
    "State", "StateReason", "StateReasonCode", "LastUpdateStatus", "LastUpdateStatusReason",
    "LastUpdateStatusReasonCode", "RuntimeVersionConfig",
})  # fmt: skip


def functions(call: Call) -> Response:
    """ListFunctions: `FunctionVersion=ALL` gives every version; states are not listed.

    Raises:
        RefusedRequestError: Another `FunctionVersion` is asked for.
    """
    wanted = call.request.parameter("FunctionVersion")
    if wanted is None:
        answer = call.forward()
        found = decoded(answer)
        found["Functions"] = [_as_listed(each) for each in found.get("Functions", ())]
        return _with(answer, found)
    if wanted != "ALL":
        invalid(f"Value '{wanted}' at 'functionVersion' failed to satisfy constraint: Member must be ALL")
    # ministack's own answer first: it alone knows whether the caller may list functions.
    answer = call.ministack.upstream.send(call.request)
    if answer.status != 200:
        return answer
    most = most_of(call.request)
    every = _every_version(call.ministack, call.request.parameter("Marker") or "")
    page = list(islice(every, most + 1))
    body: dict[str, Any] = {"Functions": [_as_listed(each) for each in page[:most]]}
    if len(page) > most:
        last = page[most - 1]
        body["NextMarker"] = f"{last['FunctionName']}{_BETWEEN}{last['Version']}"
    return _with(answer, body)


def versions(call: Call) -> Response:
    """ListVersionsByFunction: $LATEST has its qualifier in its ARN (recorded), and no states are listed."""
    answer = call.forward()
    found = decoded(answer)
    if answer.status != 200:
        return answer
    found["Versions"] = [_qualified(_as_listed(each)) for each in found.get("Versions", ())]
    return _with(answer, found)


def aliases(call: Call) -> Response:
    """ListAliases: `FunctionVersion` filters, by either side of a weighted alias (the additional one: unverified)."""
    wanted = call.request.parameter("FunctionVersion")
    answer = call.forward()
    if wanted is None or answer.status != 200:
        return answer
    marker, most = call.request.parameter("Marker") or "", most_of(call.request)
    found = sorted(
        (each for each in call.ministack.aliases(call.function.name) if wanted in _targets(each)),
        key=lambda each: str(each["Name"]),
    )
    after = [each for each in found if str(each["Name"]) > marker]
    body: dict[str, Any] = {"Aliases": after[:most]}
    if len(after) > most:
        body["NextMarker"] = after[most - 1]["Name"]
    return result(body)


def provisioned(call: Call) -> Response:
    """ListProvisionedConcurrencyConfigs: of each alias and version, in one page.

    Raises:
        RefusedRequestError: There is no such function.
    """
    call.latest()
    name = call.function.name
    qualifiers = [str(alias["Name"]) for alias in call.ministack.aliases(name)]
    qualifiers += [str(version["Version"]) for version in call.ministack.versions(name)]
    found = (
        (qualifier, call.ministack.provisioned(name, qualifier)) for qualifier in qualifiers if qualifier != LATEST
    )
    return result(
        {
            "ProvisionedConcurrencyConfigs": [
                config | {"FunctionArn": call.arn(name, qualifier)} for qualifier, config in found if config
            ]
        }
    )


def no_signing() -> Response:
    """ListCodeSigningConfigs: there are none here."""
    return result({"CodeSigningConfigs": []})


def most_of(request: Request) -> int:
    """Return how many items a page may have: `MaxItems`, at most 50.

    Raises:
        RefusedRequestError: It is no number from 1 on.
    """
    text = request.parameter("MaxItems") or str(_MOST)
    if not text.isdigit() or not int(text):
        invalid(f"Value '{text}' at 'maxItems' failed to satisfy constraint: Member must be between 1 and 10000")
    return min(int(text), _MOST)


def _every_version(ministack: Ministack, marker: str) -> Iterator[dict[str, Any]]:
    name, _, version = marker.partition(_BETWEEN)
    if name:
        yield from map(_qualified, ministack.versions(name, version))
    for function in ministack.functions(name):
        yield from map(_qualified, ministack.versions(str(function["FunctionName"])))


def _targets(alias: Mapping[str, Any]) -> set[str]:
    weights = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    return {str(alias.get("FunctionVersion")), *weights}


def _as_listed(configuration: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown(configuration).items() if key not in _NOT_LISTED}


def _qualified(configuration: dict[str, Any]) -> dict[str, Any]:
    arn = str(configuration.get("FunctionArn", ""))
    if configuration.get("Version") == LATEST and not arn.endswith(LATEST):
        return configuration | {"FunctionArn": f"{arn}:{LATEST}"}
    return configuration


def _with(answer: Response, body: object) -> Response:
    if answer.status != 200:
        return answer
    return replace(
        answer, headers=without(answer.headers, "Content-Length", "Content-Encoding"), body=json.dumps(body).encode()
    )
