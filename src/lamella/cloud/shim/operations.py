"""Which of Lambda's operations a request is, and whether the embedded cloud has it.

Paths are those of botocore's service model of Lambda (1.44). What is not in the table is not Lambda's as far as the
shim knows; whatever the table does not mark as served is refused, since ministack would answer something friendly.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lamella.cloud.http.message import Request
from lamella.cloud.shim.known import served


class Operation(StrEnum):
    """Operations that the shim does something about, by Lambda's names."""

    CREATE_FUNCTION = "CreateFunction"
    UPDATE_FUNCTION_CODE = "UpdateFunctionCode"
    UPDATE_FUNCTION_CONFIGURATION = "UpdateFunctionConfiguration"
    GET_FUNCTION = "GetFunction"
    GET_FUNCTION_CONFIGURATION = "GetFunctionConfiguration"
    LIST_FUNCTIONS = "ListFunctions"
    LIST_VERSIONS_BY_FUNCTION = "ListVersionsByFunction"
    PUBLISH_VERSION = "PublishVersion"
    CREATE_ALIAS = "CreateAlias"
    UPDATE_ALIAS = "UpdateAlias"
    LIST_ALIASES = "ListAliases"
    INVOKE = "Invoke"
    PUBLISH_LAYER_VERSION = "PublishLayerVersion"
    GET_LAYER_VERSION_BY_ARN = "GetLayerVersionByArn"
    GET_LAYER_VERSION = "GetLayerVersion"
    GET_FUNCTION_CODE_SIGNING_CONFIG = "GetFunctionCodeSigningConfig"
    LIST_CODE_SIGNING_CONFIGS = "ListCodeSigningConfigs"
    LIST_PROVISIONED_CONCURRENCY_CONFIGS = "ListProvisionedConcurrencyConfigs"
    OTHER = "another operation, which ministack serves"
    UNSERVED = "an operation that nothing serves"


@dataclass(frozen=True, slots=True)
class Route:
    """A request of Lambda's API.

    Attributes:
        operation: See there.
        name: The operation's own name; of an unknown one, method and path.
        parameters: From the path, decoded: `function`, `layer`, `version`, `alias`.
    """

    operation: Operation
    name: str
    parameters: Mapping[str, str]


