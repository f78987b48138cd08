"""CreateAlias and UpdateAlias: what an alias may point to, and with which weights."""

from typing import Any

from lamella.cloud.http.message import Response
from lamella.cloud.shim import guards
from lamella.cloud.shim.call import Call


def create(call: Call) -> Response:
    """CreateAlias.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    _hold(call, str(body.get("Name", "")), str(body.get("FunctionVersion", "")), body)
    return call.forward()


def update(call: Call) -> Response:
    """UpdateAlias: what it does not name stays as it is.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    body = call.body
    name = call.route.parameters["alias"]
    # Two updates of one alias: each is checked against what the other left.
    with call.alone():
        known = call.ministack.alias(call.function.name, name)
        if known is not None:
            version = str(body.get("FunctionVersion") or known["FunctionVersion"])
            routing = body.get("RoutingConfig") if "RoutingConfig" in body else known.get("RoutingConfig")
            _hold(call, name, version, {"RoutingConfig": routing})
        return call.forward()


def _hold(call: Call, name: str, version: str, body: dict[str, Any]) -> None:
    weights = (body.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    arn = call.arn(call.function.name)
    call.latest()
    published = [str(each["Version"]) for each in call.ministack.versions(call.function.name)]
    guards.hold_alias(name, version, weights, published, arn)