_F = r"/functions/(?P<function>[^/]+)"
_L = r"/layers/(?P<layer>[^/]+)/versions"
_TABLE = (
    ("POST", "2015-03-31", "/functions", "CreateFunction"),
    ("GET", "2015-03-31", "/functions", "ListFunctions"),
    ("GET", "2015-03-31", _F, "GetFunction"),
    ("DELETE", "2015-03-31", _F, "DeleteFunction"),
    ("PUT", "2015-03-31", _F + "/code", "UpdateFunctionCode"),
    ("GET", "2015-03-31", _F + "/configuration", "GetFunctionConfiguration"),
    ("PUT", "2015-03-31", _F + "/configuration", "UpdateFunctionConfiguration"),
    ("POST", "2015-03-31", _F + "/versions", "PublishVersion"),
    ("GET", "2015-03-31", _F + "/versions", "ListVersionsByFunction"),
    ("POST", "2015-03-31", _F + "/aliases", "CreateAlias"),
    ("GET", "2015-03-31", _F + "/aliases", "ListAliases"),
    ("GET", "2015-03-31", _F + "/aliases/(?P<alias>[^/]+)", "GetAlias"),
    ("PUT", "2015-03-31", _F + "/aliases/(?P<alias>[^/]+)", "UpdateAlias"),
    ("DELETE", "2015-03-31", _F + "/aliases/(?P<alias>[^/]+)", "DeleteAlias"),
    ("POST", "2015-03-31", _F + "/invocations", "Invoke"),
    ("POST", "2014-11-13", _F + "/invoke-async", "InvokeAsync"),
    ("POST", "2021-11-15", _F + "/response-streaming-invocations", "InvokeWithResponseStream"),
    ("POST", "2015-03-31", _F + "/policy", "AddPermission"),
    ("GET", "2015-03-31", _F + "/policy", "GetPolicy"),
    ("DELETE", "2015-03-31", _F + "/policy/[^/]+", "RemovePermission"),
    ("PUT", "2017-10-31", _F + "/concurrency", "PutFunctionConcurrency"),
    ("GET", "2019-09-30", _F + "/concurrency", "GetFunctionConcurrency"),
    ("DELETE", "2017-10-31", _F + "/concurrency", "DeleteFunctionConcurrency"),
    ("PUT", "2019-09-30", _F + "/provisioned-concurrency", "PutProvisionedConcurrencyConfig"),
    ("GET", "2019-09-30", _F + "/provisioned-concurrency", "GetProvisionedConcurrencyConfig"),
    ("DELETE", "2019-09-30", _F + "/provisioned-concurrency", "DeleteProvisionedConcurrencyConfig"),
    ("PUT", "2019-09-25", _F + "/event-invoke-config", "PutFunctionEventInvokeConfig"),
    ("POST", "2019-09-25", _F + "/event-invoke-config", "UpdateFunctionEventInvokeConfig"),
    ("GET", "2019-09-25", _F + "/event-invoke-config", "GetFunctionEventInvokeConfig"),
    ("DELETE", "2019-09-25", _F + "/event-invoke-config", "DeleteFunctionEventInvokeConfig"),
    ("GET", "2019-09-25", _F + "/event-invoke-config/list", "ListFunctionEventInvokeConfigs"),
    ("PUT", "2024-08-31", _F + "/recursion-config", "PutFunctionRecursionConfig"),
    ("GET", "2024-08-31", _F + "/recursion-config", "GetFunctionRecursionConfig"),
    ("POST", "2021-10-31", _F + "/url", "CreateFunctionUrlConfig"),
    ("GET", "2021-10-31", _F + "/url", "GetFunctionUrlConfig"),
    ("PUT", "2021-10-31", _F + "/url", "UpdateFunctionUrlConfig"),
    ("DELETE", "2021-10-31", _F + "/url", "DeleteFunctionUrlConfig"),
    ("GET", "2021-10-31", _F + "/urls", "ListFunctionUrlConfigs"),
    ("GET", "2021-07-20", _F + "/runtime-management-config", "GetRuntimeManagementConfig"),
    ("PUT", "2021-07-20", _F + "/runtime-management-config", "PutRuntimeManagementConfig"),
    ("GET", "2025-11-30", _F + "/function-scaling-config", "GetFunctionScalingConfig"),
    ("PUT", "2025-11-30", _F + "/function-scaling-config", "PutFunctionScalingConfig"),
    ("GET", "2020-06-30", _F + "/code-signing-config", "GetFunctionCodeSigningConfig"),
    ("PUT", "2020-06-30", _F + "/code-signing-config", "PutFunctionCodeSigningConfig"),
    ("DELETE", "2020-06-30", _F + "/code-signing-config", "DeleteFunctionCodeSigningConfig"),
    ("POST", "2020-04-22", "/code-signing-configs", "CreateCodeSigningConfig"),
    ("GET", "2020-04-22", "/code-signing-configs", "ListCodeSigningConfigs"),
    ("GET", "2020-04-22", "/code-signing-configs/[^/]+", "GetCodeSigningConfig"),
    ("PUT", "2020-04-22", "/code-signing-configs/[^/]+", "UpdateCodeSigningConfig"),
    ("DELETE", "2020-04-22", "/code-signing-configs/[^/]+", "DeleteCodeSigningConfig"),
    ("GET", "2020-04-22", "/code-signing-configs/[^/]+/functions", "ListFunctionsByCodeSigningConfig"),
    ("GET", "2018-10-31", "/layers", "ListLayers"),
    ("POST", "2018-10-31", _L, "PublishLayerVersion"),
    ("GET", "2018-10-31", _L, "ListLayerVersions"),
    ("GET", "2018-10-31", _L + "/(?P<version>-?[0-9]+)", "GetLayerVersion"),
    ("DELETE", "2018-10-31", _L + "/(?P<version>-?[0-9]+)", "DeleteLayerVersion"),
    ("POST", "2018-10-31", _L + "/(?P<version>-?[0-9]+)/policy", "AddLayerVersionPermission"),
    ("GET", "2018-10-31", _L + "/(?P<version>-?[0-9]+)/policy", "GetLayerVersionPolicy"),
    ("DELETE", "2018-10-31", _L + "/(?P<version>-?[0-9]+)/policy/[^/]+", "RemoveLayerVersionPermission"),
    ("GET", "2016-08-19", "/account-settings", "GetAccountSettings"),
)
_ROUTES = tuple((method, re.compile(f"/{date}{path}/?"), name) for method, date, path, name in _TABLE)
_OURS = re.compile(r"/20[0-9]{2}-[0-9]{2}-[0-9]{2}/(?:functions|layers|code-signing-configs)(?:/|$)")
_DURABLE = re.compile(rf"/2025-12-01{_F}/durable-executions")
_ACTED_ON = {operation.value: operation for operation in Operation}


def route(request: Request) -> Route | None:
    """Return what a request is; `None` for what does not belong to Lambda's layer, function and signing groups.

    Args:
        request: Signed for Lambda or unsigned.
    """
    if request.signer.service not in {"lambda", ""}:
        return None
    path = "/" + "/".join(_escaped(segment) for segment in request.segments)
    for method, pattern, name in _ROUTES:
        if method == request.method and (found := pattern.fullmatch(path)):
            exact = _exact(name, request)
            parameters = {key: _unescaped(value) for key, value in found.groupdict().items()}
            return Route(_operation(exact), exact, parameters)
    if _OURS.match(path) and not _DURABLE.match(path):
        return Route(Operation.UNSERVED, f"{request.method} {request.path}", {})
    return None


def _exact(name: str, request: Request) -> str:
    """Two operations share their path with others and differ in the query."""
    if name == "ListLayers" and request.parameter("find") == "LayerVersion":
        return "GetLayerVersionByArn"
    if name == "GetProvisionedConcurrencyConfig" and request.parameter("List") == "ALL":
        return "ListProvisionedConcurrencyConfigs"
    return name


def _operation(name: str) -> Operation:
    if name in _ACTED_ON:
        return _ACTED_ON[name]
    return Operation.OTHER if name in served() else Operation.UNSERVED


def _escaped(segment: str) -> str:
    """A slash in a decoded segment is no border between segments."""
    return segment.replace("/", "\0")


def _unescaped(segment: str) -> str:
    return segment.replace("\0", "/")
